//! `src/lib.rs`.

use std::fmt::Write as _;

use super::Input;
use super::rust::{literal, type_text};
use super::split::condition;
use super::types::shape_type;
use crate::api::{Operation, Shape};
use crate::docs::{cell, code_cell, comment};

/// Returns the file's content, formatted as rustfmt does, since rustfmt reads it.
pub fn render(input: &Input<'_>) -> String {
    let mark = input.mark();
    format!("// {mark}\n\n{}{}", introduction(input), contents(input))
}

/// Returns the docs at the root.
pub fn introduction(input: &Input<'_>) -> String {
    let mut text = comment("", "//!", &input.settings.description);
    // The path to a module is not known, so its example is not compiled.
    let kind = if input.is_module() {
        "ignore"
    } else {
        "no_run"
    };
    let _ = writeln!(text, "//!\n//! ```{kind}");
    for line in usage(input).lines() {
        let _ = writeln!(text, "{}", format!("//! {line}").trim_end());
    }
    text.push_str("//! ```\n");
    text.push_str(&shared(input));
    text.push_str(&parts(input));
    text.push_str(&webhooks(input));
    text
}

/// Returns the modules, their exports, and `PROVIDER`.
pub fn contents(input: &Input<'_>) -> String {
    let settings = input.settings;
    let parts = input.split.map_or(&[][..], |split| split.tags.as_slice());
    let parts = parts.iter().map(|part| {
        let features = [part.feature.as_str()];
        (condition("", features), format!("pub mod {};", part.module))
    });
    let modules: String = [
        ("", "pub mod builder;"),
        ("", "mod client;"),
        ("#[cfg(feature = \"dynamic\")]\n", "pub mod dynamic;"),
        ("#[cfg(feature = \"examples\")]\n", "mod examples;"),
        ("", "mod operations;"),
        ("", "pub mod types;"),
    ]
    .into_iter()
    .map(|(condition, module)| (condition.to_owned(), module.to_owned()))
    .chain(parts)
    .map(|(condition, module)| format!("{condition}#[rustfmt::skip]\n{module}\n"))
    .collect();
    format!(
        r#"
{modules}
pub use client::{{Client, ClientBuilder}};
pub use converse_core::exports::*;
/// Crates whose types clients take and give: `reqwest` for [`ClientBuilder::configure_http`].
#[doc(no_inline)]
pub use converse_core::{{chrono, reqwest, serde_json, uuid}};
#[cfg(feature = "examples")]
pub use examples::EXAMPLES;
pub use operations::OPERATIONS;

/// The provider of this crate.
#[rustfmt::skip]
pub static PROVIDER: provider::Provider = provider::Provider::new({}, {}, env!("CARGO_PKG_VERSION"))
    .base_url({}, {})
    .credential_variable({});
"#,
        literal(input.name),
        literal(&settings.title),
        literal(&input.api.base_url),
        literal(&settings.base_url_variable),
        literal(&settings.credential_variable),
    )
}

/// Says which modules the crate has besides the provider's own, and what is not implemented.
fn shared(input: &Input<'_>) -> String {
    let more = match input.note {
        "" => String::new(),
        note => format!("//!\n{}", comment("", "//!", note)),
    };
    format!("{MODULES}{more}")
}

const MODULES: &str = "\
//!
//! What most programs name is at the root. The rest is in modules:
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`types`], [`builder`] | what operations take and return; a request builder per operation |
//! | [`error`], [`reliability`] | error bodies and codes; what a call guarantees |
//! | [`credential`], [`retry`], [`limits`] | tokens that expire; the retry budget; the defaults of all limits |
//! | [`paging`] | all pages as a stream |
//! | [`value`], [`http`] | types of fields and arguments; types of HTTP |
//! | [`operation`], [`provider`] | the table of operations as data; code that works with any provider |
";

/// Returns the table of parts and the features that turn them on.
fn parts(input: &Input<'_>) -> String {
    let Some(split) = input.split else {
        return String::new();
    };
    let rows = split.tags.iter().map(|part| {
        format!(
            "//! | [`{}`] | `{}` | {} |\n",
            part.module,
            part.feature,
            cell(&format!("{}.", part.about()))
        )
    });
    format!("{PARTS}{}", rows.collect::<String>())
}

const PARTS: &str = "\
//!
//! # Features
//!
//! Each tag of the provider's document is a module and a feature, with its operations and their types. The feature
//! `all`, which is on by default, turns on all of them; with `default-features = false` a program compiles only those
//! that it names. [`types`] and [`builder`] have those of all modules that are turned on.
//!
//! | module | feature | |
//! | --- | --- | --- |
";

