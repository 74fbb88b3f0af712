//! Comparing JSON by value, checking that a type keeps all of it, and finding secrets in output.

use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};
use uuid::Uuid;

pub use crate::canary::Canary;
use crate::json::pointer_step;
use crate::operation::Side;
use crate::types::Timestamp;
use crate::types::integer;

/// A type with an example.
#[doc(hidden)]
pub use crate::types::TypeExample;

/// The table of the docs that says which outcome an attempt has: what the conformance suite expects.
#[doc(hidden)]
pub const OUTCOMES: &str = include_str!("error/delivery.md");

/// Compares two JSON strings by value.
///
/// Numbers compare as numbers, integers exactly. Strings that are both a [`Timestamp`] compare as instants, those that
/// are both a UUID as such. The order of object fields does not matter. In responses a field that is null and one that
/// is absent are the same; in requests they are not.
///
/// # Errors
///
/// Names every difference, one a line, each with its JSON pointer.
pub fn value_equal(expected: &Value, actual: &Value, side: Side) -> Result<(), String> {
    let mut comparison = Comparison {
        side,
        pointer: String::new(),
        differences: Vec::new(),
    };
    comparison.values(expected, actual);
    if comparison.differences.is_empty() {
        Ok(())
    } else {
        Err(comparison.differences.join("\n"))
    }
}

/// Reads JSON as `T`, writes it again and compares the two by [`value_equal`].
///
/// # Errors
///
/// Lists the differences, or why the string does not decode.
pub fn round_trip<T: Serialize + DeserializeOwned>(json: &str, side: Side) -> Result<(), String> {
    let type_name = std::any::type_name::<T>();
    let expected = Value::from_str(json).map_err(|error| format!("not JSON: {error}"))?;
    let value: T = serde_json::from_str(json)
        .map_err(|error| format!("does not decode as {type_name}: {error}"))?;
    // Through a string, as on the wire: `to_value` would widen an `f32`.
    let actual = serde_json::to_string(&value)
        .and_then(|written| Value::from_str(&written))
        .map_err(|error| format!("{type_name} does not encode: {error}"))?;
    value_equal(&expected, &actual, side)
}

/// Reads the example of a type, writes it again and compares the two as requests.
///
/// # Errors
///
/// Lists the differences, or why the example does not decode.
#[doc(hidden)]
pub fn keeps_example<T: TypeExample>() -> Result<(), String> {
    let named = |difference| format!("{}: {difference}", std::any::type_name::<T>());
    round_trip::<T>(T::JSON, Side::Request).map_err(named)
}

struct Comparison {
    side: Side,
    pointer: String,
    differences: Vec<String>,
}

impl Comparison {
    fn values(&mut self, expected: &Value, actual: &Value) {
        match (expected, actual) {
            (Value::Object(expected), Value::Object(actual)) => {
                for (name, value) in expected {
                    self.at(name, |this| match actual.get(name) {
                        Some(found) => this.values(value, found),
                        None if this.is_same_as_absent(value) => {}
                        None => this.differs(format_args!("{value} is lost")),
                    });
                }
                for (name, value) in actual
                    .iter()
                    .filter(|(name, _)| !expected.contains_key(*name))
                {
                    self.at(name, |this| {
                        if !this.is_same_as_absent(value) {
                            this.differs(format_args!("{value} is new"));
                        }
                    });
                }
            }
            (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
                for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                    self.at(&index.to_string(), |this| this.values(expected, actual));
                }
            }
            (Value::Array(expected), Value::Array(actual)) => {
                let lengths = [expected.len(), actual.len()];
                self.differs(format_args!(
                    "expected {} items, found {}",
                    lengths[0], lengths[1]
                ));
            }
            (Value::Number(one), Value::Number(other)) if numbers_equal(one, other) => {}
            (Value::String(one), Value::String(other)) if instants_equal(one, other) => {}
            (Value::String(one), Value::String(other)) if uuids_equal(one, other) => {}
            _ if expected == actual => {}
            _ => self.differs(format_args!("expected {expected}, found {actual}")),
        }
    }

    fn is_same_as_absent(&self, value: &Value) -> bool {
        matches!(self.side, Side::Response(_) | Side::Webhook) && value.is_null()
    }

    /// Goes one step down for the duration of the call.
    fn at(&mut self, step: &str, compare: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&pointer_step(step));
        compare(self);
        self.pointer.truncate(length);
    }

    fn differs(&mut self, how: std::fmt::Arguments<'_>) {
        self.differences
            .push(format!("at \"{}\": {how}", self.pointer));
    }
}

fn numbers_equal(one: &Number, other: &Number) -> bool {
    match (integer(one), integer(other)) {
        (Some(one), Some(other)) => one == other,
        // Fractions, or beyond 64 bits: such numbers were floats since parsing.
        (None, None) => one.as_f64() == other.as_f64(),
        _ => false,
    }
}

