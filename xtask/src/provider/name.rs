//! Which names a new provider can have.

use std::collections::BTreeMap;

use syn::UseTree;

use super::entry::module;
use super::facade::{Facade, LIBRARY, MANIFEST, WORKSPACE_MANIFEST, module_file};
use super::manifests;
use crate::workspace::Workspace;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::internals::{identifiers, is_provider_name};
use converse_codegen::{Problem, Result};

/// Cargo's registry takes no longer name of a package, `converse-` before it.
const LONGEST: usize = 64 - "converse-".len();

/// What the facade passes on as a whole, and the file that says what that is.
const EXPORTS: &str = "converse_core::exports";
const EXPORTS_FILE: &str = "crates/converse-core/src/exports.rs";

/// Fails unless `name` can be that of a new provider beside those `known`.
pub fn check(workspace: &Workspace, facade: &Facade, known: &[String], name: &str) -> Result<()> {
    let refused = |rule: String, way_out: &str| Err(Problem::file(name, rule, way_out));
    if !is_plain(name) {
        return refused(
            format!(
                "a provider's name is lower case letters, digits and single `-` between them, a letter first, at most {LONGEST}"
            ),
            "choose a name like `acme` or `acme-chat`",
        );
    }
    // Rust reads `-` and `_` alike, so such a pair would be one crate.
    if let Some(present) = known.iter().find(|one| module(one) == module(name)) {
        return refused(
            format!("there is a provider `{present}`"),
            &format!(
                "bring in a new version of its document with `cargo xtask spec import {present} FILE`, or choose another name"
            ),
        );
    }
    if identifiers::plain(&module(name), "x") != module(name) {
        return refused(
            format!("`{name}` is a word of Rust and cannot be a module"),
            &format!("choose another name, `{name}-api` say"),
        );
    }
    if let Some(owner) = taken(workspace, facade, name)?.get(&module(name)) {
        return refused(
            format!("`{name}` is taken by {owner}"),
            &format!("choose another name, `{name}-api` say"),
        );
    }
    Ok(())
}

fn is_plain(name: &str) -> bool {
    let dashes = !name.ends_with('-') && !name.contains("--") && !name.contains('_');
    is_provider_name(name) && dashes && name.len() <= LONGEST
}

/// What stands in the way, as names of modules, and who has each.
fn taken(workspace: &Workspace, facade: &Facade, name: &str) -> Result<BTreeMap<String, String>> {
    let mut taken = BTreeMap::new();
    for crate_name in ["std", "core", "alloc"] {
        taken.insert(crate_name.to_owned(), "Rust's own crate".to_owned());
    }
    let manifest = manifests::parse(MANIFEST, facade.text(MANIFEST))?;
    for (table, what) in [
        ("features", "a feature of `converse`"),
        ("dependencies", "a dependency of `converse`"),
        ("dev-dependencies", "a dependency of `converse`"),
    ] {
        let keys = manifest.get(table).and_then(|item| item.as_table());
        for (key, _) in keys.into_iter().flat_map(|table| table.iter()) {
            taken.insert(module(key), what.to_owned());
        }
    }
    for (name, file) in declared(workspace, facade.text(LIBRARY))? {
        taken.insert(name, format!("{file}, which declares it"));
    }
    let file = module_file(name);
    for path in [file.as_str(), file.trim_end_matches(".rs")] {
        if workspace.root().join(path).exists() {
            taken.insert(module(name), format!("{path}, which is there"));
        }
    }
    for (_, manifest) in manifests::members(workspace, facade.text(WORKSPACE_MANIFEST))? {
        let package = manifest
            .get("package")
            .and_then(|item| item.get("name")?.as_str());
        if let Some((package, rest)) =
            package.and_then(|it| Some((it, it.strip_prefix("converse-")?)))
        {
            taken.insert(module(rest), format!("the workspace's package `{package}`"));
        }
    }
    Ok(taken)
}

/// The names that the facade's root declares or passes on, each with the file that names it.
fn declared(workspace: &Workspace, library: &str) -> Result<Vec<(String, &'static str)>> {
    let root = Named::read(LIBRARY, library)?;
    let mut names = root.names;
    for glob in root.globs {
        if glob != EXPORTS {
            return Err(Problem::file(
                LIBRARY,
                format!("`{glob}::*` passes on names that are not read here"),
                "name there what is passed on",
            ));
        }
        let path = workspace.root().join(EXPORTS_FILE);
        let text = read::text(&path, EXPORTS_FILE, DOCUMENT_LIMIT)?;
        names.extend(Named::read(EXPORTS_FILE, &text)?.names);
    }
    Ok(names)
}

/// What the `mod` and `use` items of a file name.
struct Named {
    file: &'static str,
    names: Vec<(String, &'static str)>,
    /// The paths of which all names are passed on.
    globs: Vec<String>,
}

impl Named {
    fn read(file: &'static str, text: &str) -> Result<Self> {
        let parsed = syn::parse_file(text).map_err(|error| {
            let rule = format!("the file is not Rust: {error}");
            Problem::file(file, rule, "mend the file")
        })?;
        let mut found = Self {
            file,
            names: Vec::new(),
            globs: Vec::new(),
        };
        for item in &parsed.items {
            match item {
                syn::Item::Mod(module) => found.add(&module.ident),
                syn::Item::Use(passed_on) => found.leaves(&passed_on.tree, ""),
                _ => {}
            }
        }
        Ok(found)
    }

    fn leaves(&mut self, tree: &UseTree, path: &str) {
        match tree {
            UseTree::Path(step) if path.is_empty() => {
                self.leaves(&step.tree, &step.ident.to_string());
            }
            UseTree::Path(step) => self.leaves(&step.tree, &format!("{path}::{}", step.ident)),
            UseTree::Name(name) => self.add(&name.ident),
            UseTree::Rename(rename) => self.add(&rename.rename),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.leaves(tree, path)),
            UseTree::Glob(_) => self.globs.push(path.to_owned()),
        }
    }

    fn add(&mut self, name: &syn::Ident) {
        self.names.push((name.to_string(), self.file));
    }
}
