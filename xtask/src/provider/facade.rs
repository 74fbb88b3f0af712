//! The hand-written files that name each provider: their texts with a provider put in, or taken out.

use std::collections::BTreeMap;

use super::entry::{Entry, module};
use super::lines::{self, Form};
use super::{lock, manifests};
use crate::workspace::Workspace;
use converse_codegen::Result;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};

pub const WORKSPACE_MANIFEST: &str = "Cargo.toml";
pub const MANIFEST: &str = "crates/converse/Cargo.toml";
pub const LIBRARY: &str = "crates/converse/src/lib.rs";
const CONTRACTS: &str = "crates/converse/src/testing/providers.rs";
const README: &str = "README.md";
/// Cargo's, not ours: it is brought along, and not shown.
pub const LOCK: &str = "Cargo.lock";

/// The files that name each provider, by path in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facade {
    pub files: BTreeMap<String, String>,
}

/// The facade's file for the provider `name`.
pub fn module_file(name: &str) -> String {
    format!("crates/converse/src/{}.rs", module(name))
}

impl Facade {
    /// Reads the files.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let mut files = BTreeMap::new();
        for path in [
            WORKSPACE_MANIFEST,
            MANIFEST,
            LIBRARY,
            CONTRACTS,
            README,
            LOCK,
        ] {
            let place = workspace.root().join(path);
            if path != LOCK || place.exists() {
                files.insert(path.to_owned(), read::text(&place, path, DOCUMENT_LIMIT)?);
            }
        }
        Ok(Self { files })
    }

    /// The text of one of the files.
    pub fn text(&self, path: &str) -> &str {
        self.files.get(path).map_or("", String::as_str)
    }

    /// With the provider's lines; `known` are the other providers.
    pub fn with(mut self, known: &[String], entry: &Entry) -> Result<Self> {
        let (name, module) = (entry.name.as_str(), entry.module());
        let module = module.as_str();
        self.edit(WORKSPACE_MANIFEST, |file, text| {
            manifests::put_in_workspace(file, text, entry)
        })?;
        self.edit(MANIFEST, |file, text| {
            manifests::put_in_facade(file, text, known, entry)
        })?;
        self.edit(LIBRARY, |file, text| {
            let row = entry.variables_row();
            let text = lines::put(file, text, Form::DocRow, module, &row)?;
            let text = lines::put(file, &text, Form::Module, module, &entry.module_lines())?;
            lines::put_in_list(file, &text, &with(known, name), name)
        })?;
        self.edit(CONTRACTS, |file, text| {
            lines::put(file, text, Form::Contract, module, &entry.contract_lines())
        })?;
        self.edit(README, |file, text| {
            let text = lines::put(file, text, Form::ReadmeRow, name, &entry.readme_row())?;
            lines::put_in_list(file, &text, &with(known, name), name)
        })?;
        if let Some(model) = known.first() {
            self.edit(LOCK, |_, text| Ok(lock::put(text, model, name)))?;
        }
        self.files.insert(module_file(name), entry.module_text());
        Ok(self)
    }

    /// Without the provider's lines. Where there are none, there is nothing to do.
    pub fn without(mut self, known: &[String], name: &str) -> Result<Self> {
        let module = module(name);
        self.edit(WORKSPACE_MANIFEST, |file, text| {
            manifests::take_from_workspace(file, text, name)
        })?;
        self.edit(MANIFEST, |file, text| {
            manifests::take_from_facade(file, text, name)
        })?;
        self.edit(LIBRARY, |_, text| {
            let text = lines::take(text, Form::DocRow, &module);
            let text = lines::take(&text, Form::Module, &module);
            Ok(lines::take_from_list(&text, known, name))
        })?;
        self.edit(CONTRACTS, |_, text| {
            Ok(lines::take(text, Form::Contract, &module))
        })?;
        self.edit(README, |_, text| {
            let text = lines::take(text, Form::ReadmeRow, name);
            Ok(lines::take_from_list(&text, known, name))
        })?;
        self.edit(LOCK, |_, text| Ok(lock::take(text, name)))?;
        Ok(self)
    }

    fn edit(&mut self, path: &str, edit: impl FnOnce(&str, &str) -> Result<String>) -> Result<()> {
        if let Some(text) = self.files.get_mut(path) {
            *text = edit(path, text)?;
        }
        Ok(())
    }
}

fn with(known: &[String], name: &str) -> Vec<String> {
    let mut all = known.to_vec();
    all.push(name.to_owned());
    all
}
