//! `src/lib.rs`.

use std::fmt::Write as _;

use super::Input;
use super::client_parameters::of_client;
use super::part::{IMPORTED, Part};
use super::program::Program;
use super::rust::literal;
use super::security::Credentials;
use super::split::TagPart;
use super::types::shape_type;
use crate::api::{OpenEnum, Shape};
use crate::docs::{bars_escaped, cell, code_cell, comment};
use crate::generate::Scope;

/// Returns the file's content, formatted as rustfmt does, since rustfmt reads it.
pub fn render(
    input: &Input<'_>,
    part: &Part<'_>,
    program: &Program,
    has_type_examples: bool,
) -> String {
    let mark = input.mark();
    let introduction = introduction(input, part, program);
    let contents = contents(input, part, has_type_examples);
    format!("// {mark}\n\n{introduction}#![cfg_attr(docsrs, feature(doc_cfg))]\n{contents}")
}

/// Returns the docs at the root.
pub fn introduction(input: &Input<'_>, part: &Part<'_>, program: &Program) -> String {
    let mut text = comment("", "//!", &input.settings.description);
    // The path to a module is not known, so its example is not compiled.
    let begin = if input.is_module() {
        "//! ```ignore"
    } else {
        EXAMPLE
    };
    let _ = writeln!(text, "//!\n{begin}");
    for line in program.text.lines() {
        // The example is compiled only with the operations that it calls, which the reader need not see.
        if line.contains("fn first_calls") && !program.condition.is_empty() {
            let _ = write!(text, "//! {}", program.condition);
        }
        let _ = writeln!(text, "{}", format!("//! {line}").trim_end());
    }
    text.push_str("//! ```\n");
    text.push_str(&shared(input));
    text.push_str(&tags(part));
    text.push_str(&webhooks(input, part));
    text.push_str(&code_table(input));
    text
}

/// The beginning of an example with a client, which is compiled if there is one.
const EXAMPLE: &str = "\
#![cfg_attr(feature = \"client\", doc = \"```no_run\")]
#![cfg_attr(not(feature = \"client\"), doc = \"```ignore\")]";

/// Returns the enum that lists the provider's error codes.
fn code_list<'a>(input: &Input<'a>) -> Option<&'a OpenEnum> {
    let name = input.api.error_code_list.as_ref()?;
    input.api.enums.iter().find(|it| it.name == *name)
}

/// Returns what `PROVIDER` says about error codes.
fn error_codes(input: &Input<'_>) -> String {
    let Some(list) = code_list(input) else {
        return String::new();
    };
    let codes = list.values.iter();
    let codes: String = codes
        .map(|code| format!("        {},\n", literal(&code.text)))
        .collect();
    format!("\n    .error_codes(&[\n{codes}    ])")
}

/// Returns what `PROVIDER` says about the message in error bodies.
fn error_message(input: &Input<'_>) -> String {
    match input.api.error_message.as_str() {
        "" => String::new(),
        pointer => format!("\n    .error_message({})", literal(pointer)),
    }
}

/// Returns the table of the provider's error codes.
fn code_table(input: &Input<'_>) -> String {
    let Some(list) = code_list(input) else {
        return String::new();
    };
    let rows = list.values.iter().map(|code| {
        let meaning = code.description.as_deref().unwrap_or_default();
        format!("//! | {} | {} |\n", code_cell(&code.text), cell(meaning))
    });
    let rows: String = rows.collect();
    format!(
        "//!\n//! # Error codes\n//!\n\
         //! The codes that the provider lists, which are the values of [`types::{}`]. [`Error::code`] returns the one in an\n\
         //! error body.\n//!\n\
         //! | code | meaning |\n//! | --- | --- |\n{rows}",
        list.name
    )
}

/// The attribute of what the feature `examples` turns on, as a line.
const EXAMPLES: &str = "#[cfg(feature = \"examples\")]\n";

/// The attribute of what needs both calls by id and examples, as a line.
const CONTRACT: &str = "#[cfg(all(feature = \"dynamic\", feature = \"examples\"))]\n";

