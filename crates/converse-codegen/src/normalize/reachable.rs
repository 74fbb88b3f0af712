//! The named schemas that other schemas lead to.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::api::{Schemas, children};
use crate::document::pointer;

/// Returns the names of all schemas that `roots` refer to, directly or indirectly.
pub fn reachable<'a>(
    schemas: &'a Schemas,
    roots: impl IntoIterator<Item = &'a Value>,
) -> BTreeSet<String> {
    let mut open: Vec<&Value> = roots.into_iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(schema) = open.pop() {
        if let Some(name) = pointer::schema_name(schema)
            && reached.insert(name.clone())
        {
            open.extend(schemas.get(&name));
        }
        open.extend(children(schema).into_iter().map(|(_, child)| child));
    }
    reached
}
