//! Resolves the references of a document, and follows those outside of schemas.

use serde_json::Value;

use crate::document::pointer;
pub use crate::document::pointer::referred as reference;
use crate::problem::Finding;

mod locate;
mod messages;
mod survey;

use survey::{Survey, Unusable};

/// A chain of references longer than this is taken for a circle.
const LONGEST_CHAIN: usize = 32;

/// Resolves all references of `document`: after this, each of them is in a place where the standard allows one, and
/// leads to a place of the document by its pointer. A reference elsewhere is replaced by what it leads to. A value that
/// cannot be followed or is not what is expected in its place is any JSON, if it is a schema, or is dropped, with a
/// finding.
pub fn resolve(document: &mut Value) -> (Vec<Finding>, Unusable) {
    let survey = Survey::of(document);
    let (edits, findings, unusable) = (survey.edits, survey.findings, survey.unusable);
    edits.apply(document);
    (findings, unusable)
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

#[cfg(test)]
mod tests;
