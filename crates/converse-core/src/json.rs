//! Writes values as the JSON that is sent.
//!
//! A whole number is written without a fraction, whatever its type: a server may read `10` as an integer and refuse
//! `10.0`. A number that JSON does not have (NaN, an infinity) is an error; serde_json would write `null`.

mod numbers;
mod pointer;
mod scalar;
mod whole;

use std::fmt;

use serde::Serialize;
use serde::ser::Error;
use serde_json::{Serializer, Value};

use numbers::{Numbers, problem_in};
use scalar::scalar;

pub(crate) use pointer::{path, pointer_step};
pub(crate) use scalar::is_text;
pub(crate) use whole::whole;

/// Why a value cannot be written as JSON. It does not show the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unwritable {
    /// The value at a JSON Pointer has a problem: the end of a sentence that begins with its name.
    Value {
        place: String,
        what: String,
    },
    Other,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { place, what } => f.write_str(&numbers::message(place, what)),
            Self::Other => f.write_str("the value cannot be written as JSON"),
        }
    }
}

/// Returns the error of a field that cannot be written: `what` ends a sentence that begins with its name.
pub(crate) fn unwritable<E: Error>(field: &str, what: &str) -> E {
    E::custom(numbers::message(&format!("/{}", pointer_step(field)), what))
}

/// Returns the error of a value that cannot be written: `what` ends a sentence that begins with its name.
pub(crate) fn unwritable_here<E: Error>(what: &str) -> E {
    E::custom(numbers::message("", what))
}

/// Returns a value as JSON text.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Unwritable> {
    // As much as most requests take.
    let mut bytes = Vec::with_capacity(256);
    let written = value.serialize(Numbers(&mut Serializer::new(&mut bytes)));
    match written {
        Ok(()) => Ok(bytes),
        // serde_json's messages may contain the value.
        Err(error) => Err(match problem_in(&error) {
            Some((place, what)) => Unwritable::Value { place, what },
            None => Unwritable::Other,
        }),
    }
}

/// Returns a value as JSON, with the numbers of [`to_vec`].
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, Unwritable> {
    if let Some(scalar) = scalar(value) {
        return Ok(scalar);
    }
    // Through a string: serde_json's `to_value` would widen an `f32`.
    serde_json::from_slice(&to_vec(value)?).map_err(|_| Unwritable::Other)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::numbers::NOT_FINITE;
    use super::*;

    #[derive(Serialize)]
    enum Shape {
        Unit,
        Newtype(f64),
        Tuple(f64, f32),
        Struct { ratio: f64 },
    }

    fn written<T: Serialize>(value: T) -> String {
        String::from_utf8(to_vec(&value).expect("it can be written")).expect("JSON is UTF-8")
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        for (number, expected) in [
            (10.0, "10"),
            (-1.0, "-1"),
            (0.0, "0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (1e18, "1000000000000000000"),
            (1e300, "1e+300"),
            (-1.5, "-1.5"),
        ] {
            assert_eq!(written(number), expected);
            assert_eq!(expected.parse::<f64>(), Ok(number));
        }
        assert_eq!(written(0.1f32), "0.1");
        assert_eq!(written(2f32), "2");
        assert_eq!(written(i64::MIN), i64::MIN.to_string());
        assert_eq!(written(u64::MAX), u64::MAX.to_string());
        assert_eq!(
            written(123_456_789_012_345_678_901_234_567_890_i128),
            "123456789012345678901234567890"
        );
    }

    #[test]
    fn they_are_found_however_deep_they_are() {
        let list = BTreeMap::from([("a", vec![Some(1.0), None]), ("b", Vec::new())]);
        assert_eq!(written(list), r#"{"a":[1,null],"b":[]}"#);
        assert_eq!(
            written(json!({ "a": [1.0, { "b": 2.0 }] })),
            r#"{"a":[1,{"b":2}]}"#
        );
        assert_eq!(
            written((1.0, "x", true, 'c', ())),
            r#"[1,"x",true,"c",null]"#
        );
        let shapes = [
            (Shape::Unit, r#""Unit""#),
            (Shape::Newtype(1.0), r#"{"Newtype":1}"#),
            (Shape::Tuple(1.0, 0.5), r#"{"Tuple":[1,0.5]}"#),
            (Shape::Struct { ratio: 3.0 }, r#"{"Struct":{"ratio":3}}"#),
        ];
        for (shape, expected) in shapes {
            assert_eq!(written(shape), expected);
        }
    }

    #[test]
    fn a_number_that_json_does_not_have_is_named() {
        let named = |place: &str| {
            Err(Unwritable::Value {
                place: place.to_owned(),
                what: NOT_FINITE.to_owned(),
            })
        };
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(to_vec(&number), named(""));
            assert_eq!(to_vec(&vec![Some(1.0), Some(number)]), named("/1"));
            let deep = BTreeMap::from([("a/b", BTreeMap::from([("c", vec![number])]))]);
            assert_eq!(to_vec(&deep), named("/a~1b/c/0"));
            assert_eq!(to_vec(&Shape::Newtype(number)), named("/Newtype"));
            assert_eq!(to_vec(&Shape::Tuple(1.0, number as f32)), named("/Tuple/1"));
            assert_eq!(
                to_vec(&Shape::Struct { ratio: number }),
                named("/Struct/ratio")
            );
        }
        assert_eq!(to_vec(&BTreeMap::from([((), 1)])), Err(Unwritable::Other));
    }
}
