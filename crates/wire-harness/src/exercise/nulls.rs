//! Where null is allowed.

use converse_codegen::internals::pointer;
use serde_json::Value;

/// Returns whether a schema allows null, as its author means it: `nullable` counts without a `type` too, and a schema
/// without a `type` that says of an object or a list what it holds does not mean null.
pub fn allowed(document: &Value, schema: &Value) -> bool {
    allowed_below(document, schema, 0)
}

/// A longer chain of references is a cycle.
const DEPTH: usize = 64;

const KINDS: [&str; 14] = [
    "additionalProperties",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "required",
];

fn allowed_below(document: &Value, schema: &Value, depth: usize) -> bool {
    let Some(object) = schema.as_object() else {
        return schema.as_bool() != Some(false);
    };
    if depth > DEPTH {
        return false;
    }
    if object.get("nullable") == Some(&Value::Bool(true)) {
        return true;
    }
    let below = |schema: &Value| allowed_below(document, schema, depth + 1);
    let by_type = match object.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => names.iter().any(|name| name == "null"),
        _ => !KINDS.iter().any(|key| object.contains_key(*key)),
    };
    let members = |key: &str| object.get(key).and_then(Value::as_array);
    let values = members("enum").is_none_or(|values| values.contains(&Value::Null));
    let constant = object.get("const").is_none_or(Value::is_null);
    let reference = object.get("$ref").and_then(Value::as_str);
    let target = reference.and_then(|it| pointer::resolve(document, it));
    by_type
        && values
        && constant
        && target.is_none_or(below)
        && members("allOf").is_none_or(|all| all.iter().all(below))
        && ["anyOf", "oneOf"]
            .into_iter()
            .all(|key| members(key).is_none_or(|all| all.iter().any(below)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_is_allowed_where_every_schema_allows_it() {
        let document = json!({ "components": { "schemas": {
            "Word": { "type": "string" },
            "Maybe": { "type": ["string", "null"] },
            "Ring": { "$ref": "#/components/schemas/Ring" },
        } } });
        let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        for (schema, expected) in [
            (json!({}), true),
            (json!({ "description": "Any." }), true),
            (json!({ "properties": {} }), false),
            (json!({ "type": "string", "nullable": true }), true),
            (json!({ "nullable": true, "allOf": [to("Word")] }), true),
            (json!({ "enum": ["a", null] }), true),
            (json!({ "const": 1 }), false),
            (to("Maybe"), true),
            (to("Word"), false),
            (to("Ring"), false),
            (json!({ "anyOf": [to("Word"), { "type": "null" }] }), true),
            (json!({ "allOf": [to("Maybe"), to("Word")] }), false),
            (json!({ "allOf": [to("Maybe"), {}] }), true),
        ] {
            assert_eq!(allowed(&document, &schema), expected, "{schema}");
        }
    }
}
