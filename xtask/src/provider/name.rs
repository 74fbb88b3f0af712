//! Which names a new provider can have.

use std::collections::BTreeMap;

use syn::UseTree;

use super::entry::module;
use super::facade::{Facade, LIBRARY, MANIFEST, WORKSPACE_MANIFEST, module_file};
use super::manifests;
use crate::identifiers;
use crate::load;
use crate::problem::{Problem, Result};
use crate::workspace::Workspace;

/// Cargo's registry takes no longer name of a package, `converse-` before it.
const LONGEST: usize = 64 - "converse-".len();

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
    load::is_provider_name(name) && dashes && name.len() <= LONGEST
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
    for declared in declared(facade.text(LIBRARY))? {
        taken.insert(declared, format!("{LIBRARY}, which declares it"));
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

/// The names that the facade's root declares or passes on.
fn declared(library: &str) -> Result<Vec<String>> {
    let parsed = syn::parse_file(library).map_err(|error| {
        Problem::file(
            LIBRARY,
            format!("the file is not Rust: {error}"),
            "mend the file",
        )
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
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Rename(rename) => names.push(rename.rename.to_string()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Glob(_) => {}
    }
}
