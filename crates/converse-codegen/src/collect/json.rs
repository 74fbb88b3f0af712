//! Reads parts of a document, which may hold any JSON.

use serde_json::{Map, Value};

/// Returns a string without the space around it, unless it is empty.
pub fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns the members of an object, and nothing for any other value.
pub fn object(value: Option<&Value>) -> Map<String, Value> {
    value
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

/// Returns the items of an array, and nothing for any other value.
pub fn array(value: Option<&Value>) -> Vec<Value> {
    value.and_then(Value::as_array).cloned().unwrap_or_default()
}
