//! The root of generated code that is a module: a file to include, with the module in it.

use super::Input;
use super::library::{contents, introduction};

/// The file's text. The module brings its docs and its lints along, which an included file cannot say of itself.
pub fn render(input: &Input<'_>) -> String {
    let name = input.crate_name();
    let inner = format!("{}{}", introduction(input), contents(input));
    let inner: String = inner
        .lines()
        .map(|line| format!("{}\n", format!("    {line}").trim_end()))
        .collect();
    format!(
        "// {}\n\n{ALLOWED}pub mod {name} {{\n{inner}}}\n",
        input.mark()
    )
}

/// The crate has lints of its own, and uses less than a client has.
const ALLOWED: &str = "#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    missing_docs,
    unreachable_pub,
    unused_imports,
    unused_qualifications,
    reason = \"generated code, of which a program uses a part\"
)]
#[rustfmt::skip]
";
