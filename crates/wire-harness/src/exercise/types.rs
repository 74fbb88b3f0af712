//! Types by name, and the null type.

use serde_json::Value;

/// The types of the standard, and the other names that documents give them.
pub fn standard(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "string" | "text" | "file" | "date" | "date-time" | "datetime" | "uuid" => "string",
        "integer" | "int" | "long" | "int32" | "int64" => "integer",
        "number" | "float" | "double" | "decimal" => "number",
        "boolean" | "bool" => "boolean",
        "array" | "list" => "array",
        "object" | "map" => "object",
        "null" => "null",
        _ => return None,
    })
}

/// Returns whether a schema allows only `null`. Some 3.0 documents express that by a variant that is just
/// nullable.
pub fn is_null(schema: &Value) -> bool {
    let says = |key: &str| schema.get(key).is_some();
    let bare = [
        "$ref",
        "type",
        "properties",
        "items",
        "enum",
        "allOf",
        "oneOf",
        "anyOf",
        "format",
    ];
    if schema.get("nullable") == Some(&Value::Bool(true)) && !bare.into_iter().any(says) {
        return true;
    }
    let only = schema.get("enum").and_then(Value::as_array);
    schema.get("type").and_then(Value::as_str) == Some("null")
        || only.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
        || schema.get("const") == Some(&Value::Null)
}
