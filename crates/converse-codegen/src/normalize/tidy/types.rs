//! One known `type`, and enums of strings.

use serde_json::{Map, Value, json};

use crate::api::PLACE;

/// Annotations that stay on the union when a schema splits into several.
const WHOLE: [&str; 6] = [
    "description",
    "nullable",
    "title",
    "readOnly",
    "writeOnly",
    PLACE,
];

/// Gives `schema` one type, or makes it a union of several.
pub fn declare_one(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let mut types = declared(object);
    if types.iter().any(|name| name == "null") {
        types.retain(|name| name != "null");
        if types.is_empty() {
            *schema = null(object);
            return;
        }
        object.insert("nullable".to_owned(), json!(true));
    }
    match types.as_slice() {
        [] => {
            object.shift_remove("type");
            simplify_enum(schema);
        }
        [one] => {
            object.insert("type".to_owned(), json!(one));
            repair(object);
            simplify_enum(schema);
        }
        _ => split(schema, &types),
    }
}

/// Returns the schema of `null` alone, at the same place.
fn null(object: &Map<String, Value>) -> Value {
    let mut schema = part(object, |key| key == PLACE);
    schema.insert("x-null".to_owned(), json!(true));
    Value::Object(schema)
}

/// Returns the declared types under their standard names, without unknown ones.
fn declared(object: &mut Map<String, Value>) -> Vec<String> {
    let names: Vec<String> = match object.get("type") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    };
    let mut known: Vec<String> = Vec::new();
    for name in names {
        let (standard, format) = match name.to_ascii_lowercase().as_str() {
            "string" | "text" | "str" | "file" => ("string", None),
            "date" | "date-time" | "datetime" | "uuid" => ("string", Some(name.clone())),
            "integer" | "int" | "long" | "int32" | "int64" => ("integer", None),
            "number" | "float" | "double" | "decimal" => ("number", None),
            "boolean" | "bool" => ("boolean", None),
            "array" | "list" => ("array", None),
            "object" | "map" | "dict" | "hash" => ("object", None),
            "null" => ("null", None),
            _ => continue,
        };
        if let Some(format) = format {
            object.entry("format").or_insert_with(|| json!(format));
        }
        if !known.iter().any(|known| known == standard) {
            known.push(standard.to_owned());
        }
    }
    known
}

/// Removes a declared type that the rest of the schema contradicts.
fn repair(object: &mut Map<String, Value>) {
    let declared = object
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let filled = |key: &str| {
        object
            .get(key)
            .and_then(Value::as_object)
            .is_some_and(|found| !found.is_empty())
    };
    let fields = filled("properties");
    let items = object.contains_key("items");
    if declared != "object" && fields && !items {
        object.insert("type".to_owned(), json!("object"));
    } else if declared != "array" && items && !fields {
        object.insert("type".to_owned(), json!("array"));
    }
}

/// Returns one member per type, each with the rest of the schema.
fn split(schema: &mut Value, types: &[String]) {
    let Some(object) = schema.as_object() else {
        return;
    };
    let whole: Map<String, Value> = part(object, |key| WHOLE.contains(&key));
    let rest: Map<String, Value> = part(object, |key| !WHOLE.contains(&key));
    let members: Vec<Value> = types
        .iter()
        .map(|name| {
            let mut member = part(&rest, |key| belongs(key, name));
            member.insert("type".to_owned(), json!(name));
            keep_values(&mut member, name);
            let mut member = Value::Object(member);
            simplify_enum(&mut member);
            member
        })
        .collect();
    let mut union = whole;
    union.insert("anyOf".to_owned(), json!(members));
    *schema = Value::Object(union);
}

fn part(object: &Map<String, Value>, keep: impl Fn(&str) -> bool) -> Map<String, Value> {
    object
        .iter()
        .filter(|(key, _)| keep(key))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

/// Returns whether a keyword constrains values of the type.
fn belongs(key: &str, name: &str) -> bool {
    match key {
        "properties" | "required" | "additionalProperties" => name == "object",
        "items" | "maxItems" => name == "array",
        "minLength" | "maxLength" => name == "string",
        "minimum" | "maximum" => matches!(name, "integer" | "number"),
        "format" => name != "boolean",
        _ => true,
    }
}

fn keep_values(member: &mut Map<String, Value>, name: &str) {
    if let Some(values) = member.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| type_of(value) == name || (name == "number" && value.is_number()));
        if values.is_empty() {
            member.shift_remove("enum");
        }
    }
}

/// Keeps listed values only for strings; the values of other enums determine the type.
fn simplify_enum(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let Some(values) = object.get("enum").and_then(Value::as_array).cloned() else {
        object.shift_remove("enum");
        return;
    };
    let nullable = values.iter().any(Value::is_null);
    let values: Vec<Value> = values
        .into_iter()
        .filter(|value| !value.is_null())
        .collect();
    if nullable {
        object.insert("nullable".to_owned(), json!(true));
    }
    if values.is_empty() {
        object.shift_remove("enum");
        if nullable {
            *schema = null(object);
        }
        return;
    }
    let declared = object
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned);
    match declared.as_deref() {
        // YAML reads `1.0` and `true` as other types, and on the wire they are strings.
        Some("string") => {
            let texts: Vec<Value> = values.iter().map(|value| json!(text_of(value))).collect();
            object.insert("enum".to_owned(), json!(texts));
        }
        Some(_) => {
            object.shift_remove("enum");
        }
        None => infer(schema, &values),
    }
}

fn infer(schema: &mut Value, values: &[Value]) {
    let mut types: Vec<&str> = Vec::new();
    for value in values {
        if !types.contains(&type_of(value)) {
            types.push(type_of(value));
        }
    }
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if let [one] = types.as_slice() {
        object.insert("type".to_owned(), json!(one));
        if *one == "string" {
            object.insert("enum".to_owned(), json!(values));
        } else {
            object.shift_remove("enum");
        }
        return;
    }
    let types: Vec<String> = types.into_iter().map(str::to_owned).collect();
    object.insert("enum".to_owned(), json!(values));
    split(schema, &types);
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn text_of(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(mut schema: Value) -> Value {
        declare_one(&mut schema);
        schema
    }

    #[test]
    fn odd_type_names_are_read() {
        assert_eq!(
            after(json!({ "type": "float" })),
            json!({ "type": "number" })
        );
        assert_eq!(
            after(json!({ "type": "date" })),
            json!({ "type": "string", "format": "date" })
        );
        assert_eq!(after(json!({ "type": "whatever" })), json!({}));
    }

    #[test]
    fn enums_that_are_not_of_strings_name_their_type() {
        assert_eq!(
            after(json!({ "enum": [1, 2] })),
            json!({ "type": "integer" })
        );
        assert_eq!(
            after(json!({ "type": "boolean", "enum": [true] })),
            json!({ "type": "boolean" })
        );
        let mixed =
            json!({ "anyOf": [{ "enum": ["a"], "type": "string" }, { "type": "integer" }] });
        assert_eq!(after(json!({ "enum": ["a", 1] })), mixed);
    }

    #[test]
    fn numbers_among_strings_are_text() {
        let schema = json!({ "type": "string", "enum": ["a", 1.5, true] });
        assert_eq!(
            after(schema),
            json!({ "type": "string", "enum": ["a", "1.5", "true"] })
        );
    }

    #[test]
    fn an_object_declared_as_a_string_is_an_object() {
        let schema = json!({ "type": "string", "properties": { "a": {} } });
        assert_eq!(after(schema)["type"], "object");
    }
}
