//! The width of an integer: what its format says, unless its bounds need more.

use serde_json::{Map, Value};

use crate::api::Integer;

/// Returns the width. An integer without a format and without bounds beyond 64 bits is an `i64`.
pub fn width(object: &Map<String, Value>, format: Option<&str>) -> Integer {
    let declared = of_format(format);
    let (low, high) = bounds(object);
    let (least, most) = range(declared);
    let fits = low.is_none_or(|low| low >= least) && high.is_none_or(|high| high <= most);
    match (fits, low, high) {
        (true, ..) => declared,
        (false, low, Some(high)) if is_unsigned(low, high) => Integer::U64,
        (false, ..) => Integer::I64,
    }
}

/// Returns whether the bounds are those of an integer that only 64 bits without a sign hold.
fn is_unsigned(low: Option<i128>, high: i128) -> bool {
    low.is_none_or(|low| low >= 0) && high > i64::MAX.into() && high <= u64::MAX.into()
}

fn of_format(format: Option<&str>) -> Integer {
    match format {
        Some("int8") => Integer::I8,
        Some("int16") => Integer::I16,
        Some("int32") => Integer::I32,
        Some("uint8") => Integer::U8,
        Some("uint16") => Integer::U16,
        Some("uint32") => Integer::U32,
        Some("uint64" | "uint") => Integer::U64,
        _ => Integer::I64,
    }
}

fn range(of: Integer) -> (i128, i128) {
    match of {
        Integer::I8 => (i8::MIN.into(), i8::MAX.into()),
        Integer::I16 => (i16::MIN.into(), i16::MAX.into()),
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::U8 => (0, u8::MAX.into()),
        Integer::U16 => (0, u16::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, u64::MAX.into()),
    }
}

/// Returns the least and the greatest integer, as far as the document bounds them.
fn bounds(object: &Map<String, Value>) -> (Option<i128>, Option<i128>) {
    let bound = |key: &str| object.get(key).and_then(integer);
    // Until 3.1 an exclusive bound is a flag beside the other one.
    let excludes = |key: &str| i128::from(object.get(key) == Some(&Value::Bool(true)));
    let low = bound("minimum").map(|low| low + excludes("exclusiveMinimum"));
    let high = bound("maximum").map(|high| high - excludes("exclusiveMaximum"));
    (
        low.max(bound("exclusiveMinimum").map(|low| low + 1)),
        high.into_iter()
            .chain(bound("exclusiveMaximum").map(|high| high - 1))
            .min(),
    )
}

/// Returns a bound without its fraction.
fn integer(bound: &Value) -> Option<i128> {
    let number = bound.as_number()?;
    // A quarter of the range leaves room for the steps of exclusive bounds.
    let bounded = |float: f64| (float as i128).clamp(i128::MIN / 4, i128::MAX / 4);
    number.as_i128().or_else(|| number.as_f64().map(bounded))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn width_of(schema: Value) -> Integer {
        let schema = schema.as_object().expect("an object");
        width(schema, schema.get("format").and_then(Value::as_str))
    }

    #[test]
    fn bounds_choose_the_width() {
        for (schema, expected) in [
            (json!({}), Integer::I64),
            (json!({ "minimum": 1, "maximum": 100 }), Integer::I64),
            (json!({ "minimum": 0 }), Integer::I64),
            (json!({ "minimum": 0, "maximum": i64::MAX }), Integer::I64),
            (json!({ "minimum": 0, "maximum": u64::MAX }), Integer::U64),
            (json!({ "maximum": u64::MAX }), Integer::U64),
            (
                json!({ "exclusiveMaximum": 18446744073709551616.0 }),
                Integer::U64,
            ),
            (
                json!({ "maximum": 18446744073709551616.0, "exclusiveMaximum": true }),
                Integer::U64,
            ),
            (json!({ "minimum": -1, "maximum": u64::MAX }), Integer::I64),
            (json!({ "maximum": 1e300 }), Integer::I64),
            (
                json!({ "format": "int32", "maximum": 4294967295_u32 }),
                Integer::I64,
            ),
            (
                json!({ "format": "int32", "maximum": 2147483647 }),
                Integer::I32,
            ),
            (json!({ "format": "uint8", "minimum": -1 }), Integer::I64),
            (
                json!({ "format": "int64", "maximum": u64::MAX }),
                Integer::U64,
            ),
            (json!({ "format": "uint" }), Integer::U64),
        ] {
            assert_eq!(width_of(schema.clone()), expected, "{schema}");
        }
    }
}
