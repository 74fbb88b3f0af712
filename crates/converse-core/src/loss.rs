//! What is lost of a value when a type reads it and writes it again.

use serde::Serialize;
use serde_json::Value;

/// The place, as a JSON Pointer, of the first part of `given` that `kept` has no place for.
///
/// A field that is `null` says no more than one that is absent, and a value may be written in another
/// way (a time, a number): neither is a loss.
pub(crate) fn lost(given: &Value, kept: &Value) -> Option<String> {
    let below = |name: &str, given, kept: Option<&Value>| match kept {
        Some(kept) => Some(format!("/{name}{}", lost(given, kept)?)),
        None => Some(format!("/{name}")),
    };
    match (given, kept) {
        (Value::Object(given), Value::Object(kept)) => given
            .iter()
            .filter(|(_, value)| !value.is_null())
            .find_map(|(name, value)| below(&escaped(name), value, kept.get(name))),
        (Value::Array(given), Value::Array(kept)) => given
            .iter()
            .enumerate()
            .find_map(|(index, value)| below(&index.to_string(), value, kept.get(index))),
        _ => None,
    }
}

/// The union that `read` makes of a value, or `unknown` where it would lose a part of it.
pub fn whole<T: Serialize>(value: Value, read: fn(Value) -> T, unknown: fn(Value) -> T) -> T {
    let known = read(value.clone());
    match serde_json::to_value(&known) {
        Ok(kept) if lost(&value, &kept).is_none() => known,
        _ => unknown(value),
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_lost_part_is_named() {
        for (given, kept, place) in [
            (json!({"a": 1}), json!({}), Some("/a")),
            (json!({"a": {"b/c": 1}}), json!({"a": {}}), Some("/a/b~1c")),
            (
                json!([{"a": 1}, {"~": 1}]),
                json!([{"a": 1}, {}]),
                Some("/1/~0"),
            ),
            (json!([1, 2]), json!([1]), Some("/1")),
            (json!({"a": null}), json!({}), None),
            (
                json!({"at": "2024-01-01T00:00:00+00:00"}),
                json!({"at": "2024-01-01T00:00:00Z"}),
                None,
            ),
            (json!({"a": 1}), json!({"a": 1, "b": 2}), None),
        ] {
            assert_eq!(lost(&given, &kept).as_deref(), place, "{given} as {kept}");
        }
    }
}
