//! The effect of a media type on a body.

use serde_json::Value;

use super::contract::follow;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

/// Ranks kinds: JSON is sent before forms, forms before parts, then the rest.
pub fn rank(kind: Kind) -> usize {
    let order = [
        Kind::Json,
        Kind::Form,
        Kind::Multipart,
        Kind::Text,
        Kind::Bytes,
    ];
    order.iter().position(|it| *it == kind).unwrap_or_default()
}

/// Returns the kind of a media type; that of a range follows from its schema.
pub fn kind(document: &Value, media_type: &str, media: &Value) -> Kind {
    let essence = essence(media_type);
    let (family, name) = essence.split_once('/').unwrap_or((&essence, ""));
    match (family, name) {
        (_, "json") => Kind::Json,
        (_, name) if name.ends_with("+json") => Kind::Json,
        ("application", "x-www-form-urlencoded") => Kind::Form,
        ("multipart", _) => Kind::Multipart,
        ("text", _) | (_, "xml") => Kind::Text,
        (_, name) if name.ends_with("+xml") => Kind::Text,
        ("*", _) => match media.get("schema") {
            Some(schema) if !is_binary(document, schema) => Kind::Json,
            _ => Kind::Bytes,
        },
        _ => Kind::Bytes,
    }
}

/// Returns the media type without its parameters.
pub fn essence(media_type: &str) -> String {
    let bare = media_type.split(';').next().unwrap_or_default();
    bare.trim().to_ascii_lowercase()
}

/// Returns whether the schema describes raw bytes.
pub fn is_binary(document: &Value, schema: &Value) -> bool {
    let schema = follow(document, schema);
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    text("format") == Some("binary")
        || text("type") == Some("file")
        || (text("contentMediaType").is_some_and(|kind| !essence(kind).ends_with("json"))
            && text("contentEncoding").is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_media_type_says_how_a_body_is_written() {
        let document = json!({ "components": { "schemas": { "F": { "type": "string", "format": "binary" } } } });
        for (media_type, media, expected) in [
            ("application/json; charset=utf-8", json!({}), Kind::Json),
            ("application/problem+json", json!({}), Kind::Json),
            ("application/x-www-form-urlencoded", json!({}), Kind::Form),
            ("multipart/form-data", json!({}), Kind::Multipart),
            ("text/html", json!({}), Kind::Text),
            ("application/xml", json!({}), Kind::Text),
            ("image/png", json!({}), Kind::Bytes),
            ("*/*", json!({}), Kind::Bytes),
            ("*/*", json!({ "schema": { "type": "object" } }), Kind::Json),
            (
                "*/*",
                json!({ "schema": { "$ref": "#/components/schemas/F" } }),
                Kind::Bytes,
            ),
        ] {
            assert_eq!(
                kind(&document, media_type, &media),
                expected,
                "{media_type}"
            );
        }
    }
}
