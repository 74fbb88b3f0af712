//! The parts of a value that are lost when a type reads it and writes it again.

use serde_json::{Number, Value};

use crate::json::{pointer_step, whole};

/// Returns the place, as a JSON Pointer, of the first part of `given` that `kept` does not have.
///
/// A value may be written differently (a time, a number with a fraction): that is not a loss.
pub(crate) fn lost(given: &Value, kept: &Value) -> Option<String> {
    match (given, kept) {
        (Value::Object(given), Value::Object(kept)) => given.iter().find_map(|(name, value)| {
            let place = || format!("/{}", pointer_step(name));
            match kept.get(name) {
                Some(kept) => lost(value, kept).map(|below| place() + &below),
                None => Some(place()),
            }
        }),
        (Value::Array(given), Value::Array(kept)) => {
            let mut items = given.iter().enumerate();
            items.find_map(|(index, value)| match kept.get(index) {
                Some(kept) => lost(value, kept).map(|below| format!("/{index}{below}")),
                None => Some(format!("/{index}")),
            })
        }
        // A type may read the items of a list as its fields.
        (Value::Array(_), _) => Some(String::new()),
        (Value::Number(given), Value::Number(kept)) if is_other(given, kept) => Some(String::new()),
        _ => None,
    }
}

/// Returns whether an integer became another one, as those beyond 53 bits do where any number is accepted.
fn is_other(given: &Number, kept: &Number) -> bool {
    !given.is_f64() && integer(given) != integer(kept)
}

/// Returns the number as an integer, if it is one: 1.0 is 1.
pub(crate) fn integer(number: &Number) -> Option<i128> {
    if let Some(integer) = number.as_i128() {
        return Some(integer);
    }
    whole(number.as_f64()?)
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
            (
                json!({"list": [{"a": null}]}),
                json!({"list": [{}]}),
                Some("/list/0/a"),
            ),
            (
                json!({"a": ["x", 3]}),
                json!({"a": {"x": "x", "y": 3}}),
                Some("/a"),
            ),
            (
                json!([9007199254740993_i64]),
                json!([9007199254740992.0]),
                Some("/0"),
            ),
            (json!([u64::MAX]), json!([-1]), Some("/0")),
            (json!([1, 0.1]), json!([1.0, 0.10000000149]), None),
            (
                json!({"at": "2024-01-01T00:00:00+00:00"}),
                json!({"at": "2024-01-01T00:00:00Z"}),
                None,
            ),
            (json!({"a": 1}), json!({"a": 1, "b": 2}), None),
        ] {
            let found = lost(&given, &kept);
            assert_eq!(found.as_deref(), place, "{given} as {kept}");
        }
    }
}
