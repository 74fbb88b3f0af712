//! `src/lib.rs`.

use std::fmt::Write as _;

use super::Input;
use super::rust::literal;
use super::types::shape_type;
use crate::api::Shape;
use crate::docs::{comment, markdown};

/// The file's text, formatted as rustfmt does, since rustfmt reads it.
pub fn render(input: &Input<'_>) -> String {
    let settings = input.settings;
    let mut text = format!("// {}\n\n", input.mark());
    text.push_str(&comment("", "//!", &settings.description));
    text.push_str("//!\n//! ```no_run\n");
    for line in usage(input).lines() {
        let _ = writeln!(text, "{}", format!("//! {line}").trim_end());
    }
    text.push_str("//! ```\n");
    text.push_str(&webhooks(input));
    let modules: String = [
        ("", "pub mod builder;"),
        ("", "mod client;"),
        ("#[cfg(feature = \"dynamic\")]\n", "mod dynamic;"),
        ("#[cfg(feature = \"examples\")]\n", "mod examples;"),
        ("", "mod operations;"),
        ("", "pub mod types;"),
    ]
    .iter()
    .map(|(condition, module)| format!("{condition}#[rustfmt::skip]\n{module}\n"))
    .collect();
    let pages = input.api.operations.iter().any(|it| it.paging.is_some());
    let shared = match pages {
        true => {
            "{\n    BuildError, CallOptions, Credential, Error, Items, Pages, ResponseValue, RetryPolicy,\n}"
        }
        false => "{BuildError, CallOptions, Credential, Error, ResponseValue, RetryPolicy}",
    };
    let _ = write!(
        text,
        r#"
{modules}
pub use client::{{Client, ClientBuilder}};
pub use converse_core::{shared};
#[cfg(feature = "examples")]
pub use examples::EXAMPLES;
pub use operations::OPERATIONS;

/// What this crate is a client of.
pub static PROVIDER: converse_core::Provider = converse_core::Provider {{
    name: {},
    title: {},
    version: env!("CARGO_PKG_VERSION"),
    base_url: {},
    credential_variable: {},
    base_url_variable: {},
}};
"#,
        literal(input.name),
        literal(&settings.title),
        literal(&input.api.base_url),
        literal(&settings.credential_variable),
        literal(&settings.base_url_variable),
    );
    text
}

/// Which type reads which webhook.
fn webhooks(input: &Input<'_>) -> String {
    let rows = input.api.webhooks.iter().filter_map(|webhook| {
        let shown = match webhook.shape.as_ref()? {
            Shape::Named(name) => format!("[`types::{name}`]"),
            shape => format!("`{}`", shape_type(input, shape)),
        };
        let name: String = webhook
            .name
            .chars()
            .filter(|c| !c.is_control() && *c != '`')
            .collect();
        let name = name.replace('|', "\\|");
        let about = webhook.description.as_deref().unwrap_or_default();
        let about = about.lines().next().unwrap_or_default().replace('|', "\\|");
        Some(format!(
            "//! | `{name}` | {shown} | {} |\n",
            markdown(&about)
        ))
    });
    let rows: String = rows.collect();
    if rows.is_empty() {
        return rows;
    }
    format!(
        "//!\n//! # Webhooks\n//!\n//! What the provider sends by itself, and the type that reads it:\n//!\n\
         //! | webhook | body | |\n//! | --- | --- | --- |\n{rows}"
    )
}

/// How a first call looks.
pub fn usage(input: &Input<'_>) -> String {
    let crate_name = input.crate_name();
    let call = input
        .api
        .operations
        .first()
        .map_or(String::new(), |operation| {
            format!(
                "// Every operation is a method: `client.{}()…send().await`.\n",
                operation.method_name
            )
        });
    format!(
        "use {crate_name}::Client;\n\n# fn main() -> Result<(), {crate_name}::BuildError> {{\nlet client = Client::from_env()?;\n{call}# Ok(())\n# }}\n"
    )
}
