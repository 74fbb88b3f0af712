//! Prints a complete crate: the content of every file.

use std::collections::BTreeMap;

use crate::problem::Result;
use crate::report;

mod builders;
mod call_examples;
mod client;
mod client_parameters;
mod code;
mod contract;
mod conversions;
mod dynamic;
mod example_tests;
mod examples;
mod expression;
mod fillers;
mod forms;
mod input;
mod library;
mod limits;
mod manifest;
mod module;
mod named;
mod names;
mod open_types;
mod operations;
mod paging;
mod part;
mod placement;
mod program;
mod readme;
mod rust;
mod security;
mod split;
mod tag_names;
mod type_examples;
mod types;

use call_examples::CallExamples;
pub use call_examples::as_modules;
pub use input::Input;
use named::{by_call, by_types, by_webhooks};
use part::{Part, calls};
use program::Program;
use split::{Split, is_split};
use type_examples::TypeExamples;

/// The files of a crate.
pub struct Rendered {
    /// The content of each file, by its path in the crate, or in the folder of the module.
    pub files: BTreeMap<String, String>,
    /// The parts of a crate that has a feature per tag.
    pub parts: Vec<report::GeneratedPart>,
    /// How many documented bodies a test has, by operation; those without one are not in it.
    pub tested: BTreeMap<String, report::TestedExamples>,
}

/// Prints the crate, or the module.
pub fn render(input: &Input<'_>) -> Result<Rendered> {
    let split = is_split(input.api, input.settings, input.target)?.then(|| split(input));
    let part = &Part::whole(input, split.as_ref());
    let examples = TypeExamples::of(input, part);
    let call_examples = &mut CallExamples::new(input, part);
    let program = &Program::of(input, part, call_examples);
    let mut files = BTreeMap::new();
    let mut tested = BTreeMap::new();
    let mut add = |path: &str, text: String| {
        files.insert(path.to_owned(), text);
    };
    if input.is_module() {
        add(
            &format!("{}.rs", input.crate_name()),
            module::render(input, part, program, !examples.is_empty()),
        );
    } else {
        add("Cargo.toml", manifest::render(input, part));
        add("README.md", readme::render(input, part, program));
        add(
            "src/lib.rs",
            library::render(input, part, program, !examples.is_empty()),
        );
        add("tests/examples.rs", example_tests::render(input, part));
        tested = example_tests::counts(part);
        if !examples.is_empty() {
            add("tests/type_examples.rs", examples.render_tests(input));
        }
    }
    let sources = input.sources();
    let mut add = |path: &str, text: String| add(&format!("{sources}/{path}"), text);
    add("client.rs", client::render(input, part, call_examples));
    add("operations.rs", operations::render(input, part));
    add("contract.rs", contract::render(input, part));
    add("dynamic.rs", dynamic::render(input, part));
    add("examples.rs", examples::render(input, part));
    if !examples.is_empty() {
        add("type_examples.rs", examples.render(input));
    }
    match &split {
        None => {
            add("builder.rs", builders::render(input, part)?);
            add("types.rs", types::render(input, part));
            add("types/open.rs", open_types::render(input, part));
        }
        Some(split) => {
            add("builder.rs", builders::render_root(input, split));
            add("types.rs", types::render_root(input, split));
            render_parts(input, part, split, call_examples, &mut add)?;
        }
    }
    let parts = split.map_or(Vec::new(), |split| split.report());
    Ok(Rendered {
        files,
        parts,
        tested,
    })
}

fn split<'a>(input: &Input<'a>) -> Split<'a> {
    let named: Vec<_> = calls(input, None).iter().map(by_call).collect();
    Split::of(input.api, &named, &by_types(input), &by_webhooks(input))
}

/// Prints the files of tags, and of the types that they share.
fn render_parts<'a>(
    input: &Input<'_>,
    whole: &Part<'a>,
    split: &Split<'a>,
    examples: &mut CallExamples<'a>,
    add: &mut dyn FnMut(&str, String),
) -> Result<()> {
    for shared in &split.shared {
        let folder = format!("types/{}", shared.module);
        render_types(input, &whole.of_shared(shared), &folder, add);
    }
    for tag in &split.tags {
        let (part, module) = (&whole.of_tag(tag), &tag.module);
        add(&format!("{module}.rs"), library::render_tag(input, tag));
        if !tag.operations.is_empty() {
            let mut add = |file: &str, text: String| add(&format!("{module}/{file}"), text);
            add("client.rs", client::render_tag(input, tag, part, examples));
            add("builder.rs", builders::render(input, part)?);
            add("operations.rs", operations::render_tag(input, part));
        }
        if tag.has_types() {
            render_types(input, part, &format!("{module}/types"), add);
        }
    }
    Ok(())
}

fn render_types(
    input: &Input<'_>,
    part: &Part<'_>,
    folder: &str,
    add: &mut dyn FnMut(&str, String),
) {
    add(&format!("{folder}.rs"), types::render(input, part));
    if part.has_open_types() {
        add(
            &format!("{folder}/open.rs"),
            open_types::render(input, part),
        );
    }
}
