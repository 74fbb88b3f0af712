//! Reads parts of a document, which may hold any JSON.

use std::sync::LazyLock;

use serde_json::{Map, Value};

/// Returns a string without the space around it, unless it is empty.
pub fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns the members of an object, and nothing for any other value.
pub fn object(value: Option<&Value>) -> &Map<String, Value> {
    static NOTHING: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    value.and_then(Value::as_object).unwrap_or(&NOTHING)
}

/// Returns the items of an array, and nothing for any other value.
pub fn array(value: Option<&Value>) -> &[Value] {
    value
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}
