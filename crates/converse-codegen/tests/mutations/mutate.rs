//! Changes to documents, at random: the same ones for the same number.

use serde_json::{Value, json};

/// Changes one place of the document.
pub fn mutate(document: &mut Value, random: &mut fastrand::Rng) {
    let mut places = Vec::new();
    list(document, String::new(), &mut places);
    let place = places[random.usize(..places.len())].clone();
    let other = places[random.usize(..places.len())].clone();
    let copied = document.pointer(&other).cloned().unwrap_or_default();
    let Some(target) = document.pointer_mut(&place) else {
        return;
    };
    match random.u8(..8) {
        0 => *target = copied,
        1 => *target = odd_value(random),
        2 => *target = json!({ "$ref": format!("#{other}") }),
        3 => drop_one(target, random),
        4 => rename_one(target, random),
        5 => {
            if let Value::Array(array) = target {
                array.push(copied);
            }
        }
        6 => {
            if let Value::Object(object) = target {
                object.insert(odd_key(random), copied);
            }
        }
        _ => {
            if let Value::Object(object) = target {
                object.insert(odd_key(random), odd_value(random));
            }
        }
    }
}

fn list(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, child) in object {
                let token = key.replace('~', "~0").replace('/', "~1");
                list(child, format!("{at}/{token}"), places);
            }
        }
        Value::Array(array) => {
            for (index, child) in array.iter().enumerate() {
                list(child, format!("{at}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}

fn drop_one(target: &mut Value, random: &mut fastrand::Rng) {
    match target {
        Value::Object(object) if !object.is_empty() => {
            let key = object
                .keys()
                .nth(random.usize(..object.len()))
                .cloned()
                .unwrap_or_default();
            object.shift_remove(&key);
        }
        Value::Array(array) if !array.is_empty() => {
            array.remove(random.usize(..array.len()));
        }
        _ => *target = Value::Null,
    }
}

fn rename_one(target: &mut Value, random: &mut fastrand::Rng) {
    if let Value::Object(object) = target
        && !object.is_empty()
    {
        let key = object
            .keys()
            .nth(random.usize(..object.len()))
            .cloned()
            .unwrap_or_default();
        let value = object.shift_remove(&key).unwrap_or_default();
        object.insert(odd_key(random), value);
    }
}

fn odd_value(random: &mut fastrand::Rng) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("object"),
        json!(["string", "null"]),
        json!([]),
        json!({}),
        json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        json!({ "type": "array" }),
        json!({ "oneOf": [] }),
        json!({ "allOf": [{ "$ref": "#/components/schemas/Node" }, { "type": "string" }] }),
        json!({ "enum": [null, 1, "a", "", [], {}] }),
        json!({ "type": "string", "format": "binary", "nullable": true }),
        json!({ "anyOf": [{ "type": "array", "items": {} }, { "type": "array", "items": { "type": "string" } }] }),
        json!({ "const": true }),
        json!({ "type": ["integer", "null"], "const": 2 }),
        json!({ "type": "string", "nullable": true, "enum": ["Self", "", "a\rb", "\u{202A}c", "*/ \"#"] }),
        json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }),
        json!({ "anyOf": [{ "properties": { "a": { "const": 1 } } }, { "required": ["b"] }, { "type": "null" }] }),
        json!({ "type": "object", "patternProperties": { "^x-": {} }, "unevaluatedProperties": { "type": "boolean" } }),
    ];
    values[random.usize(..values.len())].clone()
}

fn odd_key(random: &mut fastrand::Rng) -> String {
    let keys = [
        "",
        "type",
        "Self",
        "self",
        "extra",
        "a b",
        "{id}",
        "/{x}/{x}",
        "é",
        "1",
        "$ref",
        "allOf",
        "oneOf",
        "properties",
        "nullable",
        "required",
        "enum",
        "discriminator",
        "default",
        "format",
        "items",
        "Option",
        "application/json",
        "multipart/form-data",
        "*/*",
        "default",
        "2XX",
        "999",
        "get",
        "post",
        "parameters",
        "async",
        "new",
        "send",
        "body",
        "client",
        "Client",
        "Error",
        "Result",
        "String",
        "Vec",
        "None",
        "std",
        "core",
        "serde_json",
        "\u{202E}x",
        "a\rb",
        "*/ \"#",
        "{a}?b={c}",
        "deprecated",
        "const",
        "anyOf",
        "202",
        "security",
    ];
    keys[random.usize(..keys.len())].to_owned()
}
