//! The place of an operation in the document.

use serde_json::Value;

/// An operation with its place and its surroundings.
pub struct Place<'a> {
    pub document: &'a Value,
    /// JSON pointer of the operation.
    pub at: String,
    pub path: &'a str,
    pub method: &'a str,
    /// The path item.
    pub item: &'a Value,
    pub operation: &'a Value,
}
