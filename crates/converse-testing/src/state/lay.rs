//! One body over another: what a request says over what the document shows.

use serde_json::{Map, Value};

/// Lays a value over a documented one.
///
/// Fields that only the documented object has stay, so that the result has all that a type requires. A list takes the
/// place of another; each of its objects lies over the first documented one. A value of another kind than the
/// documented one, which a response could not have, is left out.
pub(super) fn lay(base: &Value, over: &Value) -> Value {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => match is_other(base, over) {
            true => Value::Object(over.clone()),
            false => Value::Object(lay_fields(base, over)),
        },
        (Value::Array(base), Value::Array(items)) => {
            let first = base.first().filter(|first| first.is_object());
            let items = items.iter().map(|item| match first {
                Some(first) => lay(first, item),
                None => item.clone(),
            });
            items.collect()
        }
        (Value::Null, over) => over.clone(),
        (_, Value::Null) => Value::Null,
        (base, over) if kind(base) == kind(over) => over.clone(),
        (base, _) => base.clone(),
    }
}

fn lay_fields(base: &Map<String, Value>, over: &Map<String, Value>) -> Map<String, Value> {
    let mut laid = base.clone();
    for (name, value) in over {
        let value = match base.get(name) {
            Some(base) => lay(base, value),
            None => value.clone(),
        };
        laid.insert(name.clone(), value);
    }
    laid
}

/// Returns whether two objects are of different kinds: their `type` says so.
fn is_other(base: &Map<String, Value>, over: &Map<String, Value>) -> bool {
    match (base.get("type"), over.get("type")) {
        (Some(Value::String(base)), Some(Value::String(over))) => base != over,
        _ => false,
    }
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_said_lies_over_what_is_documented() {
        for (base, over, expected) in [
            (
                json!({"a": 1, "b": 2}),
                json!({"b": 3, "c": 4}),
                json!({"a": 1, "b": 3, "c": 4}),
            ),
            (
                json!({"a": null}),
                json!({"a": {"x": 1}}),
                json!({"a": {"x": 1}}),
            ),
            (json!({"a": "x"}), json!({"a": null}), json!({"a": null})),
            // An id that the request has as a number, and the response as a string.
            (json!({"a": "x"}), json!({"a": 7}), json!({"a": "x"})),
            (
                json!([{"id": 1, "role": "user"}]),
                json!([{"id": 2}, {"id": 3}]),
                json!([{"id": 2, "role": "user"}, {"id": 3, "role": "user"}]),
            ),
            (json!(["a"]), json!([]), json!([])),
            (
                json!({"type": "text", "text": {"text": "Hi"}}),
                json!({"type": "image", "image": {}}),
                json!({"type": "image", "image": {}}),
            ),
        ] {
            assert_eq!(lay(&base, &over), expected, "{base} {over}");
        }
    }
}
