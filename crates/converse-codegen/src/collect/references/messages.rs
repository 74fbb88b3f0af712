//! What is said about references that lead nowhere, and about values in the place of others.

use serde_json::Value;

use crate::document::bundle::UNREAD;
use crate::document::{pointer, uri};
use crate::problem::Finding;

/// Why a reference cannot be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Nowhere,
    Circle,
    TooMuch,
}

/// Returns the finding about the reference `text` at `at`, which cannot be followed.
pub fn unresolved(document: &Value, at: &str, text: &str, cause: Cause) -> Finding {
    let unread = document.pointer(at).and_then(|place| place.get(UNREAD));
    let rule = match unread.and_then(Value::as_str) {
        Some(reason) => reason.to_owned(),
        None if cause == Cause::Circle => format!("`{text}` leads to itself"),
        None if cause == Cause::TooMuch => {
            format!("`{text}` leads to itself, or to more than a document may hold")
        }
        None if uri::has_scheme(text) => {
            format!("`{text}` is on the network, which is never accessed")
        }
        None => format!("`{text}` leads nowhere"),
    };
    let path = pointer::json_path(document, at);
    Finding::at(
        pointer::join(at, "$ref"),
        rule,
        format!(
            "correct the reference in the overlay, by an action with `target: {path}` and \
             `update: {{ $ref: … }}`, or add what it refers to"
        ),
    )
    .invalid()
}

/// Returns the finding about a place whose value is not what is expected there.
pub fn unexpected(document: &Value, at: &str, expected: &str, found: &Value) -> Finding {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let path = pointer::json_path(document, at);
    Finding::at(
        at,
        format!("{expected} is expected here, and this is {found}"),
        format!("remove it in the overlay, by an action with `target: {path}` and `remove: true`"),
    )
    .invalid()
}

/// Returns the finding about the reference `text` at `at`, which leads to `found`.
pub fn misled(document: &Value, at: &str, text: &str, expected: &str, found: &Value) -> Finding {
    let place = unexpected(document, at, expected, found);
    Finding {
        rule: format!(
            "`{text}`: {}",
            place.rule.replace("here, and this", "there, and it")
        ),
        ..unresolved(document, at, text, Cause::Nowhere)
    }
}

/// Returns the finding about the value at `at` of a discriminator's mapping, which names no schema.
pub fn of_mapping(document: &Value, at: &str, unresolved: Finding) -> Finding {
    let path = pointer::json_path(document, at);
    Finding {
        pointer: at.to_owned(),
        help: format!(
            "remove the value in the overlay, by an action with `target: {path}` and `remove: true`, \
             or add the schema"
        ),
        ..unresolved
    }
}

/// Returns the finding about the dynamic reference `text` at `at`, which cannot be followed.
pub fn dynamic(document: &Value, at: &str, text: &str, is_ambiguous: bool) -> Finding {
    let place = unresolved(document, at, text, Cause::Nowhere);
    Finding {
        pointer: pointer::join(at, "$dynamicRef"),
        rule: match is_ambiguous {
            true => format!("`{text}` leads to one of several schemas, by the way to this one"),
            false => place.rule,
        },
        ..place
    }
}
