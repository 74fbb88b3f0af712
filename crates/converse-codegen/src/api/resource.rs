//! What an operation does with a resource, where its path and method do not show it.

use serde_json::Value;

/// What an operation does with the resources of a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    pub action: ResourceAction,
    /// The path template of the collection; empty if it does nothing with one.
    pub collection: String,
    /// The fields that the operation sets.
    pub sets: Vec<(String, Value)>,
}

/// What an operation does with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceAction {
    Create,
    List,
    Read,
    Change,
    Delete,
    None,
}
