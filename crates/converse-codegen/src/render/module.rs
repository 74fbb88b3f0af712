//! The root of generated code that is a module: a file to include, with the module in it.

use super::Input;
use super::library::{contents, introduction};
use super::part::Part;
use super::program::Program;

/// Returns the file's content. The docs and lints belong to a module in it, since an included file can have none.
pub fn render(
    input: &Input<'_>,
    part: &Part<'_>,
    program: &Program,
    has_type_examples: bool,
) -> String {
    let name = input.crate_name();
    let contents = contents(input, part, has_type_examples);
    let inner = format!("{}{contents}", introduction(input, part, program));
    let inner: String = inner
        .lines()
        .map(|line| format!("{}\n", format!("    {line}").trim_end()))
        .collect();
    format!(
        "// {}\n\n{ALLOWED}pub mod {name} {{\n{inner}}}\n",
        input.mark()
    )
}

/// The crate that includes the file has its own lints, and does not use everything in it.
const ALLOWED: &str = "#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    missing_docs,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = \"generated code; a program uses a part of it\"
)]
#[rustfmt::skip]
";
