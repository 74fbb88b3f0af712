//! A provider's lines in the manifests of the workspace and of the facade.

use toml_edit::{Array, DocumentMut, Item, Key, Table, Value};

use super::entry::Entry;
use super::lines::{not_found, sorted_place};
use crate::workspace::Workspace;
use converse_codegen::internals::read::{self, DOCUMENT_LIMIT};
use converse_codegen::{Problem, Result};

/// The workspace's manifest with a dependency on the provider's crate.
pub fn put_in_workspace(file: &str, text: &str, entry: &Entry) -> Result<String> {
    let mut document = parse(file, text)?;
    let name = &entry.name;
    let package = document
        .get("workspace")
        .and_then(|item| item.get("package"));
    let version = package.and_then(|item| item.get("version")?.as_str());
    let Some(version) = version.map(str::to_owned) else {
        return Err(not_found(file, "`version` under `[workspace.package]`", ""));
    };
    let line = format!(
        "{{ path = \"crates/providers/{name}\", version = \"{version}\", default-features = false }}"
    );
    let dependencies = table(&mut document, &["workspace", "dependencies"]);
    put_dependency(file, dependencies, name, &line)?;
    Ok(document.to_string())
}

/// The workspace's manifest without it.
pub fn take_from_workspace(file: &str, text: &str, name: &str) -> Result<String> {
    let mut document = parse(file, text)?;
    if let Some(dependencies) = table(&mut document, &["workspace", "dependencies"]) {
        dependencies.remove(&package(name));
    }
    Ok(document.to_string())
}

/// The facade's manifest with a feature and a dependency for the provider. The features that every
/// provider's crate has are passed on.
pub fn put_in_facade(file: &str, text: &str, known: &[String], entry: &Entry) -> Result<String> {
    let mut document = parse(file, text)?;
    let name = &entry.name;
    let missing =
        |form: &str| not_found(file, form, &format!("{name} = [\"dep:{}\"]", package(name)));
    let Some(features) = table(&mut document, &["features"]) else {
        return Err(missing("the table `[features]`"));
    };
    let is_provider = |key: &str| known.iter().any(|one| one == key);
    for (_, item) in features.iter_mut() {
        let Some(list) = item.as_array_mut() else {
            continue;
        };
        // `default` names the provider, `schemars = ["converse-bird?/schemars", …]` its crate.
        let passed_on = list.iter().filter_map(Value::as_str).find_map(|one| {
            let (crate_name, feature) = one.split_once("?/")?;
            is_provider(crate_name.strip_prefix("converse-")?).then(|| feature.to_owned())
        });
        if let Some(feature) = passed_on {
            put_in_array(list, &format!("{}?/{feature}", package(name)), |one| {
                one.contains("?/")
            });
        } else if list.iter().filter_map(Value::as_str).any(is_provider) {
            put_in_array(list, name, is_provider);
        }
    }
    let value = array(format!("dep:{}", package(name)));
    let mut key = Key::new(name);
    key.leaf_decor_mut().set_prefix(entry.feature_comment());
    put_in_table(features, key, value, is_provider)
        .ok_or_else(|| missing("a provider's feature"))?;
    let dependencies = table(&mut document, &["dependencies"]);
    put_dependency(
        file,
        dependencies,
        name,
        "{ workspace = true, optional = true }",
    )?;
    Ok(document.to_string())
}

/// The facade's manifest without them.
pub fn take_from_facade(file: &str, text: &str, name: &str) -> Result<String> {
    let mut document = parse(file, text)?;
    let passed_on = format!("{}?/", package(name));
    if let Some(features) = table(&mut document, &["features"]) {
        features.remove(name);
        for (_, item) in features.iter_mut() {
            if let Some(list) = item.as_array_mut() {
                take_from_array(list, |one| one == name || one.starts_with(&passed_on));
            }
        }
    }
    if let Some(dependencies) = table(&mut document, &["dependencies"]) {
        dependencies.remove(&package(name));
    }
    Ok(document.to_string())
}

/// The manifests of the members that the workspace names one by one, by path. A pattern stands for
/// the providers' crates.
pub fn members(workspace: &Workspace, text: &str) -> Result<Vec<(String, DocumentMut)>> {
    let root = parse("Cargo.toml", text)?;
    let members = root
        .get("workspace")
        .and_then(|item| item.get("members")?.as_array());
    let mut manifests = Vec::new();
    for member in members.into_iter().flatten().filter_map(Value::as_str) {
        let file = format!("{member}/Cargo.toml");
        let path = workspace.root().join(&file);
        if path.is_file() {
            let text = read::text(&path, &file, DOCUMENT_LIMIT)?;
            manifests.push((file.clone(), parse(&file, &text)?));
        }
    }
    Ok(manifests)
}

