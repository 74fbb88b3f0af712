//! Describes objects in JSON Schema.

use schemars::Schema;
use serde_json::{Map, Value};

use super::reading::Object;

/// The docs of a field, line by line, and the schema of its type.
pub type FieldSchema<'a> = (&'a [&'a str], Schema);

/// Returns the schema of an object, from its docs, its fields, and the schema of what it keeps besides.
pub fn object_schema<T: Object>(
    docs: &[&str],
    fields: &[FieldSchema<'_>],
    rest: Option<Schema>,
) -> Schema {
    describe(T::NAMES, T::REQUIRED, docs, fields, rest)
}

fn describe(
    names: &[&str],
    required: &[bool],
    docs: &[&str],
    fields: &[FieldSchema<'_>],
    rest: Option<Schema>,
) -> Schema {
    let mut schema = schemars::json_schema!({ "type": "object" });
    add_docs(&mut schema, docs);
    let properties: Map<String, Value> = (names.iter().zip(fields))
        .map(|(name, (docs, of_type))| {
            let mut property = of_type.clone();
            add_docs(&mut property, docs);
            ((*name).to_owned(), property.to_value())
        })
        .collect();
    if !properties.is_empty() {
        schema.insert("properties".into(), properties.into());
    }
    let required = names
        .iter()
        .zip(required)
        .filter(|(_, required)| **required);
    let required: Vec<&str> = required.map(|(name, _)| *name).collect();
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    // The schema of a map says what its values are.
    let of_map = rest.and_then(|mut rest| rest.remove("additionalProperties"));
    if let Some(of_values) = of_map {
        schema.insert("additionalProperties".into(), of_values);
    }
    schema
}

fn add_docs(schema: &mut Schema, docs: &[&str]) {
    let lines: Vec<&str> = docs
        .iter()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let text = lines.join("\n");
    if !text.trim().is_empty() {
        schema.insert("description".into(), text.trim().into());
    }
}
