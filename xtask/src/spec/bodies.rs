//! Documented bodies: carries the named examples of the document in specs/ over to its new version.

use serde_json::{Map, Value};

use converse_codegen::internals::pointer;
use converse_codegen::internals::{METHODS, follow};

/// A chain of references longer than this is a cycle.
const LONGEST_CHAIN: usize = 32;

/// The result for the named examples.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// How many were carried over.
    pub kept: usize,
    /// Where each of the others was, and why it has no place.
    pub lost: Vec<(String, String)>,
}

/// Puts the named examples of `old` into `new`, at the same body of the same operation.
pub fn keep(old: &Value, new: &mut Value) -> Kept {
    let mut kept = Kept::default();
    for (place, operation) in operations(old) {
        let target = operation_like(new, &place, operation);
        for (body, media_type, examples) in bodies(old, operation) {
            for (name, example) in examples {
                let from = join(
                    &[&place, &body, "/content"],
                    &[&media_type, "examples", &name],
                );
                let put = match &target {
                    Some(target) => {
                        put(new, &format!("{target}{body}"), &media_type, &name, example)
                    }
                    None => Err("the operation is gone".to_owned()),
                };
                match put {
                    Ok(()) => kept.kept += 1,
                    Err(reason) => kept.lost.push((from, reason)),
                }
            }
        }
    }
    kept
}

/// Each operation under its pointer, webhooks among them.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for section in ["paths", "webhooks", "x-webhooks"] {
        let items = document.get(section).and_then(Value::as_object);
        for (path, item) in items.into_iter().flatten() {
            let item = follow(document, item);
            for method in METHODS {
                let operation = item.get(method);
                found.extend(operation.map(|it| (join(&[], &[section, path, method]), it)));
            }
        }
    }
    found
}

/// Returns the pointer of the same operation in `document`: by path and method, else by id.
fn operation_like(document: &Value, place: &str, operation: &Value) -> Option<String> {
    let all = operations(document);
    let same_place = all.iter().find(|(other, _)| other == place);
    let id = operation.get("operationId").filter(|id| id.is_string());
    let same = same_place.or_else(|| {
        all.iter()
            .find(|(_, other)| id.is_some() && other.get("operationId") == id)
    })?;
    // A path item can be behind a reference, and the examples must be written to its target.
    let (item, method) = same.0.rsplit_once('/')?;
    Some(format!("{}/{method}", landed(document, item)))
}

type Examples<'a> = Vec<(String, &'a Value)>;

/// Returns the bodies of an operation that have named examples: pointer below it, media type, examples.
fn bodies<'a>(document: &'a Value, operation: &'a Value) -> Vec<(String, String, Examples<'a>)> {
    let mut owners = Vec::new();
    owners.extend(
        operation
            .get("requestBody")
            .map(|body| ("/requestBody".to_owned(), body)),
    );
    let responses = operation.get("responses").and_then(Value::as_object);
    for (status, response) in responses.into_iter().flatten() {
        owners.push((pointer::join("/responses", status), response));
    }
    let mut found = Vec::new();
    for (at, owner) in owners {
        let content = follow(document, owner)
            .get("content")
            .and_then(Value::as_object);
        for (media_type, media) in content.into_iter().flatten() {
            let examples = media.get("examples").and_then(Value::as_object);
            let examples: Examples<'a> = examples
                .into_iter()
                .flatten()
                .map(|(name, example)| (name.clone(), follow(document, example)))
                .collect();
            if !examples.is_empty() {
                found.push((at.clone(), media_type.clone(), examples));
            }
        }
    }
    found
}

fn put(
    document: &mut Value,
    body: &str,
    media_type: &str,
    name: &str,
    example: &Value,
) -> Result<(), String> {
    let content = format!("{}/content", landed(document, body));
    let published = document
        .pointer(&content)
        .and_then(|content| content.get(media_type)?.get("examples")?.get(name));
    if let Some(published) = published.map(|published| follow(document, published)) {
        return if published.get("value") == example.get("value") {
            Ok(())
        } else {
            Err("the new version has another example of that name".to_owned())
        };
    }
    let media = document
        .pointer_mut(&content)
        .and_then(|content| content.get_mut(media_type));
    let Some(media) = media.and_then(Value::as_object_mut) else {
        return Err("the operation no longer has such a body".to_owned());
    };
    // `example` and `examples` exclude each other; codegen calls the single one `example`.
    let single = media.shift_remove("example");
    let examples = media
        .entry("examples")
        .or_insert_with(|| Value::Object(Map::new()));
    let Some(examples) = examples.as_object_mut() else {
        return Err("the new version's `examples` is not an object there".to_owned());
    };
    if let Some(single) = single.filter(|single| Some(single) != example.get("value")) {
        examples.insert("example".to_owned(), serde_json::json!({ "value": single }));
    }
    examples.insert(name.to_owned(), example.clone());
    Ok(())
}

/// Returns the pointer of the value at `pointer`, or of the target of its reference.
fn landed(document: &Value, pointer: &str) -> String {
    let mut pointer = pointer.to_owned();
    for _ in 0..LONGEST_CHAIN {
        let reference = document
            .pointer(&pointer)
            .and_then(|value| value.get("$ref")?.as_str());
        match reference.and_then(pointer::target) {
            Some(target) => pointer = target,
            None => break,
        }
    }
    pointer
}

fn join(start: &[&str], names: &[&str]) -> String {
    names
        .iter()
        .fold(start.concat(), |at, name| pointer::join(&at, name))
}
