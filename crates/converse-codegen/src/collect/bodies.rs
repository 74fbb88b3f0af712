//! The body of a request, in the media type that suits typed code best.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::examples;
use super::parts::{self, BLOB, is_binary};
use super::references::{follow, place_of, reference};
use super::{Place, object, text};
use crate::api::{Body, Encoding, Example};
use crate::document::pointer;
use crate::problem::Finding;

/// Reads the body and its documented examples.
pub fn read(place: &Place<'_>, warnings: &mut Vec<Finding>) -> (Option<Body<Value>>, Vec<Example>) {
    let Some(published) = place.operation.get("requestBody") else {
        return (None, Vec::new());
    };
    let body = follow(place.document, published);
    let content = object(body.get("content"));
    let Some((media_type, media)) = content
        .iter()
        .min_by_key(|(name, media)| rank(encoding(name, media)))
    else {
        return (None, Vec::new());
    };
    if content.len() > 1 {
        let others: Vec<&str> = content
            .keys()
            .filter(|name| *name != media_type)
            .map(String::as_str)
            .collect();
        warnings.push(Finding::at(
            format!("{}/requestBody/content", place.at),
            format!(
                "of several media types, `{media_type}` is sent and not {}",
                others.join(", ")
            ),
            "remove the others in the overlay if this one is right",
        ));
    }
    let encoding = encoding(media_type, media);
    let min_properties = match (encoding, media.get("schema")) {
        (Encoding::Json, Some(schema)) => min_properties(place.document, schema),
        _ => 0,
    };
    let schema = media
        .get("schema")
        .cloned()
        .unwrap_or_else(|| Value::Object(Map::new()));
    let schema = match encoding {
        Encoding::Multipart => parts::schema(place.document, &schema),
        Encoding::Bytes => json!({ "type": "string", "format": BLOB }),
        Encoding::Text => json!({ "type": "string" }),
        _ => schema,
    };
    let read = Body {
        // A media type range cannot be sent; typed code sends JSON in its place.
        media_type: if media_type == "*/*" && encoding == Encoding::Json {
            "application/json".to_owned()
        } else {
            media_type.clone()
        },
        encoding,
        part_types: parts::types(media),
        part_headers: match encoding {
            Encoding::Multipart => {
                let at = pointer::join(&format!("{}/requestBody/content", place.at), media_type);
                parts::headers(place.document, media, &at, warnings)
            }
            _ => Vec::new(),
        },
        field_styles: field_styles(media),
        required: body
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        description: text(body.get("description")),
        schema,
        any_of: Vec::new(),
        min_properties,
        clears: false,
    };
    let examples = if encoding == Encoding::Json {
        let at = format!("{}/requestBody", place.at);
        let at = place_of(place.document, at, published);
        let at = pointer::join(&format!("{at}/content"), media_type);
        examples::read(place.document, media, &at, None)
    } else {
        Vec::new()
    };
    (Some(read), examples)
}

/// Returns how many fields a schema requires, whichever they are.
fn min_properties(document: &Value, schema: &Value) -> u64 {
    let stated = |schema: &Value| schema.get("minProperties").and_then(Value::as_u64);
    let mut least = 0;
    let mut open = vec![schema];
    // A schema may be part of itself, and more than once.
    let mut known = BTreeSet::new();
    while let Some(schema) = open.pop() {
        let target = follow(document, schema);
        let own = [schema, target].into_iter().filter_map(stated);
        least = own.fold(least, u64::max);
        if reference(schema).is_none_or(|reference| known.insert(reference)) {
            let parts = target.get("allOf").and_then(Value::as_array);
            open.extend(parts.into_iter().flatten());
        }
    }
    least
}

/// Ranks media types: JSON before forms before multipart before anything else.
fn rank(encoding: Encoding) -> u8 {
    match encoding {
        Encoding::Json => 0,
        Encoding::Form => 1,
        Encoding::Multipart => 2,
        Encoding::Text => 3,
        Encoding::Bytes => 4,
    }
}

/// Returns how a body of that media type is written and read.
pub fn encoding(media_type: &str, media: &Value) -> Encoding {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" => Encoding::Json,
        "application/x-www-form-urlencoded" => Encoding::Form,
        "multipart/form-data" | "multipart/mixed" | "multipart/related" => Encoding::Multipart,
        "application/xml" => Encoding::Text,
        _ if is_stream(&essence) && !essence.starts_with("text/") => Encoding::Bytes,
        _ if essence.ends_with("+json") => Encoding::Json,
        _ if essence.ends_with("+xml") || essence.starts_with("text/") => Encoding::Text,
        "*/*" if media.get("schema").is_some_and(|schema| !is_binary(schema)) => Encoding::Json,
        _ => Encoding::Bytes,
    }
}

/// Whether values of the media type follow each other.
pub fn is_stream(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let streams = [
        "text/event-stream",
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/x-ndjson",
        "application/ndjson",
        "application/json-seq",
        "application/geo+json-seq",
        "application/stream+json",
    ];
    streams.iter().any(|it| it.eq_ignore_ascii_case(essence))
}

/// Reads the styles that `encoding` gives to fields. A field that is JSON is written as one value.
fn field_styles(media: &Value) -> Vec<(String, String, bool)> {
    object(media.get("encoding"))
        .iter()
        .filter_map(|(field, encoding)| {
            let explode = encoding.get("explode").and_then(Value::as_bool);
            let stated = text(encoding.get("style"));
            let kind = text(encoding.get("contentType"));
            let is_json =
                kind.is_some_and(|kind| self::encoding(&kind, &Value::Null) == Encoding::Json);
            let style = match (stated, explode) {
                (Some(style), _) => style,
                (None, Some(_)) => "form".to_owned(),
                (None, None) if is_json => "json".to_owned(),
                (None, None) => return None,
            };
            let explode = explode.unwrap_or(style == "form");
            Some((field.clone(), style, explode))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_of_fields_is_that_of_all_parts() {
        let itself = vec![json!({ "$ref": "#/components/schemas/A" }); 64];
        let document = json!({ "components": { "schemas": {
            "A": { "minProperties": 1, "allOf": itself },
            "B": { "allOf": [{ "$ref": "#/components/schemas/A" }, { "minProperties": 2 }] },
        } } });
        let least = |name: &str| {
            let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
            min_properties(&document, &schema)
        };
        assert_eq!((least("A"), least("B")), (1, 2));
        assert_eq!(min_properties(&document, &json!({})), 0);
    }

    #[test]
    fn fields_of_a_form_have_the_style_that_is_stated() {
        let media = json!({ "encoding": {
            "a": { "style": "deepObject", "explode": true },
            "b": { "explode": false },
            "c": { "contentType": "application/json" },
            "d": { "contentType": "text/plain" },
        } });
        let style =
            |field: &str, style: &str, explode| (field.to_owned(), style.to_owned(), explode);
        let expected = [
            style("a", "deepObject", true),
            style("b", "form", false),
            style("c", "json", false),
        ];
        assert_eq!(field_styles(&media), expected);
    }
}
