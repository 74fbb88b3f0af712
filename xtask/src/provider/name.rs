//! Checks the name of a new provider.

use std::collections::BTreeMap;

use syn::UseTree;

use super::entry::{module, module_file};
use super::members;
use crate::regions::{LIBRARY, MANIFEST, Texts};
use crate::tables::toml_table;
use crate::workspace::Workspace;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::internals::{identifiers, is_provider_name};
use converse_codegen::{Problem, Result};

/// The registry takes package names up to 64 characters, `converse-` included.
const LONGEST: usize = 64 - "converse-".len();

/// Exports of the facade through a glob: a module of the same name would hide one.
const EXPORTS: &str = "crates/converse-core/src/exports.rs";

/// Fails unless a new provider can have this `name` beside those `known`.
pub fn check(workspace: &Workspace, texts: &Texts, known: &[String], name: &str) -> Result<()> {
    let refused = |rule: String, help: &str| Err(Problem::file(name, rule, help));
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
                "import a new version of its document with `cargo xtask spec import {present} FILE`, or choose another name"
            ),
        );
    }
    let rule = if identifiers::plain(&module(name), "x") != module(name) {
        format!("`{name}` is a word of Rust and cannot be a module")
    } else if let Some(owner) = taken(workspace, texts, name)?.get(&module(name)) {
        format!("`{name}` is taken by {owner}")
    } else {
        return Ok(());
    };
    refused(rule, &format!("choose another name, `{name}-api` say"))
}

fn is_plain(name: &str) -> bool {
    let dashes = !name.ends_with('-') && !name.contains("--") && !name.contains('_');
    is_provider_name(name) && dashes && name.len() <= LONGEST
}

/// Returns the names of modules that cannot be used, and the owner of each.
fn taken(workspace: &Workspace, texts: &Texts, name: &str) -> Result<BTreeMap<String, String>> {
    let mut taken = BTreeMap::new();
    for crate_name in ["std", "core", "alloc"] {
        taken.insert(crate_name.to_owned(), "Rust's own crate".to_owned());
    }
    let text = |file: &str| texts.get(file).map_or("", String::as_str);
    let manifest = toml_table(MANIFEST, text(MANIFEST))?;
    for (table, what) in [
        ("features", "a feature of `converse`"),
        ("dependencies", "a dependency of `converse`"),
        ("dev-dependencies", "a dependency of `converse`"),
    ] {
        let table = manifest.get(table).and_then(toml::Value::as_table);
        for key in table.into_iter().flat_map(toml::Table::keys) {
            taken.insert(module(key), what.to_owned());
        }
    }
    let exports = read::text(&workspace.root().join(EXPORTS), EXPORTS, DOCUMENT_LIMIT)?;
    for (file, text) in [(LIBRARY, text(LIBRARY)), (EXPORTS, &exports)] {
        for name in declared(file, text)? {
            taken.insert(name, format!("{file}, which declares it"));
        }
    }
    let file = module_file(name);
    for path in [file.as_str(), file.trim_end_matches(".rs")] {
        if workspace.root().join(path).exists() {
            taken.insert(module(name), format!("{path}, which exists"));
        }
    }
    for (_, manifest) in members(workspace, texts)? {
        let package = manifest.get("package").and_then(|it| it.get("name"));
        let package = package.and_then(toml::Value::as_str).unwrap_or_default();
        if let Some(rest) = package.strip_prefix("converse-") {
            taken.insert(module(rest), format!("the workspace's package `{package}`"));
        }
    }
    Ok(taken)
}

/// Returns the names that the `mod` and `use` items of a file declare.
fn declared(file: &str, text: &str) -> Result<Vec<String>> {
    let parsed = syn::parse_file(text).map_err(|error| {
        let rule = format!("the file is not Rust: {error}");
        Problem::file(file, rule, "fix the file")
    })?;
    let mut names = Vec::new();
    for item in &parsed.items {
        match item {
            syn::Item::Mod(module) => names.push(module.ident.to_string()),
            syn::Item::Use(passed_on) => leaves(&passed_on.tree, &mut names),
            _ => {}
        }
    }
    Ok(names)
}

fn leaves(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(step) => leaves(&step.tree, names),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(rename) => names.push(rename.rename.to_string()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        // The facade has one, of the names in `exports.rs`, which are read separately.
        UseTree::Glob(_) => {}
    }
}
