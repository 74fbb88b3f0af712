//! What the hand-written files say about a provider.

use converse_codegen::internals::code_cell;
use converse_codegen::{Report, SecurityScheme, Settings};

/// Operations beyond this number are counted, not named.
const NAMED_OPERATIONS: usize = 6;

/// How long an import on one line may be, and the arguments of an attribute on one, for rustfmt to leave them there.
const WIDTH: usize = 98;
const ATTRIBUTE_WIDTH: usize = 70;

/// One provider, as the facade, the manifests and the README name it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name, which is the feature's too.
    pub name: String,
    title: String,
    credential_variable: String,
    base_url_variable: String,
    operations: String,
    credential: String,
    base_url: String,
}

impl Entry {
    /// The entry of a provider whose document was read.
    pub fn new(name: &str, settings: &Settings, report: &Report) -> Self {
        Self {
            name: name.to_owned(),
            title: settings.title.clone(),
            credential_variable: settings.credential_variable.clone(),
            base_url_variable: settings.base_url_variable.clone(),
            operations: operations(report),
            credential: credential(report, &settings.credential_variable),
            base_url: if report.base_url.is_empty() {
                format!("none; from `{}`", settings.base_url_variable)
            } else {
                code_cell(&report.base_url)
            },
        }
    }

    /// The module in the facade.
    pub fn module(&self) -> String {
        module(&self.name)
    }

    /// The comment above the feature.
    pub fn feature_comment(&self) -> String {
        format!("## The provider {}.\n", self.title)
    }

    /// The text of the facade's module.
    pub fn module_text(&self) -> String {
        let (title, package) = (&self.title, format!("converse_{}", self.module()));
        let names = "Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types";
        let mut exports = format!("pub use {package}::{{{names}}};");
        if exports.len() > WIDTH {
            exports = format!("pub use {package}::{{\n    {names},\n}};");
        }
        format!(
            "//! {title}: client, operations and types.\n\n\
             #[cfg(feature = \"examples\")]\npub use {package}::EXAMPLES;\n{exports}\n"
        )
    }

    /// The module's lines in `lib.rs`.
    pub fn module_lines(&self) -> Vec<String> {
        vec![
            format!("#[cfg(feature = \"{}\")]", self.name),
            format!("pub mod {};", self.module()),
        ]
    }

    /// The row in the table of variables, in the documentation of `lib.rs`.
    pub fn variables_row(&self) -> Vec<String> {
        let row = format!(
            "| [`{}`] | `{}` | `{}` |",
            self.module(),
            self.credential_variable,
            self.base_url_variable
        );
        let (feature, doc) = (
            format!("feature = \"{}\"", self.name),
            format!("doc = \"{row}\""),
        );
        if feature.len() + ", ".len() + doc.len() <= ATTRIBUTE_WIDTH {
            return vec![format!("#![cfg_attr({feature}, {doc})]")];
        }
        vec![
            "#![cfg_attr(".to_owned(),
            format!("    {feature},"),
            format!("    {doc}"),
            ")]".to_owned(),
        ]
    }

    /// The lines in the testing server's list.
    pub fn contract_lines(&self) -> Vec<String> {
        let module = self.module();
        vec![
            format!("    #[cfg(feature = \"{}\")]", self.name),
            format!(
                "    Contract::new(&crate::{module}::PROVIDER, crate::{module}::OPERATIONS, crate::{module}::EXAMPLES),"
            ),
        ]
    }

    /// The row in the README's table.
    pub fn readme_row(&self) -> Vec<String> {
        vec![format!(
            "| [{}](crates/providers/{}) | {} | {} | {} |",
            self.title, self.name, self.operations, self.credential, self.base_url
        )]
    }
}

/// The module of the provider `name` in the facade.
pub fn module(name: &str) -> String {
    name.replace('-', "_")
}

fn operations(report: &Report) -> String {
    if report.operations.len() > NAMED_OPERATIONS {
        return format!("{} operations", report.operations.len());
    }
    let names = report.operations.iter();
    let names: Vec<String> = names
        .map(|operation| format!("`{}`", operation.name))
        .collect();
    names.join(", ")
}

/// How the first operation that wants a credential is given it.
fn credential(report: &Report, variable: &str) -> String {
    let scheme = report
        .operations
        .iter()
        .find_map(|one| one.security.first());
    let shown = match scheme {
        Some(SecurityScheme::Header { name, prefix }) if name == "authorization" => {
            let what = if prefix == "Bearer " { "token" } else { "key" };
            format!("Authorization: {prefix}<{what}>")
        }
        Some(SecurityScheme::Header { name, .. }) => format!("{name}: <key>"),
        Some(SecurityScheme::Query { name }) => format!("?{name}=<key>"),
        Some(SecurityScheme::Cookie { name }) => format!("Cookie: {name}=<key>"),
        // The next kind needs a line of its own.
        Some(_) | None => return "none".to_owned(),
    };
    format!("{}, from {}", code_cell(&shown), code_cell(variable))
}