/// Returns the table of webhooks and the types that read them.
fn webhooks(input: &Input<'_>) -> String {
    let rows = input.api.webhooks.iter().filter_map(|webhook| {
        let shown = match webhook.shape.as_ref()? {
            Shape::Named(name) => format!("[`types::{name}`]"),
            shape => format!("`{}`", shape_type(input, shape)),
        };
        let about = webhook.description.as_deref().unwrap_or_default().trim();
        let about = about.split(['\n', '\r']).next().unwrap_or_default();
        Some(format!(
            "//! | {} | {} | {} |\n",
            code_cell(&webhook.name),
            shown.replace('|', "\\|"),
            cell(about)
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

/// Returns the example of a first call.
pub fn usage(input: &Input<'_>) -> String {
    let crate_name = input.crate_name();
    let call = input
        .api
        .operations
        .iter()
        .filter(|operation| !operation.deprecated)
        .find_map(|operation| first_call(input, operation));
    let call = call.unwrap_or_else(|| {
        let methods = input.api.operations.first().map(|first| &first.method_name);
        methods.map_or(String::new(), |method| {
            format!("    // Every operation is a method: `client.{method}()…send().await`.\n")
        })
    });
    let asynchronous = if call.contains(".await?") {
        "async "
    } else {
        ""
    };
    format!(
        "use {crate_name}::Client;\n\n\
         {asynchronous}fn first_call() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let client = Client::from_env()?;\n{call}    Ok(())\n}}\n"
    )
}

/// Returns a call that reads, with its required arguments. None if one of them is more than a plain value.
fn first_call(input: &Input<'_>, operation: &Operation) -> Option<String> {
    let needs_body = operation.body.as_ref().is_some_and(|body| body.required);
    if operation.method != "GET" || needs_body {
        return None;
    }
    let types = &input.surface.operations[&operation.method_name];
    let mut setters = String::new();
    for (parameter, taken) in operation.parameters.iter().zip(&types.parameters) {
        if parameter.required {
            let value = plain_value(&type_text(taken))?;
            setters.push_str(&format!("        .{}({value})\n", parameter.setter));
        }
    }
    Some(format!(
        "    let response = client\n        .{}()\n{setters}        .send()\n        .await?;\n    \
         println!(\"{{:?}}\", *response);\n",
        operation.method_name
    ))
}

/// Returns a value of a type that has literals.
fn plain_value(taken: &str) -> Option<&'static str> {
    match taken {
        "::uuid::Uuid" => Some("\"b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234\""),
        "String" => Some("\"id-1\""),
        "bool" => Some("true"),
        "f32" | "f64" => Some("1.0"),
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => Some("1"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use syn::{Item, UseTree, Visibility};

    /// Modules that a crate has under a feature, or that the facade has by hand.
    const ELSEWHERE: [&str; 3] = ["dynamic", "testing", "upload"];

    /// Names that only generated code uses.
    const GENERATED: [&str; 6] = [
        "Client",
        "Multipart",
        "Part",
        "Request",
        "argument",
        "exports",
    ];

    /// Crates, which the root of each crate exports by itself.
    const CRATES: [&str; 4] = ["chrono", "reqwest", "serde_json", "uuid"];

    /// Returns the names at the root of a file: its exports and its public modules.
    fn names(file: &str) -> BTreeSet<String> {
        let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../converse-core/src");
        let text = std::fs::read_to_string(core.join(file)).expect("the runtime has the file");
        let mut names = BTreeSet::new();
        for item in syn::parse_file(&text).expect("it is Rust").items {
            match item {
                Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                    leaves(&item.tree, &mut names);
                }
                Item::Mod(item)
                    if matches!(item.vis, Visibility::Public(_)) && item.ident != "__private" =>
                {
                    names.insert(item.ident.to_string());
                }
                _ => {}
            }
        }
        names
    }

    fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
        match tree {
            UseTree::Path(path) => leaves(&path.tree, names),
            UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
            UseTree::Name(name) => names.extend([name.ident.to_string()]),
            UseTree::Rename(_) | UseTree::Glob(_) => panic!("the runtime names what it exports"),
        }
    }

    #[test]
    fn whatever_the_runtime_has_for_users_is_handed_on() {
        let here = names("exports.rs");
        let known = here.iter().map(String::as_str);
        let known = known.chain(ELSEWHERE).chain(GENERATED).chain(CRATES);
        let known: BTreeSet<&str> = known.collect();
        let missing: Vec<String> = names("lib.rs")
            .into_iter()
            .filter(|name| !known.contains(name.as_str()))
            .collect();
        assert!(missing.is_empty(), "not in exports.rs: {missing:?}");
    }
}
