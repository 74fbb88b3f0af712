//! `src/lib.rs`.

use std::fmt::Write as _;

use super::Input;
use super::rust::literal;
use super::types::shape_type;
use crate::api::Shape;
use crate::docs::{cell, code_cell, comment};

/// The file's text, formatted as rustfmt does, since rustfmt reads it.
pub fn render(input: &Input<'_>) -> String {
    let mark = input.mark();
    format!("// {mark}\n\n{}{}", introduction(input), contents(input))
}

/// The docs at the root.
pub fn introduction(input: &Input<'_>) -> String {
    let mut text = comment("", "//!", &input.settings.description);
    // Where a module stands is not known, so its example is not compiled.
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
    text.push_str(&webhooks(input));
    text
}

/// The modules, what they export, and `PROVIDER`.
pub fn contents(input: &Input<'_>) -> String {
    let settings = input.settings;
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
    format!(
        r#"
{modules}
pub use client::{{Client, ClientBuilder}};
pub use converse_core::exports::*;
#[cfg(feature = "dynamic")]
pub use converse_core::{{Arguments, InvalidArguments}};
#[cfg(feature = "examples")]
pub use converse_core::{{Example, Side}};
/// Crates whose types clients take and give: `reqwest` for [`ClientBuilder::configure_http`].
#[doc(no_inline)]
pub use converse_core::{{chrono, reqwest, serde_json, uuid}};
#[cfg(feature = "examples")]
pub use examples::EXAMPLES;
pub use operations::OPERATIONS;

/// What this crate is a client of.
pub static PROVIDER: Provider = Provider::new({}, {}, env!("CARGO_PKG_VERSION"))
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

/// What the crate has besides the provider's own, and what it has not.
fn shared(input: &Input<'_>) -> String {
    let more = match input.note {
        "" => String::new(),
        note => comment("", "//!", note),
    };
    format!(
        "//!\n//! What all Converse clients share stands at the root of this crate too, from [`Credential`] and \
         [`CallOptions`] to\n//! [`Error`], [`ErrorKind`] and [`Delivery`].\n{more}"
    )
}

/// Which type reads which webhook.
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use syn::{Item, UseTree, Visibility};

    /// Exported under a feature, or by hand in the facade.
    const ELSEWHERE: [&str; 14] = [
        "Arguments",
        "Example",
        "InvalidArguments",
        "STALL_TIMEOUT",
        "Side",
        "UPLOAD_TIMEOUT",
        "Upload",
        "UploadError",
        "UploadJob",
        "UploadStep",
        "chrono",
        "reqwest",
        "serde_json",
        "uuid",
    ];

    /// What generated code alone uses.
    const GENERATED: [&str; 4] = ["Client", "Multipart", "Part", "Request"];

    fn reexports(file: &str) -> BTreeSet<String> {
        let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../converse-core/src");
        let text = std::fs::read_to_string(core.join(file)).expect("the runtime has the file");
        let mut names = BTreeSet::new();
        for item in syn::parse_file(&text).expect("it is Rust").items {
            if let Item::Use(item) = item
                && matches!(item.vis, Visibility::Public(_))
            {
                leaves(&item.tree, &mut names);
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
        let here = reexports("exports.rs");
        let known = here.iter().map(String::as_str);
        let known: BTreeSet<&str> = known.chain(ELSEWHERE).chain(GENERATED).collect();
        let missing: Vec<String> = reexports("lib.rs")
            .into_iter()
            .filter(|name| !known.contains(name.as_str()))
            .collect();
        assert!(missing.is_empty(), "not in exports.rs: {missing:?}");
    }
}
