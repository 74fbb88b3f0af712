//! What a schema says about a value that no type expresses, in words.

use std::fmt::Display;

use serde_json::{Map, Value};

use super::line::code;

/// Appends to a description the limits on a value, and what is taken if it is absent.
pub fn with_limits(
    description: Option<&str>,
    limits: Option<&str>,
    default: Option<&str>,
) -> Option<String> {
    let words: Vec<&str> = limits.into_iter().chain(default).collect();
    let said = (!words.is_empty()).then(|| words.join(" "));
    match (description, said) {
        (Some(description), Some(said)) => Some(format!("{description}\n\n{said}")),
        (description, said) => description.map(str::to_owned).or(said),
    }
}

/// Returns the limits that a schema of the document puts on a value, in words.
pub fn limits(schema: &Map<String, Value>) -> Option<String> {
    let number = |key: &str| schema.get(key).filter(|value| value.is_number());
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    let pattern = text("pattern").filter(|it| !it.is_empty());
    let format = text("format").filter(|it| !it.is_empty() && !TYPED_FORMATS.contains(it));
    let limits = [
        count(number("minLength"), number("maxLength"), "character"),
        range(schema),
        number("multipleOf").map(|it| format!("A multiple of {it}.")),
        count(number("minItems"), number("maxItems"), "item"),
        count(None, number("maxProperties"), "field"),
        pattern.map(|it| format!("Matches {}.", code(it))),
        format.map(|it| format!("Format: {}.", code(it))),
    ];
    let limits: Vec<String> = limits.into_iter().flatten().collect();
    (!limits.is_empty()).then(|| limits.join(" "))
}

/// Returns what is taken if a value is absent, in words.
pub fn default(schema: &Map<String, Value>) -> Option<String> {
    let shown = match schema.get("default")? {
        Value::Null => return None,
        Value::String(text) if !text.trim().is_empty() => text.clone(),
        json => json.to_string(),
    };
    (shown.len() <= LONGEST_DEFAULT).then(|| format!("Default: {}.", code(&shown)))
}

/// The longest default that is shown, in bytes: a sentence has no room for a document.
const LONGEST_DEFAULT: usize = 100;

/// Formats of which the type in Rust says as much.
const TYPED_FORMATS: [&str; 16] = [
    "binary",
    "date-time",
    "double",
    "float",
    "int16",
    "int32",
    "int64",
    "int8",
    "integer",
    "number",
    "password",
    "string",
    "uint32",
    "uint64",
    "uuid",
    // Ours, for the bytes of a body.
    "x-blob",
];

/// Returns limits on a count of something.
fn count(least: Option<&Value>, most: Option<&Value>, what: &str) -> Option<String> {
    // Nothing has fewer than none.
    let least = least.filter(|it| it.as_f64() > Some(0.0));
    let plural = |count: &Value| if count.as_f64() == Some(1.0) { "" } else { "s" };
    Some(match (least, most) {
        (Some(least), Some(most)) if least == most => {
            format!("Exactly {least} {what}{}.", plural(least))
        }
        (Some(least), Some(most)) => format!("{least} to {most} {what}{}.", plural(most)),
        (None, Some(most)) => format!("At most {most} {what}{}.", plural(most)),
        (Some(least), None) => format!("At least {least} {what}{}.", plural(least)),
        (None, None) => return None,
    })
}

/// Returns limits on a number.
fn range(schema: &Map<String, Value>) -> Option<String> {
    let (least, above) = bound(schema, "minimum", "exclusiveMinimum");
    let (most, below) = bound(schema, "maximum", "exclusiveMaximum");
    let one = |words: [&str; 2], excluded: bool, bound: &dyn Display| {
        format!("{} {bound}", words[usize::from(excluded)])
    };
    let least_words = ["At least", "More than"];
    Some(match (least, most) {
        (Some(least), Some(most)) if !above && !below => format!("{least} to {most}."),
        (Some(least), Some(most)) => format!(
            "{}, {}.",
            one(least_words, above, least),
            one(["at most", "less than"], below, most)
        ),
        (Some(least), None) => format!("{}.", one(least_words, above, least)),
        (None, Some(most)) => format!("{}.", one(["At most", "Less than"], below, most)),
        (None, None) => return None,
    })
}

/// Returns a bound, and whether it is excluded itself: since 3.1 an exclusive bound is a number of its own.
fn bound<'a>(
    schema: &'a Map<String, Value>,
    key: &str,
    exclusive: &str,
) -> (Option<&'a Value>, bool) {
    let number = |key: &str| schema.get(key).filter(|value| value.is_number());
    match (number(key), number(exclusive)) {
        (None, Some(excluded)) => (Some(excluded), true),
        (known, _) => (known, schema.get(exclusive) == Some(&Value::Bool(true))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(schema: Value) -> Option<String> {
        let Value::Object(schema) = schema else {
            panic!("{schema}");
        };
        with_limits(
            None,
            limits(&schema).as_deref(),
            default(&schema).as_deref(),
        )
    }

    #[test]
    fn each_limit_is_said_alone_and_with_others() {
        for (schema, expected) in [
            (json!({ "minLength": 1 }), "At least 1 character."),
            (json!({ "maxLength": 60 }), "At most 60 characters."),
            (
                json!({ "minLength": 2, "maxLength": 2 }),
                "Exactly 2 characters.",
            ),
            (
                json!({ "minLength": 0, "maxLength": 9 }),
                "At most 9 characters.",
            ),
            (json!({ "minimum": 1 }), "At least 1."),
            (
                json!({ "minimum": 1, "maximum": 100, "default": 20 }),
                "1 to 100. Default: `20`.",
            ),
            (
                json!({ "exclusiveMinimum": 0, "maximum": 1.5 }),
                "More than 0, at most 1.5.",
            ),
            (
                json!({ "maximum": 9, "exclusiveMaximum": true }),
                "Less than 9.",
            ),
            (json!({ "minItems": 1 }), "At least 1 item."),
            (
                json!({ "maxItems": 3, "maxProperties": 4 }),
                "At most 3 items. At most 4 fields.",
            ),
            (json!({ "multipleOf": 0.5 }), "A multiple of 0.5."),
            (
                json!({ "pattern": "^[a-z`]$", "format": "email" }),
                "Matches `` ^[a-z`]$ ``. Format: `email`.",
            ),
            (json!({ "default": "ACTIVE" }), "Default: `ACTIVE`."),
            (json!({ "default": false }), "Default: `false`."),
            (json!({ "default": "" }), "Default: `\"\"`."),
            (json!({ "default": [1, 2] }), "Default: `[1,2]`."),
        ] {
            assert_eq!(words(schema).as_deref(), Some(expected));
        }
        for nothing in [
            json!({ "minLength": 0, "format": "uuid", "default": null }),
            json!({ "minLength": "1", "pattern": "", "default": "x".repeat(200) }),
        ] {
            assert_eq!(words(nothing), None);
        }
    }
}
