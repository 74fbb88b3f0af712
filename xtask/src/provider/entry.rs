//! A provider as hand-written files name it.

use crate::regions::{Texts, WORKSPACE_MANIFEST};
use crate::tables::toml_table;
use converse_codegen::{Problem, Result};

/// How long an import on one line may be for rustfmt to leave it there.
const WIDTH: usize = 98;

/// The provider's name in its forms.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name, which is the feature's too.
    pub name: String,
    /// The version that the workspace's crates have.
    version: String,
}

impl Entry {
    /// The provider `name` in the workspace with these files.
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
        })
    }

    /// `template` with this provider's names in place of `NAME`, `MODULE` and `VERSION`.
    pub fn fill(&self, template: &str) -> String {
        template
            .replace("VERSION", &self.version)
            .replace("MODULE", &module(&self.name))
            .replace("NAME", &self.name)
    }
}

/// The module of the provider `name` in the facade.
pub fn module(name: &str) -> String {
    name.replace('-', "_")
}

/// The facade's file for the provider `name`.
pub fn module_file(name: &str) -> String {
    format!("crates/converse/src/{}.rs", module(name))
}

/// The first text of that file. People go on from there.
pub fn module_text(name: &str, title: &str) -> String {
    let package = format!("converse_{}", module(name));
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
