//! Guarantees: schemas are written as OpenAPI 3.0 writes them, whatever version or dialect they came
//! in: one known `type`, nullability as `nullable`, `const` as `enum`, only keywords that
//! matter for types, and enums of strings only.

use serde_json::{Map, Value, json};

use super::Context;
use crate::api::{Api, ERROR_CODE, PLACE};
use crate::problem::Result;

mod types;

/// Keywords about types, or about the value of a field in words.
const KEPT: [&str; 25] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "description",
    "discriminator",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "nullable",
    "oneOf",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "writeOnly",
    "x-null",
    ERROR_CODE,
    PLACE,
];

/// Keywords beside a `$ref` that add to the reference.
const STRUCTURAL: [&str; 6] = ["properties", "allOf", "oneOf", "anyOf", "enum", "required"];

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    for (_, schema) in api.roots_mut() {
        tidy(schema);
    }
    Ok(())
}

fn tidy(schema: &mut Value) {
    // `true` and `false` are schemas in 3.1; neither says anything about a value.
    let Some(object) = schema.as_object_mut() else {
        *schema = json!({});
        return;
    };
    rewrite_keywords(object);
    tidy_below(object);
    object.retain(|key, _| KEPT.contains(&key.as_str()));
    types::declare_one(schema);
}

fn tidy_below(object: &mut Map<String, Value>) {
    // The keyword of the standard's predecessor, on the property itself.
    let own: Vec<Value> = object
        .get_mut("properties")
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
        .filter(|(_, property)| property.get("required") == Some(&json!(true)))
        .map(|(name, property)| {
            property
                .as_object_mut()
                .map(|property| property.shift_remove("required"));
            json!(name)
        })
        .collect();
    if !own.is_empty()
        && let Value::Array(required) = object.entry("required").or_insert_with(|| json!([]))
    {
        required.extend(own);
    }
    for (key, value) in object.iter_mut() {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => properties.values_mut().for_each(tidy),
            ("items", value) => tidy(value),
            ("additionalProperties", value @ Value::Object(_)) => tidy(value),
            ("allOf" | "oneOf" | "anyOf", Value::Array(members)) => {
                members.iter_mut().for_each(tidy)
            }
            _ => {}
        }
    }
}

fn rewrite_keywords(object: &mut Map<String, Value>) {
    if object
        .get("properties")
        .is_some_and(|properties| !properties.is_object())
    {
        object.shift_remove("properties");
    }
    if object
        .get("required")
        .is_some_and(|required| !required.is_array())
    {
        object.shift_remove("required");
    }
    if let Some(Value::String(field)) = object.get("discriminator") {
        object.insert("discriminator".to_owned(), json!({ "propertyName": field }));
    }
    if let Some(value) = object.shift_remove("const") {
        object.insert("enum".to_owned(), json!([value]));
    }
    // A tuple becomes a list of any of its item types.
    let places = match object.get("items") {
        Some(Value::Array(_)) => object.shift_remove("items"),
        _ => object.shift_remove("prefixItems"),
    };
    if let Some(Value::Array(mut places)) = places {
        places.extend(object.shift_remove("items").filter(Value::is_object));
        object.insert("items".to_owned(), json!({ "anyOf": places }));
        object.insert("type".to_owned(), json!("array"));
    }
    if let Some(Value::Object(patterns)) = object.shift_remove("patternProperties")
        && !object
            .get("additionalProperties")
            .is_some_and(Value::is_object)
    {
        let schemas: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).collect();
        let values = if let [one] = schemas.as_slice() {
            one.clone()
        } else {
            json!({ "anyOf": schemas })
        };
        object.insert("additionalProperties".to_owned(), values);
    }
    if object.contains_key("$ref") {
        let more: Map<String, Value> = object
            .iter()
            .filter(|(key, _)| STRUCTURAL.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if !more.is_empty() {
            let reference = object.shift_remove("$ref");
            object.retain(|key, _| !STRUCTURAL.contains(&key.as_str()) && key != "type");
            object.insert("allOf".to_owned(), json!([{ "$ref": reference }, more]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(mut schema: Value) -> Value {
        tidy(&mut schema);
        schema
    }

    #[test]
    fn newer_keywords_become_older_ones() {
        let cases = [
            (
                json!({ "type": ["string", "null"] }),
                json!({ "type": "string", "nullable": true }),
            ),
            (
                json!({ "const": "a" }),
                json!({ "enum": ["a"], "type": "string" }),
            ),
            (json!({ "const": 3 }), json!({ "type": "integer" })),
            (json!({ "type": "null" }), json!({ "x-null": true })),
            (json!(true), json!({})),
            (
                json!({ "type": "string", "contentMediaType": "image/png" }),
                json!({ "type": "string" }),
            ),
            (
                json!({ "examples": [1], "default": 2, "type": "integer" }),
                json!({ "type": "integer" }),
            ),
        ];
        for (schema, expected) in cases {
            assert_eq!(after(schema.clone()), expected, "{schema}");
        }
    }

    #[test]
    fn several_types_are_a_union() {
        let schema = json!({ "type": ["string", "integer", "null"], "description": "d" });
        let expected = json!({
            "description": "d",
            "nullable": true,
            "anyOf": [{ "type": "string" }, { "type": "integer" }],
        });
        assert_eq!(after(schema), expected);
    }

    #[test]
    fn a_tuple_holds_any_of_its_places() {
        let schema = json!({ "prefixItems": [{ "type": "string" }, { "type": "integer" }] });
        let items = json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] });
        assert_eq!(after(schema), json!({ "items": items, "type": "array" }));
    }

    #[test]
    fn a_reference_with_more_beside_it_is_both() {
        let schema = json!({ "$ref": "#/a", "description": "d", "required": ["x"] });
        let expected =
            json!({ "description": "d", "allOf": [{ "$ref": "#/a" }, { "required": ["x"] }] });
        assert_eq!(after(schema), expected);
    }

    #[test]
    fn required_on_a_property_is_said_by_the_object() {
        let schema = json!({ "type": "object", "properties": { "a": { "type": "string", "required": true } } });
        let expected = json!({ "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] });
        assert_eq!(after(schema.clone()), expected);
        let mut inner = schema;
        inner["required"] = json!(true);
        let outer = after(json!({ "type": "object", "properties": { "b": inner } }));
        assert_eq!(outer["required"], json!(["b"]));
        assert_eq!(outer["properties"]["b"], expected);
    }
}
