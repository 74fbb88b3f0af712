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

/// Lays a request over the documented resource that it creates: as [`lay`], but lists that the request leaves out of an
/// object that it gives are empty.
pub(super) fn lay_new(base: &Value, over: &Value) -> Value {
    let mut base = base.clone();
    if let (Some(base), Some(over)) = (base.as_object_mut(), over.as_object()) {
        for (name, value) in over {
            if let Some(inner) = base.get_mut(name) {
                empty_lists(inner, value);
            }
        }
    }
    lay(&base, over)
}

/// Empties the lists of an object that another does not have.
fn empty_lists(base: &mut Value, over: &Value) {
    let (Some(base), Some(over)) = (base.as_object_mut(), over.as_object()) else {
        return;
    };
    for (name, inner) in base {
        match (inner, over.get(name)) {
            (Value::Array(list), None) => list.clear(),
            (inner, Some(value)) => empty_lists(inner, value),
            _ => {}
        }
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

    #[test]
    fn nobody_is_in_a_list_that_a_request_leaves_out() {
        let documented = json!({"members": {"inner": [1], "outer": [2]}, "messages": [3]});
        let laid = lay_new(&documented, &json!({"members": {"outer": [4]}}));
        let expected = json!({"members": {"inner": [], "outer": [4]}, "messages": [3]});
        assert_eq!(laid, expected);
    }
}