fn instants_equal(one: &str, other: &str) -> bool {
    match (Timestamp::from_str(one), Timestamp::from_str(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn uuids_equal(one: &str, other: &str) -> bool {
    match (Uuid::try_parse(one), Uuid::try_parse(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const RESPONSE: Side = Side::Response(200);

    fn same(one: Value, other: Value, side: Side) -> bool {
        let there = value_equal(&one, &other, side).is_ok();
        assert_eq!(
            there,
            value_equal(&other, &one, side).is_ok(),
            "not symmetric: {one} {other}"
        );
        there
    }

    fn differences(expected: Value, actual: Value, side: Side) -> String {
        value_equal(&expected, &actual, side).unwrap_err()
    }

    #[test]
    fn numbers_compare_as_numbers() {
        for side in [Side::Request, RESPONSE] {
            assert!(same(json!(1), json!(1.0), side));
            assert!(same(json!(-1), json!(-1.0), side));
            assert!(same(json!(0), json!(-0.0), side));
            assert!(same(json!(0.1), json!(1e-1), side));
            assert!(same(
                json!(9_007_199_254_740_992_u64),
                json!(9_007_199_254_740_992.0),
                side
            ));
            assert!(same(json!(1e300), json!(1e300), side));
            assert!(!same(
                json!(9_007_199_254_740_993_u64),
                json!(9_007_199_254_740_992_u64),
                side
            ));
            assert!(!same(
                json!(9_007_199_254_740_993_u64),
                json!(9_007_199_254_740_992.0),
                side
            ));
            assert!(!same(json!(u64::MAX), json!(u64::MAX - 1), side));
            assert!(!same(json!(u64::MAX), json!(2f64.powi(64)), side));
            assert!(!same(json!(i64::MIN), json!(i64::MIN + 1), side));
            assert!(!same(json!(1), json!(1.5), side));
            assert!(!same(json!(1), json!("1"), side));
            assert!(!same(json!(1), json!(true), side));
        }
    }

    #[test]
    fn uuids_compare_without_case() {
        let lower = "5ecff63f-fc3a-4b25-8456-1c8a0d1e2f3a";
        assert!(same(json!(lower), json!(lower.to_uppercase()), RESPONSE));
        assert!(!same(json!(lower), json!("a"), RESPONSE));
    }

    #[test]
    fn timestamps_compare_as_instants() {
        let time = |text: &str| json!({ "at": text });
        assert!(same(
            time("2024-03-01T09:00:00Z"),
            time("2024-03-01 10:00:00.000+01:00"),
            RESPONSE
        ));
        assert!(same(
            time("2024-03-01T09:00:00"),
            time("2024-03-01T09:00:00Z"),
            Side::Request
        ));
        assert!(!same(
            time("2024-03-01T09:00:00Z"),
            time("2024-03-01T09:00:00.000000001Z"),
            RESPONSE
        ));
        assert!(!same(
            time("2024-03-01"),
            time("2024-03-01T00:00:00Z"),
            RESPONSE
        ));
        assert!(!same(time(""), time(" "), RESPONSE));
    }

    #[test]
    fn null_is_absent_in_responses_only() {
        let (with, without) = (json!({ "a": { "b": null } }), json!({ "a": {} }));
        assert!(same(with.clone(), without.clone(), RESPONSE));
        assert!(!same(with, without, Side::Request));
        assert!(!same(json!({ "a": "" }), json!({}), RESPONSE));
        assert!(!same(json!({ "a": [] }), json!({}), RESPONSE));
        assert!(!same(json!({ "a": false }), json!({ "a": null }), RESPONSE));
        assert!(!same(json!([null]), json!([]), RESPONSE));
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_new() {
        for side in [Side::Request, RESPONSE] {
            assert!(!same(json!({ "a": 1, "b": 2 }), json!({ "a": 1 }), side));
            assert!(!same(json!([1, 2]), json!([2, 1]), side));
            assert!(same(
                json!({ "a": 1, "b": 2 }),
                json!({ "b": 2, "a": 1 }),
                side
            ));
        }
    }

    #[test]
    fn differences_name_their_place() {
        assert_eq!(
            differences(
                json!({ "a": [1, { "x/y~": "old" }], "b": true, "d": [1] }),
                json!({ "a": [1, { "x/y~": "new" }], "c": {}, "d": [] }),
                RESPONSE,
            ),
            "at \"/a/1/x~1y~0\": expected \"old\", found \"new\"\n\
             at \"/b\": true is lost\n\
             at \"/d\": expected 1 items, found 0\n\
             at \"/c\": {} is new",
        );
        assert_eq!(
            differences(json!(1), json!([]), RESPONSE),
            "at \"\": expected 1, found []"
        );
    }

    #[test]
    fn a_round_trip_finds_what_a_type_drops() {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct Person {
            name: Option<String>,
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            tags: Vec<String>,
        }

        assert_eq!(
            round_trip::<Person>(r#"{"name":"A","tags":["b"]}"#, Side::Request),
            Ok(())
        );
        assert_eq!(round_trip::<Person>("{}", RESPONSE), Ok(()));
        assert_eq!(
            round_trip::<Person>(r#"{"name":"A","tags":[]}"#, RESPONSE),
            Err("at \"/tags\": [] is lost".into())
        );
        assert_eq!(
            round_trip::<Person>("{}", Side::Request),
            Err("at \"/name\": null is new".into())
        );
        assert!(
            round_trip::<Person>("{", RESPONSE)
                .unwrap_err()
                .starts_with("not JSON")
        );
        assert!(
            round_trip::<Person>("[5]", RESPONSE)
                .unwrap_err()
                .contains("does not decode")
        );
        assert_eq!(round_trip::<f32>("0.1", RESPONSE), Ok(()));
    }
}
