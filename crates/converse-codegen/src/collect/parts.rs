//! The parts of a multipart form: which of them are files, their content types and their headers.

use serde_json::{Value, json};

use super::bodies::{BLOB, is_binary};
use super::references::{follow, reference};
use super::{object, text};
use crate::document::pointer;
use crate::problem::Finding;

/// Returns the form's own copy of its schema, in which files are marked: elsewhere they are plain strings.
pub fn schema(document: &Value, schema: &Value) -> Value {
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

/// Reads the content types that `encoding` gives to parts.
pub fn types(media: &Value) -> Vec<(String, String)> {
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

/// Reads the headers that `encoding` gives to parts: part, name and value. A header is sent if it has one value, by
/// `const`, `enum` or `default`: a form has no argument for it.
pub fn headers(
    document: &Value,
    media: &Value,
    at: &str,
    warnings: &mut Vec<Finding>,
) -> Vec<(String, String, String)> {
    let mut sent = Vec::new();
    for (part, encoding) in object(media.get("encoding")) {
        for (name, header) in object(encoding.get("headers")) {
            // It has a field of its own (OpenAPI 3.1.1, 4.8.15.1).
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let schema = follow(document, header).get("schema");
            let schema = schema.map(|schema| follow(document, schema));
            match schema.and_then(fixed_value) {
                Some(value) if is_header(name, &value) => {
                    sent.push((part.clone(), name.clone(), value));
                }
                _ => warnings.push(Finding::at(
                    pointer::join(&pointer::join(&format!("{at}/encoding"), part) , "headers"),
                    format!(
                        "the header `{}` of the part `{}` has no single value that can be sent; it is left out",
                        name.escape_debug(),
                        part.escape_debug(),
                    ),
                    "give its schema a `const` in the overlay",
                )),
            }
        }
    }
    sent
}

fn fixed_value(schema: &Value) -> Option<String> {
    let values = schema.get("enum").and_then(Value::as_array);
    let only = values.and_then(|values| match values.as_slice() {
        [only] => Some(only),
        _ => None,
    });
    let value = schema.get("const").or(only).or(schema.get("default"))?;
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn is_header(name: &str, value: &str) -> bool {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let ours = name.eq_ignore_ascii_case("content-disposition");
    !ours
        && !name.is_empty()
        && name.chars().all(token)
        && value.chars().all(|c| (' '..='~').contains(&c))
}
