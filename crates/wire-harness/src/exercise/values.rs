//! Compares JSON by value: numbers as numbers, times as instants.

use serde_json::{Number, Value};

use converse_codegen::internals::pointer;

/// Lists the differences, each with its place. `lenient`: null and absent are the same, as in responses.
pub fn differences(expected: &Value, found: &Value, lenient: bool) -> Vec<String> {
    let mut differences = Vec::new();
    compare(expected, found, lenient, "", &mut differences);
    differences
}

fn compare(
    expected: &Value,
    found: &Value,
    lenient: bool,
    at: &str,
    differences: &mut Vec<String>,
) {
    let at_root = |at: &str| {
        if at.is_empty() {
            "/".to_owned()
        } else {
            at.to_owned()
        }
    };
    match (expected, found) {
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in one {
                let here = pointer::join(at, key);
                match other.get(key) {
                    Some(found) => compare(value, found, lenient, &here, differences),
                    None if lenient && value.is_null() => {}
                    None => differences.push(format!("{here}: {} is lost", shown(value))),
                }
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                if !(lenient && value.is_null()) {
                    let here = pointer::join(at, key);
                    differences.push(format!("{here}: {} is new", shown(value)));
                }
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (expected, found)) in one.iter().zip(other).enumerate() {
                compare(
                    expected,
                    found,
                    lenient,
                    &format!("{at}/{index}"),
                    differences,
                );
            }
        }
        (Value::Number(one), Value::Number(other)) if same_number(one, other) => {}
        (Value::String(one), Value::String(other)) if same_text(one, other) => {}
        (one, other) if one == other => {}
        (one, other) => differences.push(format!(
            "{}: expected {}, found {}",
            at_root(at),
            shown(one),
            shown(other)
        )),
    }
}

/// Returns a value, shortened for a message.
pub fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Returns whether two strings are equal, or the same instant in two notations: UTC in place of another offset. Of two
/// that are UTC, the digits are the same too.
pub fn same_text(one: &str, other: &str) -> bool {
    let utc = |text: &str| text.ends_with(['Z', 'z']);
    one == other
        || (!(utc(one) && utc(other))
            && matches!((instant(one), instant(other)), (Some(a), Some(b)) if a == b))
}

fn same_number(one: &Number, other: &Number) -> bool {
    let integer = |number: &Number| -> Option<i128> {
        let float = number.as_f64()?;
        number
            .as_i128()
            .or((float.fract() == 0.0 && float.abs() < 1e15).then_some(float as i128))
    };
    match (integer(one), integer(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.as_f64() == other.as_f64(),
        _ => false,
    }
}

/// Parses an RFC 3339 time to seconds and nanoseconds. Without an offset it is UTC.
fn instant(text: &str) -> Option<(i64, u64)> {
    let digits = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok())?
    };
    let bytes = text.as_bytes();
    let marks = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    if bytes.len() < 19 || !b"Tt ".contains(&bytes[10]) {
        return None;
    }
    if marks.iter().any(|(at, mark)| bytes[*at] != *mark) {
        return None;
    }
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    let time = digits(11, 13)? * 3600 + digits(14, 16)? * 60 + digits(17, 19)?;
    let mut rest = &text[19..];
    let mut fraction = 0;
    if let Some(after) = rest.strip_prefix('.') {
        let end = after
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(after.len());
        fraction = format!("{:0<9.9}", &after[..end]).parse().ok()?;
        rest = &after[end..];
    }
    let offset = match rest {
        "" | "Z" | "z" => 0,
        _ => {
            let sign = match rest.as_bytes()[0] {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let digits: String = rest[1..].chars().filter(|c| *c != ':').collect();
            let number: i64 = (digits.len() == 4).then(|| digits.parse().ok())??;
            sign * (number / 100 * 3600 + number % 100 * 60)
        }
    };
    Some((days(year, month, day) * 86_400 + time - offset, fraction))
}

/// Returns the days from the first of March of the year 0, by the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the leap day is their last.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    365 * year + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_value_in_another_spelling() {
        for (one, other) in [
            (json!(1), json!(1.0)),
            (
                json!("2024-03-01T09:30:00Z"),
                json!("2024-03-01T10:30:00.000+01:00"),
            ),
            (
                json!("2024-03-01T00:30:00+01:00"),
                json!("2024-02-29T23:30:00Z"),
            ),
            (json!("2024-03-01 09:30:00"), json!("2024-03-01T09:30:00Z")),
        ] {
            assert_eq!(differences(&one, &other, false), [""; 0], "{one} {other}");
        }
    }

    #[test]
    fn another_value() {
        for (one, other) in [
            (
                json!(9_007_199_254_740_993_i64),
                json!(9_007_199_254_740_992_i64),
            ),
            (json!(1), json!("1")),
            (
                json!("2024-03-01T09:30:00Z"),
                json!("2024-03-01T09:30:00.1Z"),
            ),
            (json!("2024-03-01"), json!("2024-03-01T00:00:00Z")),
            (
                json!("2024-03-01T09:30:00.25Z"),
                json!("2024-03-01T09:30:00.250Z"),
            ),
            (json!([1, 2]), json!([1])),
            (json!({ "a": 1 }), json!({})),
            (json!({ "a": null }), json!({})),
        ] {
            assert_eq!(differences(&one, &other, false).len(), 1, "{one} {other}");
        }
    }

    #[test]
    fn null_is_absent_in_answers() {
        assert_eq!(
            differences(&json!({ "a": null }), &json!({}), true),
            [""; 0]
        );
        assert_eq!(
            differences(
                &json!({ "a": { "b": 1 } }),
                &json!({ "a": {}, "c": 2 }),
                true
            ),
            ["/a/b: 1 is lost", "/c: 2 is new"]
        );
    }
}
