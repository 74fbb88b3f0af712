//! Writes a normalized API as the OpenAPI 3.0 document that progenitor is given: what decides the
//! types of parameters, bodies and fields, and nothing else.
//!
//! The last guarantee of normalize holds here: progenitor accepts this document. Every parameter is a
//! query parameter and every success is a 200, because only their types are read from the result;
//! places, styles, statuses and credentials go into the table of operations instead.

use serde_json::{Map, Value, json};

use crate::api::{Api, Operation};
use crate::normalize::structs::extra;
use crate::normalize::{Kind, kind};
use crate::pointer;

/// Integer formats that a Rust type is as wide as.
const INTEGER_FORMATS: [&str; 8] = [
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
];

/// The document for progenitor.
pub fn lower(api: &Api) -> Value {
    let schemas: Map<String, Value> = api
        .schemas
        .iter()
        .map(|(name, schema)| (name.clone(), named(api, name, schema)))
        .collect();
    let paths: Map<String, Value> = api
        .operations
        .iter()
        .map(|operation| {
            (
                format!("/{}", operation.method_name),
                json!({ "post": lowered(operation) }),
            )
        })
        .collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": "API", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn lowered(operation: &Operation) -> Value {
    let parameters: Vec<Value> = operation
        .parameters
        .iter()
        .map(|parameter| {
            json!({
                "name": parameter.setter,
                "in": "query",
                "required": parameter.required,
                "schema": value(&parameter.schema),
            })
        })
        .collect();
    let mut lowered = json!({
        "operationId": operation.method_name,
        "parameters": parameters,
        "responses": { "200": response(operation.success.schema.as_ref()) },
    });
    if let Some(body) = &operation.body {
        let content = json!({ "application/json": { "schema": value(&body.schema) } });
        lowered["requestBody"] = json!({ "required": true, "content": content });
    }
    lowered
}

fn response(schema: Option<&Value>) -> Value {
    let mut response = json!({ "description": "" });
    if let Some(schema) = schema {
        response["content"] = json!({ "application/json": { "schema": value(schema) } });
    }
    response
}

/// A schema with a name: an object with fields; types of ours are replaced by name.
fn named(api: &Api, name: &str, schema: &Value) -> Value {
    let Some(known) = api.structs.iter().find(|known| known.name == name) else {
        return json!({ "type": "object" });
    };
    let required: Vec<&str> = array(schema, "required")
        .filter_map(Value::as_str)
        .collect();
    let mut properties = Map::new();
    let mut required_keys = Vec::new();
    for field in &known.fields {
        let property = &schema["properties"][&field.wire];
        let mut lowered = value(property);
        if required.contains(&field.wire.as_str()) {
            required_keys.push(&field.key);
        } else if matches!(kind(property), Kind::Array | Kind::Map) {
            // An optional list is absent or present, and may be present and empty.
            lowered["nullable"] = json!(true);
        }
        properties.insert(field.key.clone(), lowered);
    }
    let mut object =
        json!({ "type": "object", "properties": properties, "required": required_keys });
    if let Some(extra) = extra(schema) {
        object["additionalProperties"] = value(&extra);
    }
    object
}

/// A schema as a type: limits, defaults and prose are gone.
fn value(schema: &Value) -> Value {
    let mut lowered = match kind(schema) {
        Kind::Reference => return reference(schema),
        Kind::String => string(schema),
        Kind::Integer => integer(schema),
        // Single precision would change what was received.
        Kind::Number => json!({ "type": "number", "format": "double" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Array => {
            let items = schema.get("items").map_or_else(|| json!({}), value);
            json!({ "type": "array", "items": items })
        }
        Kind::Map => match schema
            .get("additionalProperties")
            .filter(|schema| schema.is_object())
        {
            Some(values) if kind(values) != Kind::Any => {
                json!({ "type": "object", "additionalProperties": value(values) })
            }
            _ => json!({ "type": "object" }),
        },
        _ => return json!({}),
    };
    if is_nullable(schema) {
        lowered["nullable"] = json!(true);
    }
    lowered
}

fn reference(schema: &Value) -> Value {
    let name = pointer::schema_name(schema).unwrap_or_default();
    let reference = json!({ "$ref": pointer::schema_reference(&name) });
    if is_nullable(schema) {
        return json!({ "allOf": [reference], "nullable": true });
    }
    reference
}

fn string(schema: &Value) -> Value {
    match schema.get("format").and_then(Value::as_str) {
        Some(format @ ("uuid" | "date-time")) => json!({ "type": "string", "format": format }),
        _ => json!({ "type": "string" }),
    }
}

fn integer(schema: &Value) -> Value {
    match schema.get("format").and_then(Value::as_str) {
        Some(format) if INTEGER_FORMATS.contains(&format) => {
            json!({ "type": "integer", "format": format })
        }
        _ => json!({ "type": "integer", "format": "int64" }),
    }
}

fn is_nullable(schema: &Value) -> bool {
    schema.get("nullable") == Some(&json!(true))
}

fn array<'a>(schema: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    schema
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}
