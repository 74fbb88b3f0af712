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
mod part;
mod readme;
mod requests;
mod rust;
mod types;

pub use input::Input;
use part::Part;

/// The files of the crate, or of the module, by their path in it.
pub fn render(input: &Input<'_>) -> Result<BTreeMap<String, String>> {
    let part = &Part::whole(input);
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: String| files.insert(path.to_owned(), text);
    if input.is_module() {
        add(
            &format!("{}.rs", input.crate_name()),
            module::render(input, part),
        );
    } else {
        add("Cargo.toml", manifest::render(input));
        add("README.md", readme::render(input, part));
        add("src/lib.rs", library::render(input, part));
        add("tests/examples.rs", example_tests::render(input, part));
    }
    let sources = input.sources();
    let mut add = |path: &str, text: String| add(&format!("{sources}/{path}"), text);
    add("client.rs", client::render(input, part));
    add("builder.rs", builders::render(input, part)?);
    add("types.rs", types::render(input, part));
    add("types/open.rs", open_types::render(input, part));
    add("types/requests.rs", requests::render(input, part));
    add("operations.rs", operations::render(input, part));
    add("dynamic.rs", dynamic::render(input, part));
    add("examples.rs", examples::render(input, part));
    Ok(files)
}
