//! Checks that every `$ref` resolves, and follows those outside of schemas.

use serde_json::Value;

use crate::document::pointer;
use crate::problem::{Finding, Result};

/// A chain of references longer than this is taken for a cycle.
const LONGEST_CHAIN: usize = 32;

/// Fails on the first `$ref` that does not resolve, leads out of the document, or is part of a cycle.
pub fn check(document: &Value) -> Result<(), Finding> {
    check_below(document, document, &mut String::new())
}

/// Resolves `value`: returns it, or the end of the chain of references that begins with it.
pub fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    for _ in 0..LONGEST_CHAIN {
        match reference(value).and_then(|reference| pointer::resolve(document, reference)) {
            Some(next) => value = next,
            None => break,
        }
    }
    value
}

/// `at` is the pointer of `value`.
fn check_below(document: &Value, value: &Value, at: &mut String) -> Result<(), Finding> {
    let length = at.len();
    if let Some(reference) = reference(value) {
        check_reference(document, reference, at)?;
    }
    match value {
        Value::Object(object) => {
            for (key, child) in object {
                // An example may hold anything, including a string that looks like a reference.
                let opaque = matches!(key.as_str(), "example" | "default" | "enum")
                    || (key == "value" && at.contains("/examples/"));
                if !opaque {
                    pointer::push(at, key);
                    check_below(document, child, at)?;
                    at.truncate(length);
                }
            }
        }
        Value::Array(array) => {
            for (index, child) in array.iter().enumerate() {
                pointer::push(at, &index.to_string());
                check_below(document, child, at)?;
                at.truncate(length);
            }
        }
        _ => {}
    }
    Ok(())
}

fn check_reference(document: &Value, text: &str, at: &str) -> Result<(), Finding> {
    let at = format!("{at}/$ref");
    let Some(mut target) = pointer::resolve(document, text) else {
        return Err(Finding::at(
            at,
            format!("`{text}` leads nowhere"),
            "correct the reference in the overlay, or add what it refers to",
        ));
    };
    for _ in 0..LONGEST_CHAIN {
        match reference(target).and_then(|next| pointer::resolve(document, next)) {
            Some(next) => target = next,
            None => return Ok(()),
        }
    }
    Err(Finding::at(
        at,
        format!("`{text}` leads to itself, or over more than {LONGEST_CHAIN} references"),
        "replace one of these references in the overlay",
    ))
}

/// Returns the pointer of what [`follow`] returns for the value at the pointer `at`.
pub fn place_of(document: &Value, at: String, value: &Value) -> String {
    let (mut at, mut value) = (at, value);
    for _ in 0..LONGEST_CHAIN {
        let next = reference(value).and_then(|it| Some((pointer::target(it)?, it)));
        let Some((target, next)) = next else { break };
        let Some(next) = pointer::resolve(document, next) else {
            break;
        };
        (at, value) = (target, next);
    }
    at
}

/// Returns the value of `$ref`.
pub fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_unresolved_reference_is_named_with_its_place() {
        let document = json!({ "paths": { "/a": { "$ref": "#/components/pathItems/A" } } });
        let text = check(&document).unwrap_err().in_file("").to_string();
        assert!(
            text.starts_with("#/paths/~1a/$ref: `#/components/pathItems/A` leads nowhere"),
            "{text}"
        );
    }

    #[test]
    fn a_circle_of_references_is_an_error() {
        let document = json!({ "a": { "$ref": "#/b" }, "b": { "$ref": "#/a" } });
        assert!(
            check(&document)
                .unwrap_err()
                .in_file("")
                .to_string()
                .contains("leads to itself")
        );
    }

    #[test]
    fn a_recursive_schema_is_none() {
        let document = json!({ "a": { "items": { "$ref": "#/a" } } });
        assert_eq!(check(&document), Ok(()));
    }

    #[test]
    fn examples_are_opaque() {
        let document = json!({ "examples": { "x": { "value": { "$ref": "anything" } } } });
        assert_eq!(check(&document), Ok(()));
    }
}
