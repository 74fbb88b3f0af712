//! The provider's own message in an error body.

use serde_json::Value;

/// The fields that hold a message for people, in the order in which they are looked for.
const FIELDS: [&str; 7] = [
    "message",
    "detail",
    "title",
    "error_description",
    "errorMessage",
    "description",
    "reason",
];

/// The fields that hold the error, or a list of errors.
const INNER: [&str; 2] = ["error", "errors"];

/// Returns the message in a body: what `place` points to, which the document names, else the first of the usual fields.
pub(super) fn message_in<'a>(body: &'a Value, place: &str) -> Option<&'a str> {
    let named = match place {
        "" => None,
        place => body.pointer(place).and_then(text),
    };
    named.or_else(|| usual(body)).or_else(|| {
        let mut inner = INNER.iter().filter_map(|name| body.get(name));
        inner.find_map(|inner| match inner {
            Value::Array(errors) => errors.first().and_then(|it| text(it).or_else(|| usual(it))),
            inner => text(inner).or_else(|| usual(inner)),
        })
    })
}

fn usual(object: &Value) -> Option<&str> {
    FIELDS
        .iter()
        .find_map(|name| object.get(name).and_then(text))
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_message_is_found_where_providers_put_it() {
        for (body, place, expected) in [
            (json!({ "message": "m", "detail": "d" }), "", Some("m")),
            (
                json!({ "message": " ", "title": "t", "detail": "d" }),
                "",
                Some("d"),
            ),
            (
                json!({ "error": "e", "error_description": "d" }),
                "",
                Some("d"),
            ),
            (json!({ "error": "e" }), "", Some("e")),
            (
                json!({ "error": { "code": 7, "message": "m" } }),
                "",
                Some("m"),
            ),
            (
                json!({ "errors": [{ "detail": "d" }, { "detail": "x" }] }),
                "",
                Some("d"),
            ),
            (json!({ "errors": ["e"] }), "", Some("e")),
            (
                json!({ "message": "m", "why": { "text": "w" } }),
                "/why/text",
                Some("w"),
            ),
            (json!({ "message": "m" }), "/why/text", Some("m")),
            (json!({ "message": { "a": 1 } }), "", None),
            (json!(["message"]), "", None),
            (json!("text"), "", None),
        ] {
            assert_eq!(message_in(&body, place), expected, "{body}");
        }
    }
}
