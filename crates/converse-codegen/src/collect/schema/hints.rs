//! Reads examples and limits as data.

use serde_json::{Map, Value};

use crate::api::{Hints, Typical};

/// The limits whose keyword says all of them.
const LIMITS: [&str; 8] = [
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
];

/// The limits that are excluded themselves, each with the limit that it qualifies in 3.0.
const EXCLUSIVE: [(&str, &str); 2] = [
    ("exclusiveMaximum", "maximum"),
    ("exclusiveMinimum", "minimum"),
];

/// Returns what a schema says about typical values.
pub fn hints(schema: &Map<String, Value>) -> Hints {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    let text = |key: &str| text(key).filter(|it| !it.is_empty()).map(Into::into);
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    let limits = LIMITS
        .iter()
        .filter_map(|keyword| Some((*keyword, number(keyword)?)));
    let exclusive = EXCLUSIVE.iter().filter_map(|(keyword, plain)| {
        let is_flag = schema.get(*keyword) == Some(&Value::Bool(true));
        let limit = number(keyword).or_else(|| number(plain).filter(|_| is_flag))?;
        Some((*keyword, limit))
    });
    Hints::new(Typical {
        values: values(schema).cloned().collect(),
        format: text("format"),
        pattern: text("pattern"),
        limits: limits.chain(exclusive).collect(),
    })
}

/// Returns the documented values, the default last. Named examples are objects with the value.
fn values(schema: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let listed = match schema.get("examples") {
        Some(Value::Array(listed)) => listed.iter().collect(),
        Some(Value::Object(named)) => {
            let named = named.values();
            named.filter_map(|named| named.get("value")).collect()
        }
        _ => Vec::new(),
    };
    let all = schema.get("example").into_iter().chain(listed);
    let all = all.chain(schema.get("default"));
    all.filter(|value| !value.is_null())
}
