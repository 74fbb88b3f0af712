//! The place of an operation in the document.

use serde_json::Value;

use super::object;
use crate::document::pointer;
use crate::document::role::METHODS;

/// An operation with its place and its surroundings.
pub struct Place<'a> {
    pub document: &'a Value,
    /// JSON pointer of the operation.
    pub at: String,
    pub path: &'a str,
    /// The HTTP method, as it is sent.
    pub method: String,
    /// The path item.
    pub item: &'a Value,
    pub operation: &'a Value,
}

impl<'a> Place<'a> {
    /// Returns the operations of a path item at `at`: those of the methods that it has as fields, and since 3.2 those of
    /// other methods, which are sent in the letters of the document.
    pub fn all(document: &'a Value, at: &str, path: &'a str, item: &'a Value) -> Vec<Self> {
        let fields = METHODS.iter().filter_map(|method| {
            let operation = item.get(*method)?;
            Some((pointer::join(at, method), method.to_uppercase(), operation))
        });
        let others_at = pointer::join(at, OTHERS);
        let others = object(item.get(OTHERS)).iter().map(|(method, operation)| {
            (pointer::join(&others_at, method), method.clone(), operation)
        });
        let all = fields.chain(others);
        let all = all.map(|(at, method, operation)| Self {
            document,
            at,
            path,
            method,
            item,
            operation,
        });
        all.collect()
    }
}

/// The field of a path item with the operations of other methods.
const OTHERS: &str = "additionalOperations";
