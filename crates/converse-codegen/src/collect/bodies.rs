//! The body of a request, in the media type that suits typed code best.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::examples;
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
        Encoding::Multipart => part_schema(place.document, &schema),
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
        part_types: part_types(media),
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

/// Format that marks bytes from memory, file or stream for later steps.
pub const BLOB: &str = "x-blob";

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
        _ if essence.ends_with("+json") => Encoding::Json,
        _ if essence.ends_with("+xml") || essence.starts_with("text/") => Encoding::Text,
        "*/*" if media.get("schema").is_some_and(|schema| !is_binary(schema)) => Encoding::Json,
        _ => Encoding::Bytes,
    }
}

fn is_binary(schema: &Value) -> bool {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    // What is encoded is text (JSON Schema 2020-12, Validation 8.3).
    let is_encoded = text("contentEncoding").is_some();
    matches!(text("format"), Some("binary"))
        || text("type") == Some("file")
        || text("contentMediaType").is_some_and(|kind| !is_encoded && !kind.contains("json"))
}

/// Returns the form's own copy of its schema, in which files are marked: elsewhere they are plain strings.
fn part_schema(document: &Value, schema: &Value) -> Value {
    let mut own = follow(document, schema).clone();
    mark_parts(document, &mut own, 0);
    own
}

/// How deep the parts of an `allOf` are looked for in each other. Deeper ones are copies of those before, or none.
const DEPTH: usize = 8;

/// Marks the files among the parts that an object has, declared or not.
fn mark_parts(document: &Value, schema: &mut Value, depth: usize) {
    if depth > DEPTH {
        return;
    }
    if is_binary(schema) {
        return mark_file(schema);
    }
    let parts = schema.get_mut("properties").and_then(Value::as_object_mut);
    let parts = parts.into_iter().flat_map(|parts| parts.values_mut());
    for part in parts {
        if let Some(marked) = marked_part(document, part, 0) {
            *part = marked;
        }
    }
    if let Some(rest) = schema.get_mut("additionalProperties")
        && let Some(marked) = marked_part(document, rest, 0)
    {
        *rest = marked;
    }
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let members = schema.get_mut(keyword).and_then(Value::as_array_mut);
        for member in members.into_iter().flatten() {
            if keyword == "allOf" && reference(member).is_some() {
                let target = follow(document, member);
                let is_union = ["oneOf", "anyOf"].iter().any(|it| target.get(it).is_some());
                if is_union {
                    continue;
                }
                *member = target.clone();
            }
            mark_parts(document, member, depth + 1);
        }
    }
}

/// Returns the part's own copy of its schema, if files are in it: a file, a list of files, one of several values. A file
/// inside of an object is a string of that object's JSON. The named schema of a reference stays as it is.
fn marked_part(document: &Value, part: &Value, depth: usize) -> Option<Value> {
    let target = follow(document, part);
    if is_binary(target) {
        let mut file = target.clone();
        mark_file(&mut file);
        return Some(file);
    }
    if depth > DEPTH {
        return None;
    }
    let mut marked = None;
    let items = target.get("items");
    if let Some(items) = items.and_then(|items| marked_part(document, items, depth + 1)) {
        marked.get_or_insert_with(|| target.clone())["items"] = items;
    }
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let members = target.get(keyword).and_then(Value::as_array);
        for (index, member) in members.into_iter().flatten().enumerate() {
            if let Some(member) = marked_part(document, member, depth + 1) {
                marked.get_or_insert_with(|| target.clone())[keyword][index] = member;
            }
        }
    }
    marked
}

fn mark_file(schema: &mut Value) {
    schema["type"] = json!("string");
    schema["format"] = json!(BLOB);
    if let Some(object) = schema.as_object_mut() {
        object.shift_remove("contentMediaType");
    }
}

/// Reads the styles that `encoding` gives to fields. A field that is JSON is written as one value.
fn field_styles(media: &Value) -> Vec<(String, String, bool)> {
    object(media.get("encoding"))
        .iter()
        .filter_map(|(field, encoding)| {
            let explode = encoding.get("explode").and_then(Value::as_bool);
            let stated = text(encoding.get("style"));
            let is_json =
                text(encoding.get("contentType")).is_some_and(|kind| kind.ends_with("json"));
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

/// Reads the content types that `encoding` gives to parts.
fn part_types(media: &Value) -> Vec<(String, String)> {
    object(media.get("encoding"))
        .iter()
        .filter_map(|(part, encoding)| Some((part.clone(), text(encoding.get("contentType"))?)))
        .map(|(part, types)| {
            // If there are several, the first is sent.
            let first = types
                .split(',')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned();
            (part, first)
        })
        .filter(|(_, kind)| !kind.contains('*'))
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
