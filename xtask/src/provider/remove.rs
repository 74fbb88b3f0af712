//! `cargo xtask provider remove`: removes what `add` has written.

use std::collections::BTreeSet;
use std::io::Write;

use super::entry::{Entry, module, module_file};
use super::places::{DEFAULT, PLACES};
use super::{members, show_changes};
use crate::codegen;
use crate::listing;
use crate::load;
use crate::regions::{self, Texts};
use crate::sync::{self, Mode, Output};
use crate::tables;
use crate::workspace::Workspace;
use converse_codegen::internals::unwritable;
use converse_codegen::{Problem, Result};

/// Removes the provider, prints the hand-written lines that it removed, and lists what stays.
pub fn run(workspace: &Workspace, name: &str, out: &mut dyn Write) -> Result<()> {
    let known = load::provider_names(workspace)?;
    codegen::choose(&known, &[name.to_owned()])?;
    let before = regions::read(workspace)?;
    let mut after = before.clone();
    take(&mut after, &known, name)?;
    let uses = asked_for(workspace, &after, name)?;
    if !uses.is_empty() {
        return Err(Problem::file(
            format!("specs/{name}"),
            format!("hand-written code needs `{name}`: {}", uses.join(", ")),
            "remove it from these places first, and from the code behind them",
        ));
    }
    let others: Vec<String> = known.into_iter().filter(|one| one != name).collect();
    let generated = codegen::generate(workspace, &others)?;
    tables::render(&mut after, &generated.iter().collect::<Vec<_>>())?;

    let module_file = module_file(name);
    let module_path = workspace.root().join(&module_file);
    let module_text = std::fs::read_to_string(&module_path).unwrap_or_default();
    let output = Output {
        files: after.clone(),
        folders: vec![format!("specs/{name}"), format!("crates/providers/{name}")],
        removed: vec![module_file.clone()],
    };
    sync::sync(workspace, &output, Mode::Write, out)?;
    writeln!(out, "removed specs/{name} and crates/providers/{name}").map_err(unwritable)?;
    show_changes(out, &before, &after)?;
    listing::show(out, &module_file, &module_text, "")?;
    let mut notes = String::new();
    let folder = module_file.trim_end_matches(".rs");
    if workspace.root().join(folder).exists() {
        notes.push_str(&format!(
            "\nleft {folder}/, which is written by hand and no longer compiled: delete it if you do not need it\n"
        ));
    }
    let forms = BTreeSet::from([name.to_owned(), module(name)]);
    let forms: Vec<String> = forms.iter().map(|form| format!("-e {form}")).collect();
    notes.push_str(&format!(
        "\n`git grep -nw {}` lists what still names it\n",
        forms.join(" ")
    ));
    out.write_all(notes.as_bytes()).map_err(unwritable)
}

/// Removes the provider's lines from the regions.
pub fn take(texts: &mut Texts, known: &[String], name: &str) -> Result<()> {
    let known = known.iter().map(|one| Entry::new(one, texts));
    let known: Vec<Entry> = known.collect::<Result<_>>()?;
    for place in PLACES.iter().chain([&DEFAULT]) {
        place.take(texts, &known, name)?;
    }
    Ok(())
}

/// Returns the places in manifests that need the provider's feature or crate. If one stayed, cargo could no longer
/// read the workspace.
fn asked_for(workspace: &Workspace, texts: &Texts, name: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (file, manifest) in members(workspace, texts)? {
        for (key, value) in manifest {
            ask(&value, &format!("{file} {key}"), name, &mut found);
        }
    }
    Ok(found)
}

fn ask(value: &toml::Value, place: &str, name: &str, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let place = format!("{place}.{key}");
                if *key == format!("converse-{name}") {
                    found.push(place);
                } else {
                    ask(value, &place, name, found);
                }
            }
        }
        toml::Value::Array(list)
            if place.contains("features") && list.iter().any(|one| names(one, name)) =>
        {
            found.push(place.to_owned());
        }
        toml::Value::Array(list) => {
            for one in list {
                let target = one.get("name").and_then(toml::Value::as_str);
                let place = format!("{place}.{}", target.unwrap_or_default());
                ask(one, &place, name, found);
            }
        }
        _ => {}
    }
}

/// Whether an element of a list of features is the provider's, or one of its crate: `converse-bird?/dynamic`.
fn names(feature: &toml::Value, name: &str) -> bool {
    let feature = feature.as_str().unwrap_or_default();
    let feature = feature.strip_prefix("dep:").unwrap_or(feature);
    let owner = feature.split(['?', '/']).next().unwrap_or_default();
    owner == name || owner.strip_prefix("converse-") == Some(name)
}
