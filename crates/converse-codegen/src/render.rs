//! Prints a complete crate: the content of every file.

use std::collections::BTreeMap;

use crate::problem::Result;

mod builders;
mod client;
mod dynamic;
mod example_tests;
mod examples;
mod input;
mod library;
mod manifest;
mod module;
mod names;
mod open_types;
mod operations;
mod paging;
#[allow(dead_code, reason = "to come")]
mod placement;
mod readme;
mod requests;
mod rust;
#[allow(dead_code, reason = "to come")]
mod tag_names;
mod types;

pub use input::Input;

/// The files of the crate, or of the module, by their path in it.
pub fn render(input: &Input<'_>) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: String| files.insert(path.to_owned(), text);
    if input.is_module() {
        add(&format!("{}.rs", input.crate_name()), module::render(input));
    } else {
        add("Cargo.toml", manifest::render(input));
        add("README.md", readme::render(input));
        add("src/lib.rs", library::render(input));
        add("tests/examples.rs", example_tests::render(input));
    }
    let sources = input.sources();
    let mut add = |path: &str, text: String| add(&format!("{sources}/{path}"), text);
    add("client.rs", client::render(input));
    add("builder.rs", builders::render(input)?);
    add("types.rs", types::render(input)?);
    add("types/open.rs", open_types::render(input));
    add("types/requests.rs", requests::render(input));
    add("operations.rs", operations::render(input));
    add("dynamic.rs", dynamic::render(input));
    add("examples.rs", examples::render(input));
    Ok(files)
}
