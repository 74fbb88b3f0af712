//! Names every schema that is referred to by its place: in a path, in another file, below
//! another schema. After this every reference leads to a named schema.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::api::{Name, Published};
use crate::document::pointer;

/// Lifts the schemas that `api` refers to, and those that they refer to in turn.
pub fn lift(document: &Value, api: &mut Published) {
    let mut lifter = Lifter {
        taken: api.schemas.keys().cloned().collect(),
        names: BTreeMap::new(),
        wanted: Vec::new(),
    };
    for schema in api.roots_mut() {
        visit_schema(schema, &mut |schema| lifter.refer_to_name(schema));
    }
    while !lifter.wanted.is_empty() {
        for reference in std::mem::take(&mut lifter.wanted) {
            let target = pointer::resolve(document, &reference).cloned();
            let mut target = target.unwrap_or_else(|| serde_json::json!({}));
            visit_schema(&mut target, &mut |schema| lifter.refer_to_name(schema));
            let name = lifter.names[&reference].clone();
            api.schemas.insert(name, target);
        }
    }
}

struct Lifter {
    /// The names of all schemas, those that are still wanted included.
    taken: BTreeSet<Name>,
    /// The names of lifted schemas, by the references to their places.
    names: BTreeMap<String, Name>,
    /// References to schemas that are named and not lifted yet.
    wanted: Vec<String>,
}

impl Lifter {
    /// Makes a reference to a place one to a named schema.
    fn refer_to_name(&mut self, schema: &mut Value) {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
            return;
        };
        if pointer::referred_name(reference).is_some_and(|name| self.taken.contains(&*name)) {
            return;
        }
        let name = match self.names.get(reference) {
            Some(name) => name.clone(),
            None => {
                self.wanted.push(reference.to_owned());
                let number = self.wanted.len() + 1;
                let name = Name::from(free_name(reference, &self.taken, number));
                self.taken.insert(name.clone());
                self.names.insert(reference.to_owned(), name.clone());
                name
            }
        };
        schema["$ref"] = Value::String(pointer::schema_reference(&name));
    }
}

/// Calls `visit` on a schema and all below it, the inner ones first.
fn visit_schema(schema: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    for (keyword, value) in schema.as_object_mut().into_iter().flatten() {
        match (keyword.as_str(), value) {
            ("properties" | "patternProperties", Value::Object(fields)) => {
                fields.values_mut().for_each(|it| visit_schema(it, visit));
            }
            ("items" | "additionalProperties", schema @ Value::Object(_)) => {
                visit_schema(schema, visit);
            }
            ("allOf" | "oneOf" | "anyOf" | "items" | "prefixItems", Value::Array(members)) => {
                members.iter_mut().for_each(|it| visit_schema(it, visit));
            }
            _ => {}
        }
    }
    visit(schema);
}

/// Returns a free name, made of the last word of the reference that is a name; if that is taken, with a number, from
/// `number` on.
fn free_name(reference: &str, taken: &BTreeSet<Name>, mut number: usize) -> String {
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
    while taken.contains(&*name) {
        name = format!("{word}_{number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_that_end_in_the_same_word_are_schemas_of_their_own() {
        let document = json!({ "paths": {
            "/a": { "schema": { "properties": { "state": { "enum": ["a"] } } } },
            "/b": { "schema": { "properties": { "state": { "enum": ["b"] } } } },
        } });
        let reference =
            |path: &str| json!({ "$ref": format!("#/paths/~1{path}/schema/properties/state") });
        let holder = json!({ "properties": { "a": reference("a"), "b": reference("b") } });
        let mut api = Published::default();
        api.schemas.insert("Holder".into(), holder);
        lift(&document, &mut api);
        let resolved = |field: &str| {
            let name = pointer::schema_name(&api.schemas["Holder"]["properties"][field]);
            api.schemas[&*name.expect("it is a named schema")]["enum"][0].clone()
        };
        assert_eq!((resolved("a"), resolved("b")), (json!("a"), json!("b")));
    }
}
