//! Joins fragments of one document: each definition once, unless two of them differ.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Prefer;
use super::document::Fragment;
use converse_codegen::internals::pointer;
use converse_codegen::{Problem, Result};

/// Limit on the places that a conflict names.
const NAMED_PLACES: usize = 5;

/// Limit on the characters that a conflict shows of a value.
const SHOWN: usize = 200;

/// A document, and the decisions on the way to it.
#[derive(Debug)]
pub struct Merged {
    pub document: Value,
    /// Each definition that the fragments give differently: where, and both values.
    pub conflicts: Vec<String>,
}

/// Joins the fragments, in order. Differing definitions are an error, unless one is preferred.
pub fn merge(fragments: Vec<Fragment>, prefer: Option<Prefer>) -> Result<Merged> {
    // A document in one piece stays unchanged, even where it contradicts itself.
    let fragments = match <[Fragment; 1]>::try_from(fragments) {
        Ok([whole]) => {
            return Ok(Merged {
                document: whole.value,
                conflicts: Vec::new(),
            });
        }
        Err(several) => several,
    };
    let mut merged = Definitions::default();
    for fragment in &fragments {
        merged.add(fragment, prefer);
    }
    if prefer.is_none() && !merged.conflicts.is_empty() {
        let files: Vec<&str> = fragments.iter().map(|one| one.file.as_str()).collect();
        return Err(Problem::file(
            files.join(", "),
            format!(
                "the files contradict each other\n{}",
                merged.conflicts.join("\n")
            ),
            "choose with `--prefer first` or `--prefer last`, or correct one of the files; nothing was written",
        ));
    }
    Ok(Merged {
        document: assemble(&merged.all),
        conflicts: merged.conflicts,
    })
}

/// A definition: joined or in conflict as a whole.
struct Definition {
    /// The keys on the way to it, with the name of a tag in place of its index.
    path: Vec<String>,
    value: Value,
    file: String,
}

#[derive(Default)]
struct Definitions {
    all: Vec<Definition>,
    /// Indices into `all`.
    places: HashMap<Vec<String>, usize>,
    conflicts: Vec<String>,
}

impl Definitions {
    fn add(&mut self, fragment: &Fragment, prefer: Option<Prefer>) {
        for (path, value) in definitions(&fragment.value) {
            let Some(place) = self.places.get(&path) else {
                self.places.insert(path.clone(), self.all.len());
                self.all.push(Definition {
                    path,
                    value: value.clone(),
                    file: fragment.file.clone(),
                });
                continue;
            };
            let present = &mut self.all[*place];
            if present.value == *value {
                continue;
            }
            self.conflicts
                .push(conflict(present, value, &fragment.file));
            if prefer == Some(Prefer::Last) {
                present.value = value.clone();
                present.file = fragment.file.clone();
            }
        }
    }
}

/// Returns the definitions of a fragment: operations, components and tags by name, else top-level keys.
fn definitions(fragment: &Value) -> Vec<(Vec<String>, &Value)> {
    let mut found = Vec::new();
    for (key, value) in fragment.as_object().into_iter().flatten() {
        let depth = match key.as_str() {
            "paths" | "webhooks" | "x-webhooks" | "components" => 2,
            "x-files" => 1,
            _ => 0,
        };
        match value.as_array() {
            Some(tags) if key == "tags" && tags.iter().all(|tag| tag_name(tag).is_some()) => {
                let names = tags.iter().filter_map(|tag| Some((tag_name(tag)?, tag)));
                found.extend(names.map(|(name, tag)| (vec![key.clone(), name.to_owned()], tag)));
            }
            _ => split(vec![key.clone()], value, depth, &mut found),
        }
    }
    found
}

fn tag_name(tag: &Value) -> Option<&str> {
    tag.get("name")?.as_str()
}

fn split<'a>(
    path: Vec<String>,
    value: &'a Value,
    depth: usize,
    found: &mut Vec<(Vec<String>, &'a Value)>,
) {
    match value.as_object() {
        Some(object) if depth > 0 && !object.is_empty() => {
            for (key, child) in object {
                let mut path = path.clone();
                path.push(key.clone());
                split(path, child, depth - 1, found);
            }
        }
        _ => found.push((path, value)),
    }
}

fn assemble(definitions: &[Definition]) -> Value {
    let mut document = Map::new();
    for definition in definitions {
        let value = definition.value.clone();
        match definition.path.as_slice() {
            [tags, _] if tags == "tags" => {
                let list = document
                    .entry(tags.clone())
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Some(list) = list.as_array_mut() {
                    list.push(value);
                }
            }
            path => insert(&mut document, path, value),
        }
    }
    Value::Object(document)
}

fn insert(object: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            // An empty section of one fragment does not undo the full one of another.
            let empty = value.as_object().is_some_and(Map::is_empty);
            if !(empty && object.contains_key(key)) {
                object.insert(key.clone(), value);
            }
        }
        [key, below @ ..] => {
            let child = object
                .entry(key.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            if !child.is_object() {
                *child = Value::Object(Map::new());
            }
            if let Some(child) = child.as_object_mut() {
                insert(child, below, value);
            }
        }
    }
}

fn conflict(first: &Definition, last: &Value, last_file: &str) -> String {
    let at = first
        .path
        .iter()
        .fold(String::new(), |at, name| pointer::join(&at, name));
    let mut places = Vec::new();
    differences(&at, Some(&first.value), Some(last), &mut places);
    let more = places.len().saturating_sub(NAMED_PLACES);
    places.truncate(NAMED_PLACES);
    let mut text = String::new();
    for (at, one, other) in places {
        text.push_str(&format!(
            "  #{at}\n    {}: {}\n    {last_file}: {}\n",
            first.file,
            shown(one),
            shown(other)
        ));
    }
    if more > 0 {
        text.push_str(&format!("  and {more} more places in #{at}\n"));
    }
    text.trim_end().to_owned()
}

type Difference<'a> = (String, Option<&'a Value>, Option<&'a Value>);

/// Returns the smallest places at which two values differ.
fn differences<'a>(
    at: &str,
    one: Option<&'a Value>,
    other: Option<&'a Value>,
    found: &mut Vec<Difference<'a>>,
) {
    if one == other {
        return;
    }
    match (one, other) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            for (key, value) in one {
                differences(&pointer::join(at, key), Some(value), other.get(key), found);
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                differences(&pointer::join(at, key), None, Some(value), found);
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) if one.len() == other.len() => {
            for (index, pair) in one.iter().zip(other).enumerate() {
                differences(&format!("{at}/{index}"), Some(pair.0), Some(pair.1), found);
            }
        }
        _ => found.push((at.to_owned(), one, other)),
    }
}

fn shown(value: Option<&Value>) -> String {
    let Some(value) = value else {
        return "nothing".to_owned();
    };
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start} …")
}
