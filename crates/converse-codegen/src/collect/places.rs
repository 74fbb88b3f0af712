//! Marks each schema with its place in the document, so that a pass can report it.

use serde_json::{Map, Value, json};

use crate::document::pointer;

/// Keyword under which a schema has its place, until it is read.
pub const PLACE: &str = "x-place";

/// Keywords that hold schemas by name.
const BY_NAME: [&str; 4] = ["properties", "schemas", "$defs", "patternProperties"];

/// Keywords that hold one schema.
const ONE: [&str; 4] = ["schema", "items", "additionalProperties", "not"];

/// Keywords that hold a list of schemas.
const LIST: [&str; 4] = ["allOf", "oneOf", "anyOf", "prefixItems"];

/// Marks all schemas below `document` and counts them.
pub fn mark(document: &mut Value) -> usize {
    let mut count = 0;
    search(document, "", &mut count);
    count
}

fn search(value: &mut Value, at: &str, count: &mut usize) {
    match value {
        Value::Object(object) => {
            for (key, child) in object.iter_mut() {
                let here = pointer::join(at, key);
                match (key.as_str(), child) {
                    ("example" | "examples" | "default" | "enum" | "const", _) => {}
                    (key, Value::Object(named)) if BY_NAME.contains(&key) => {
                        named_schemas(named, &here, count);
                    }
                    (key, child @ Value::Object(_)) if ONE.contains(&key) => {
                        schema(child, &here, count)
                    }
                    (key, Value::Array(members)) if LIST.contains(&key) => {
                        for (index, member) in members.iter_mut().enumerate() {
                            schema(member, &format!("{here}/{index}"), count);
                        }
                    }
                    (_, child) => search(child, &here, count),
                }
            }
        }
        Value::Array(array) => {
            for (index, child) in array.iter_mut().enumerate() {
                search(child, &format!("{at}/{index}"), count);
            }
        }
        _ => {}
    }
}

fn named_schemas(named: &mut Map<String, Value>, at: &str, count: &mut usize) {
    for (name, child) in named.iter_mut() {
        schema(child, &pointer::join(at, name), count);
    }
}

fn schema(value: &mut Value, at: &str, count: &mut usize) {
    search(value, at, count);
    if let Some(object) = value.as_object_mut() {
        *count += 1;
        object.insert(PLACE.to_owned(), json!(at));
    }
}
