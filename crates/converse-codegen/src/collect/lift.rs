//! Names every schema that is referred to by its place: in a path, in another file, below
//! another schema. After this every reference leads to a named schema.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::places::PLACE;
use super::references::reference;
use crate::api::{Name, Named, Published};
use crate::document::pointer;
use crate::document::role::Role;

/// Lifts the schemas that `api` refers to, and those that they refer to in turn.
pub fn lift(document: &Value, api: &mut Published) {
    let mut lifter = Lifter {
        taken: api.schemas.keys().cloned().collect(),
        names: BTreeMap::new(),
        wanted: Vec::new(),
    };
    lifter.adopt(document, &mut api.schemas);
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
    /// Puts the schemas of places under the names that only refer to them, so that such a name is the type's.
    fn adopt(&mut self, document: &Value, schemas: &mut Named<Value>) {
        for (name, schema) in schemas.iter_mut() {
            let mut chain = Vec::new();
            let mut end = None;
            while let Some(next) = only_reference(end.unwrap_or(&*schema)) {
                let is_named = self.is_named(next) || self.names.contains_key(next);
                let target = pointer::resolve(document, next).filter(|_| !is_named);
                let Some(target) = target else {
                    end = None;
                    break;
                };
                chain.push(next.to_owned());
                end = Some(target);
            }
            if let Some(end) = end.cloned() {
                let names = chain.into_iter().map(|reference| (reference, name.clone()));
                self.names.extend(names);
                *schema = end;
            }
        }
    }

    /// Makes references to places ones to named schemas: that of a schema, and those of its discriminator.
    fn refer_to_name(&mut self, schema: &mut Value) {
        if let Some(Value::String(reference)) = schema.get_mut("$ref") {
            self.rename(reference);
        }
        let mapping = schema.pointer_mut("/discriminator/mapping");
        for target in mapping.and_then(Value::as_object_mut).into_iter().flatten() {
            if let (_, Value::String(target)) = target
                && target.starts_with('#')
            {
                self.rename(target);
            }
        }
    }

    fn rename(&mut self, reference: &mut String) {
        if self.is_named(reference) {
            return;
        }
        let name = match self.names.get(reference) {
            Some(name) => name.clone(),
            None => {
                self.wanted.push(reference.clone());
                let number = self.wanted.len() + 1;
                let name = Name::from(free_name(reference, &self.taken, number));
                self.taken.insert(name.clone());
                self.names.insert(reference.clone(), name.clone());
                name
            }
        };
        *reference = pointer::schema_reference(&name);
    }

    fn is_named(&self, reference: &str) -> bool {
        pointer::referred_name(reference).is_some_and(|name| self.taken.contains(&*name))
    }
}

/// Returns the reference of a schema that says nothing else.
fn only_reference(schema: &Value) -> Option<&str> {
    let mut keywords = schema.as_object()?.keys();
    let says_more = keywords.any(|key| key != "$ref" && key != PLACE);
    reference(schema).filter(|_| !says_more)
}

/// Calls `visit` on a schema and all below it that describe its values, the inner ones first.
fn visit_schema(schema: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    visit_place(schema, Role::Schema, visit);
}

fn visit_place(value: &mut Value, role: Role, visit: &mut impl FnMut(&mut Value)) {
    role.each_mut(value, |token, below, child| {
        // Definitions describe a value where they are referred to.
        let is_definition = role == Role::Schema && matches!(token, "$defs" | "definitions");
        if !is_definition {
            visit_place(child, below, visit);
        }
    });
    if role == Role::Schema {
        visit(value);
    }
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
