//! Names every schema that is referred to by its place: in a path, in another file, below
//! another schema. After this every reference leads to a named schema.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::{Name, Published};
use crate::document::pointer;

/// Lifts the schemas that `api` refers to, and those that they refer to in turn.
pub fn lift(document: &Value, api: &mut Published) {
    let mut names: BTreeMap<String, Name> = BTreeMap::new();
    loop {
        let mut wanted: Vec<String> = Vec::new();
        let taken: BTreeSet<Name> = api.schemas.keys().cloned().collect();
        let mut visit = |schema: &mut Value| {
            if pointer::schema_name(schema).is_some_and(|name| taken.contains(&*name)) {
                return;
            }
            let Some(reference) = schema
                .get("$ref")
                .and_then(Value::as_str)
                .map(str::to_owned)
            else {
                return;
            };
            let name = names.entry(reference).or_insert_with_key(|reference| {
                wanted.push(reference.clone());
                free_name(reference, &taken, &wanted).into()
            });
            schema["$ref"] = Value::String(pointer::schema_reference(name));
        };
        for schema in api.roots_mut() {
            visit_schema(schema, &mut visit);
        }
        if wanted.is_empty() {
            return;
        }
        for reference in wanted {
            let target = pointer::resolve(document, &reference).cloned();
            api.schemas.insert(
                names[&reference].clone(),
                target.unwrap_or_else(|| serde_json::json!({})),
            );
        }
    }
}

/// Calls `visit` on a schema and all below it, the inner ones first.
fn visit_schema(schema: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    for (keyword, value) in schema.as_object_mut().into_iter().flatten() {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(fields)) => {
                fields.values_mut().for_each(|it| visit_schema(it, visit));
            }
            ("items" | "additionalProperties", schema @ Value::Object(_)) => {
                visit_schema(schema, visit);
            }
            ("allOf" | "oneOf" | "anyOf", Value::Array(members)) => {
                members.iter_mut().for_each(|it| visit_schema(it, visit));
            }
            _ => {}
        }
    }
    visit(schema);
}

/// Returns a free name, made of the last word of the reference that is a name.
fn free_name(reference: &str, taken: &BTreeSet<Name>, wanted: &[String]) -> String {
    let tokens: Vec<String> = reference.split('/').map(pointer::unescape).collect();
    let structural = |token: &String| {
        matches!(
            token.as_str(),
            "#" | "schema"
                | "items"
                | "content"
                | "allOf"
                | "oneOf"
                | "anyOf"
                | "properties"
                | "additionalProperties"
                | "application/json"
                | "x-files"
        ) || token.parse::<usize>().is_ok()
    };
    let word = tokens
        .iter()
        .rev()
        .find(|token| !structural(token))
        .cloned()
        .unwrap_or_default();
    // The key of a file is its number and its name.
    let word = word
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
        .to_owned();
    let word = if word.is_empty() {
        "Schema".to_owned()
    } else {
        word
    };
    let mut name = word.clone();
    let mut number = wanted.len() + 1;
    while taken.contains(&*name) {
        name = format!("{word}_{number}");
        number += 1;
    }
    name
}
