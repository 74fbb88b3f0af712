//! The two generators, each from the text of a document to formatted code.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::panic::{self, AssertUnwindSafe};

use converse_codegen::{Document, Generator, Target};

use crate::documents;

/// The names of the generators in tables.
pub const CONVERSE: &str = "Converse";
pub const STOCK: &str = "stock progenitor";

/// The name of a client whose document is not a provider's.
pub const OTHER: &str = "things";

/// Generates the files of a crate; `provider` is the one whose document it is, if it is one's.
pub fn converse(
    text: &str,
    provider: Option<&str>,
    target: Target,
) -> Result<BTreeMap<String, String>, String> {
    let document = Document::parse("openapi.json", text).map_err(message)?;
    let mut generator = Generator::new(document).name(OTHER).target(target);
    if let Some(name) = provider {
        let (settings, names) = documents::inputs(name);
        generator = generator.name(name).settings(settings).names(names);
    }
    let made = generator.build().map_err(message)?;
    match made.report.left_out.first() {
        Some(left) => Err(message(&left.problem)),
        None => Ok(made.files),
    }
}

/// Generates the one file that stock progenitor makes, formatted as its documentation says.
///
/// What it cannot do it reports as an error, or it panics.
pub fn stock(text: &str) -> Result<String, String> {
    let document: openapiv3::OpenAPI = serde_json::from_str(text).map_err(message)?;
    let generate = || progenitor::Generator::default().generate_tokens(&document);
    // The reason is in the table: that it is printed, too, would look as if the benchmark failed.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let tokens = panic::catch_unwind(AssertUnwindSafe(generate));
    panic::set_hook(hook);
    let tokens = tokens.map_err(|payload| match payload.downcast::<&str>() {
        Ok(reason) => (*reason).to_owned(),
        Err(_) => "it panics".to_owned(),
    })?;
    let file = syn::parse2(tokens.map_err(message)?).map_err(message)?;
    Ok(prettyplease::unparse(&file))
}

/// Counts the lines of Rust, without tests.
pub fn lines(files: &BTreeMap<String, String>) -> usize {
    let code = files.iter().filter(|(path, _)| path.starts_with("src/"));
    code.map(|(_, text)| text.lines().count()).sum()
}

fn message(error: impl Display) -> String {
    error.to_string()
}