/// Reads a manifest.
pub fn parse(file: &str, text: &str) -> Result<DocumentMut> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let told = error.message().to_owned();
        Problem::file(
            file,
            format!("the file is not TOML: {told}"),
            "mend the file",
        )
    })
}

/// The package of the provider `name`.
pub fn package(name: &str) -> String {
    format!("converse-{name}")
}

fn table<'a>(document: &'a mut DocumentMut, path: &[&str]) -> Option<&'a mut Table> {
    let mut table = document.as_table_mut();
    for key in path {
        table = table.get_mut(key)?.as_table_mut()?;
    }
    Some(table)
}

fn put_dependency(file: &str, table: Option<&mut Table>, name: &str, line: &str) -> Result<()> {
    let missing = || {
        not_found(
            file,
            "a dependency `converse-…`",
            &format!("{} = {line}", package(name)),
        )
    };
    let value: Value = line.parse().map_err(|_| missing())?;
    let alike = |key: &str| key.starts_with("converse-");
    table
        .and_then(|table| put_in_table(table, Key::new(package(name)), value, alike))
        .ok_or_else(missing)
}

/// Puts a line at its sorted place among those with keys like it. None if there are none.
fn put_in_table(
    table: &mut Table,
    key: Key,
    value: Value,
    alike: impl Fn(&str) -> bool,
) -> Option<()> {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let at = place_among(keys.iter().map(String::as_str), alike, key.get())?;
    // A table takes new lines at its end only: what has to follow is taken out and put back.
    let mut rest = Vec::new();
    for later in &keys[at..] {
        rest.extend(table.remove_entry(later));
    }
    table.insert_formatted(&key, Item::Value(value));
    for (key, item) in rest {
        table.insert_formatted(&key, item);
    }
    Some(())
}

/// The index for `key` in a list of which only some belong together.
fn place_among<'a>(
    all: impl Iterator<Item = &'a str>,
    alike: impl Fn(&str) -> bool,
    key: &str,
) -> Option<usize> {
    let alike: Vec<(usize, &str)> = all.enumerate().filter(|(_, one)| alike(one)).collect();
    let place = sorted_place(alike.iter().map(|(_, one)| *one), key)?;
    Some(match alike.get(place) {
        Some((index, _)) => *index,
        None => alike.last()?.0 + 1,
    })
}

fn array(one: String) -> Value {
    let mut array = Array::new();
    array.push(one);
    Value::Array(array)
}

fn put_in_array(list: &mut Array, new: &str, alike: impl Fn(&str) -> bool) {
    let texts = list.iter().map(|one| one.as_str().unwrap_or_default());
    let Some(at) = place_among(texts, alike, new) else {
        return;
    };
    let (start, end) = edges(list);
    let between = if start.is_empty() { " " } else { &start };
    if let Some(first) = list.get_mut(0).filter(|_| at == 0) {
        first.decor_mut().set_prefix(between);
    }
    let last = list.len() - 1;
    if let Some(last) = list.get_mut(last).filter(|_| at > last) {
        last.decor_mut().set_suffix("");
    }
    let mut value = Value::from(new);
    value
        .decor_mut()
        .set_prefix(if at == 0 { &start } else { between });
    value
        .decor_mut()
        .set_suffix(if at > last { &end } else { "" });
    list.insert_formatted(at, value);
}

fn take_from_array(list: &mut Array, gone: impl Fn(&str) -> bool) {
    let gone: Vec<bool> = list
        .iter()
        .map(|one| one.as_str().is_some_and(&gone))
        .collect();
    let (start, end) = edges(list);
    for at in (0..gone.len()).rev().filter(|at| gone[*at]) {
        list.remove(at);
    }
    if let Some(first) = list.get_mut(0) {
        first.decor_mut().set_prefix(start);
    }
    let last = list.len().saturating_sub(1);
    if let Some(last) = list.get_mut(last) {
        last.decor_mut().set_suffix(end);
    }
}

/// The space before the first element and that after the last. It belongs to the list: whichever
/// element stands there has it.
fn edges(list: &Array) -> (String, String) {
    let space = |raw: Option<&toml_edit::RawString>| {
        raw.and_then(|raw| raw.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let first = list.get(0).map(|one| space(one.decor().prefix()));
    let last = list
        .get(list.len().saturating_sub(1))
        .map(|one| space(one.decor().suffix()));
    (first.unwrap_or_default(), last.unwrap_or_default())
}
