//! What the hand-written files say about a provider.

use crate::api::{Api, SecurityScheme};
use crate::docs::code_cell;
use crate::settings::Settings;

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
    pub fn new(name: &str, settings: &Settings, api: &Api) -> Self {
        Self {
            name: name.to_owned(),
            title: settings.title.clone(),
            credential_variable: settings.credential_variable.clone(),
            base_url_variable: settings.base_url_variable.clone(),
            operations: operations(api),
            credential: credential(api, &settings.credential_variable),
            base_url: if api.base_url.is_empty() {
                format!("none; from `{}`", settings.base_url_variable)
            } else {
                code_cell(&api.base_url)
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

fn operations(api: &Api) -> String {
    if api.operations.len() > NAMED_OPERATIONS {
        return format!("{} operations", api.operations.len());
    }
    let names = api.operations.iter();
    let names: Vec<String> = names
        .map(|operation| format!("`{}`", operation.method_name))
        .collect();
    names.join(", ")
}

/// How the first operation that wants a credential is given it.
fn credential(api: &Api, variable: &str) -> String {
    let scheme = api.operations.iter().find_map(|one| one.security.first());
    let shown = match scheme {
        None => return "none".to_owned(),
        Some(SecurityScheme::Header { name, prefix }) if name == "authorization" => {
            let what = if prefix == "Bearer " { "token" } else { "key" };
            format!("Authorization: {prefix}<{what}>")
        }
        Some(SecurityScheme::Header { name, .. }) => format!("{name}: <key>"),
        Some(SecurityScheme::Query { name }) => format!("?{name}=<key>"),
        Some(SecurityScheme::Cookie { name }) => format!("Cookie: {name}=<key>"),
    };
    format!("{}, from {}", code_cell(&shown), code_cell(variable))
}