/// Returns the modules, their exports, and `PROVIDER`.
pub fn contents(input: &Input<'_>, part: &Part<'_>, has_type_examples: bool) -> String {
    let settings = input.settings;
    let tags = part.split.map_or(&[][..], |split| split.tags.as_slice());
    let tags = tags
        .iter()
        .map(|tag| (tag.condition(""), format!("pub mod {};", tag.module)));
    let type_examples = (EXAMPLES, "mod type_examples;");
    let modules: String = [
        (CLIENT, "pub mod builder;"),
        (CLIENT, "mod client;"),
        (CONTRACT, "mod contract;"),
        ("#[cfg(feature = \"dynamic\")]\n", "pub mod dynamic;"),
        (EXAMPLES, "mod examples;"),
        ("", "mod operations;"),
    ]
    .into_iter()
    .chain(has_type_examples.then_some(type_examples))
    .chain([("", "pub mod types;")])
    .map(|(condition, module)| (condition.to_owned(), module.to_owned()))
    .chain(tags)
    .map(|(condition, module)| item(input, &condition, &format!("#[rustfmt::skip]\n{module}\n")))
    .collect();
    let exports = item(input, CLIENT, "pub use client::{Client, ClientBuilder};\n");
    let contract = item(input, CONTRACT, "pub use contract::{CONTRACT, op};\n");
    let http = item(input, CLIENT, HTTP);
    format!(
        r#"
{modules}
{exports}{contract}pub use converse_core::exports::*;
{http}/// Crates whose types are those of fields and arguments.
#[doc(no_inline)]
pub use converse_core::{{chrono, serde_json, uuid}};
#[cfg(feature = "examples")]
pub use examples::EXAMPLES;
pub use operations::OPERATIONS;

/// The provider of this crate.
#[rustfmt::skip]
pub static PROVIDER: provider::Provider = provider::Provider::new({}, {}, env!("CARGO_PKG_VERSION"))
    .base_url({}, {})
{}{}{}{};
"#,
        literal(input.name),
        literal(&settings.title),
        literal(&input.api.base_url),
        literal(&settings.base_url_variable),
        Credentials::of(input).print(input),
        error_codes(input),
        error_message(input),
        client_parameters(input),
    )
}

/// Returns what `PROVIDER` says about parameters of all calls.
fn client_parameters(input: &Input<'_>) -> String {
    let rows = of_client(input);
    let rows: String = rows
        .iter()
        .map(|it| format!("        {},\n", it.row()))
        .collect();
    match rows.is_empty() {
        true => rows,
        false => format!("\n    .parameters(&[\n{rows}    ])"),
    }
}

/// The condition of what needs the client.
const CLIENT: &str = "#[cfg(feature = \"client\")]\n";

const HTTP: &str = "\
/// The HTTP client, which [`ClientBuilder::configure_http`] changes.
#[doc(no_inline)]
pub use converse_core::reqwest;
";

/// Returns an item with its condition.
///
/// The features of a module are those of the crate that includes it, which need not have one for calls: such a module
/// has a client if the runtime has one.
fn item(input: &Input<'_>, condition: &str, item: &str) -> String {
    match condition {
        CLIENT if input.is_module() => {
            format!("converse_core::__with_client! {{\n{item}}}\n")
        }
        condition => format!("{condition}{item}"),
    }
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

/// Returns the table of the tags' modules and features.
fn tags(part: &Part<'_>) -> String {
    let Some(split) = part.split else {
        return String::new();
    };
    let rows = split.tags.iter().map(|tag| {
        let (module, feature) = (&tag.module, &tag.feature);
        let about = bars_escaped(&tag.about());
        format!("//! | [`{module}`](mod@{module}) | `{feature}` | {about} |\n")
    });
    format!("{TAGS}{}", rows.collect::<String>())
}

const TAGS: &str = "\
//!
//! # Features
//!
//! A tag of the provider's document is a module and a feature, with its operations and their types. The feature `all`,
//! which is on by default, turns on all of them; with `default-features = false` a program compiles only those that it
//! names. [`types`] and [`builder`] have the items of all modules that are turned on.
//!
//! | module | feature | |
//! | --- | --- | --- |
";

/// Returns the file of a tag: its modules.
pub fn render_tag(input: &Input<'_>, tag: &TagPart<'_>) -> String {
    let about = comment("", "//!", &format!("{}.", tag.about()));
    let calls = !tag.operations.is_empty();
    let modules: String = [
        (calls, CLIENT, "pub mod builder;"),
        (calls, CLIENT, "mod client;"),
        (calls, "", "pub(crate) mod operations;"),
        (tag.has_types(), "", "pub mod types;"),
    ]
    .into_iter()
    .filter(|(is_there, ..)| *is_there)
    .map(|(_, condition, module)| format!("{condition}{module}\n"))
    .collect();
    format!("// {}\n\n{about}\n{modules}", input.mark())
}

/// Returns the table of webhooks and the types that read them.
fn webhooks(input: &Input<'_>, part: &Part<'_>) -> String {
    let rows = part.webhooks.iter().filter_map(|webhook| {
        let shape = webhook.shape.as_ref()?;
        let held = shape_type(input, shape);
        let shown = match shape {
            Shape::Named(_) => format!("[`{}`]", held.shown(IMPORTED)),
            Shape::Nameless(_) => format!("`{}`", held.shown(Scope::Types)),
        };
        let about = webhook.description.as_deref().unwrap_or_default().trim();
        let about = about.split(['\n', '\r']).next().unwrap_or_default();
        Some(format!(
            "//! | {} | {shown} | {} |\n",
            code_cell(&webhook.name),
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
