//! JSON with its whole numbers in other notations.

use serde_json::Value;

/// How whole numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// `5.0`
    Fraction,
    /// `5e0`, `1e2`
    Exponent,
}

/// Beyond this many digits a reader may go through a float and lose some.
const EXACT: u64 = 1 << 53;

/// Writes a value. "`1.0` is an integer" (JSON Schema Validation 2020-12, section 6.1.1), and so is any number whose
/// fraction is zero, whatever its notation.
pub fn written(value: &Value, spelling: Spelling) -> String {
    let mut text = String::new();
    write(value, spelling, &mut text);
    text
}

/// Returns whether a spelling makes a difference.
pub fn has_whole_numbers(value: &Value) -> bool {
    match value {
        Value::Number(_) => is_whole(value),
        Value::Array(items) => items.iter().any(has_whole_numbers),
        Value::Object(fields) => fields.values().any(has_whole_numbers),
        _ => false,
    }
}

fn write(value: &Value, spelling: Spelling, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(item, spelling, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            text.push('{');
            for (index, (name, field)) in fields.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(field, spelling, text);
            }
            text.push('}');
        }
        Value::Number(_) => text.push_str(&number(value, spelling)),
        scalar => text.push_str(&scalar.to_string()),
    }
}

fn is_whole(value: &Value) -> bool {
    value.as_i64().is_some_and(|it| it.unsigned_abs() < EXACT)
}

fn number(value: &Value, spelling: Spelling) -> String {
    let plain = value.to_string();
    let whole = is_whole(value);
    match spelling {
        Spelling::Fraction if whole => format!("{plain}.0"),
        Spelling::Exponent if whole => {
            let digits = plain.trim_end_matches('0');
            match digits.trim_start_matches('-') {
                "" => "0e0".to_owned(),
                _ => format!("{digits}e{}", plain.len() - digits.len()),
            }
        }
        Spelling::Fraction | Spelling::Exponent => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn whole_numbers_have_several_notations() {
        let value =
            json!({ "a\"": [5, 100, -20, 0], "b": 0.5, "c": 9_007_199_254_740_993_i64, "d": "1" });
        for (spelling, numbers) in [
            (Spelling::Fraction, "[5.0,100.0,-20.0,0.0]"),
            (Spelling::Exponent, "[5e0,1e2,-2e1,0e0]"),
        ] {
            let text = written(&value, spelling);
            let rest = r#""b":0.5,"c":9007199254740993,"d":"1"}"#;
            assert_eq!(text, format!(r#"{{"a\"":{numbers},{rest}"#));
        }
        assert!(has_whole_numbers(&value));
        assert!(!has_whole_numbers(&json!([0.5, "1", null])));
    }
}
