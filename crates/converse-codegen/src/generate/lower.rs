//! Lowers a normalized API to the OpenAPI 3.0 document that progenitor gets: it decides the
//! types of parameters, bodies and fields, and nothing else.
//!
//! The last guarantee of normalize holds here: progenitor accepts this document. Every parameter is a
//! query parameter and every success is a 200, because only their types are read from the result;
//! places, styles, statuses and credentials go into the table of operations instead.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::api::{Api, CLEARABLE, Encoding, Operation, PLACE, Struct, UNTYPED, Untyped};
use crate::document::pointer;
use crate::normalize::structs::extra;
use crate::normalize::{Kind, STRING_TYPES, kind};

/// Integer formats that have a Rust type of the same width.
const INTEGER_FORMATS: [&str; 8] = [
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
];

/// Returns the document for progenitor, and the places where it says less than the provider's.
pub fn lower(api: &Api) -> (Value, Vec<Untyped>) {
    let structs = api
        .structs
        .iter()
        .map(|known| (known.name.as_str(), known))
        .collect();
    let mut lowering = Lowering {
        untyped: Vec::new(),
    };
    let schemas: Map<String, Value> = api
        .schemas
        .iter()
        .map(|(name, schema)| (name.clone(), lowering.named(&structs, name, schema)))
        .collect();
    let operations = api.operations.iter().map(|operation| {
        (
            format!("/{}", operation.method_name),
            lowering.operation(operation),
        )
    });
    let mut paths: Map<String, Value> = operations.collect();
    for (number, schema) in api.nameless.iter().enumerate() {
        paths.insert(
            format!("/{}", nameless_method(number)),
            lowering.nameless(number, schema),
        );
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "API", "version": "1" },
        "paths": paths.into_iter().map(|(path, operation)| (path, json!({ "post": operation }))).collect::<Map<_, _>>(),
        "components": { "schemas": schemas },
    });
    lowering.untyped.sort();
    lowering.untyped.dedup();
    (document, lowering.untyped)
}

/// Name of an operation whose result is an unnamed type. No method name of ours has two underscores.
pub fn nameless_method(number: usize) -> String {
    format!("nameless_type_n{number}")
}

/// Writes schemas, and records the places where it had to write any JSON.
struct Lowering {
    untyped: Vec<Untyped>,
}

impl Lowering {
    fn operation(&mut self, operation: &Operation) -> Value {
        let parameters: Vec<Value> = operation
            .parameters
            .iter()
            .map(|parameter| {
                // A named type is always accepted, and progenitor refuses an object here.
                let mut schema = match kind(&parameter.schema) {
                    Kind::Reference => json!({ "type": "string" }),
                    _ => self.value(&parameter.schema),
                };
                schema.as_object_mut().map(|schema| schema.shift_remove("nullable"));
                json!({ "name": parameter.setter, "in": "query", "required": true, "schema": schema })
            })
            .collect();
        let success =
            operation
                .success
                .content
                .map(|content| match (content, &operation.success.schema) {
                    (Encoding::Json, Some(schema)) => self.value(schema),
                    _ => json!({ "type": "string" }),
                });
        let mut lowered = json!({
            "operationId": operation.method_name,
            "parameters": parameters,
            "responses": { "200": response(success) },
        });
        if let Some(body) = &operation.body {
            let content = json!({ "application/json": { "schema": self.value(&body.schema) } });
            lowered["requestBody"] = json!({ "required": true, "content": content });
        }
        lowered
    }

    fn nameless(&mut self, number: usize, schema: &Value) -> Value {
        let success = self.value(schema);
        json!({
            "operationId": nameless_method(number),
            "responses": { "200": response(Some(success)) },
        })
    }

    /// Lowers a named schema: an object with fields; types of ours are replaced by name.
    fn named(&mut self, structs: &BTreeMap<&str, &Struct>, name: &str, schema: &Value) -> Value {
        let Some(known) = structs.get(name) else {
            return json!({ "type": "object" });
        };
        let required: Vec<&str> = array(schema, "required")
            .filter_map(Value::as_str)
            .collect();
        let mut properties = Map::new();
        let mut required_keys = Vec::new();
        for field in &known.fields {
            let property = &schema["properties"][&field.wire];
            let mut lowered = self.value(property);
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
            object["additionalProperties"] = self.value(&extra);
        }
        object
    }

    /// Lowers a schema to its type: without limits, defaults and prose.
    fn value(&mut self, schema: &Value) -> Value {
        let mut lowered = match kind(schema) {
            Kind::Reference => return reference(schema),
            Kind::String => string(schema),
            Kind::Integer => integer(schema),
            // Single precision would change received values.
            Kind::Number => json!({ "type": "number", "format": "double" }),
            Kind::Boolean => json!({ "type": "boolean" }),
            Kind::Array => {
                let items = schema
                    .get("items")
                    .map_or_else(|| json!({}), |items| self.value(items));
                json!({ "type": "array", "items": items })
            }
            Kind::Map => match schema
                .get("additionalProperties")
                .filter(|schema| schema.is_object())
            {
                Some(values) if kind(values) != Kind::Any => {
                    json!({ "type": "object", "additionalProperties": self.value(values) })
                }
                _ => json!({ "type": "object" }),
            },
            _ => {
                self.note_untyped(schema);
                return json!({});
            }
        };
        if is_nullable(schema) {
            lowered["nullable"] = json!(true);
        }
        lowered
    }

    /// Records that any JSON replaces a type of the document.
    fn note_untyped(&mut self, schema: &Value) {
        let annotation = |key: &str| {
            matches!(
                key,
                "description" | "nullable" | "title" | "readOnly" | "writeOnly" | PLACE | CLEARABLE
            )
        };
        let keywords: Vec<&String> = schema
            .as_object()
            .into_iter()
            .flat_map(|object| object.keys())
            .filter(|key| !annotation(key))
            .collect();
        if keywords.is_empty() {
            return;
        }
        let given = schema
            .get(UNTYPED)
            .and_then(Value::as_str)
            .map(str::to_owned);
        let reason = given.unwrap_or_else(|| match keywords[0].as_str() {
            "x-null" => "no type is always `null`".to_owned(),
            keyword => format!("no type expresses `{keyword}`"),
        });
        let pointer = schema
            .get(PLACE)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        self.untyped.push(Untyped { pointer, reason });
    }
}

fn response(schema: Option<Value>) -> Value {
    let mut response = json!({ "description": "" });
    if let Some(schema) = schema {
        response["content"] = json!({ "application/json": { "schema": schema } });
    }
    response
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
        Some(format) if STRING_TYPES.contains(&format) => {
            json!({ "type": "string", "format": format })
        }
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
