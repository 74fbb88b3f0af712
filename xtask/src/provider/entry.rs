//! The names of a provider in hand-written files.

use crate::regions::{Texts, WORKSPACE_MANIFEST};
use crate::tables::toml_table;
use converse_codegen::{Problem, Result};

/// The longest import that rustfmt leaves on one line.
const WIDTH: usize = 98;

/// The forms of a provider's name.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name, also of the feature.
    pub name: String,
    /// The version of the workspace's crates.
    version: String,
    /// Whether its crate has a feature per tag.
    is_split: bool,
}

impl Entry {
    /// Returns the provider `name` in the workspace with these files.
    pub fn new(name: &str, texts: &Texts) -> Result<Self> {
        let text = texts.get(WORKSPACE_MANIFEST).map_or("", String::as_str);
        let manifest = toml_table(WORKSPACE_MANIFEST, text)?;
        let workspace = manifest.get("workspace");
        let version = workspace.and_then(|it| it.get("package")?.get("version")?.as_str());
        let version = version.ok_or_else(|| {
            Problem::file(
                WORKSPACE_MANIFEST,
                "`version` in `[workspace.package]` is missing",
                "put it back: the providers' crates have that version",
            )
        })?;
        Ok(Self {
            name: name.to_owned(),
            version: version.to_owned(),
            is_split: false,
        })
    }

    /// Sets whether its crate has a feature per tag.
    pub fn split(self, is_split: bool) -> Self {
        Self { is_split, ..self }
    }

    /// Returns `template` with this provider's names in place of `NAME`, `MODULE` and `VERSION`, and with the feature that
    /// turns on all operations, if there is one, in place of `ALL`.
    pub fn fill(&self, template: &str) -> String {
        let all = if self.is_split {
            ", \"converse-NAME/all\""
        } else {
            ""
        };
        template
            .replace("ALL", all)
            .replace("VERSION", &self.version)
            .replace("MODULE", &module(&self.name))
            .replace("NAME", &self.name)
    }
}

/// Returns the module of the provider `name` in the facade.
pub fn module(name: &str) -> String {
    name.replace('-', "_")
}

/// Returns the path of the facade's file for the provider `name`.
pub fn module_file(name: &str) -> String {
    format!("crates/converse/src/{}.rs", module(name))
}

/// Returns the first content of that file, which people then edit.
pub fn module_text(name: &str, title: &str) -> String {
    let package = format!("converse_{}", module(name));
    let exports = |names: &str| match format!("pub use {package}::{{{names}}};") {
        line if line.len() > WIDTH => format!("pub use {package}::{{\n    {names},\n}};"),
        line => line,
    };
    let (client, types) = (
        exports("Client, ClientBuilder, builder"),
        exports("OPERATIONS, PROVIDER, types"),
    );
    format!(
        "//! {title}: client, operations and types.\n\n\
         #[cfg(feature = \"examples\")]\npub use {package}::EXAMPLES;\n\
         #[cfg(feature = \"testing\")]\npub use {package}::{{CONTRACT, op}};\n\
         #[cfg(feature = \"client\")]\n{client}\n{types}\n"
    )
}
