//! The named schemas that other schemas lead to.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::api::{Schemas, children_mut};
use crate::pointer;

/// The names of all schemas that `roots` refer to, straight or by way of others.
pub fn reachable(schemas: &Schemas, roots: impl IntoIterator<Item = Value>) -> BTreeSet<String> {
    let mut open: Vec<Value> = roots.into_iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(mut schema) = open.pop() {
        if let Some(name) = pointer::schema_name(&schema)
            && reached.insert(name.clone())
            && let Some(target) = schemas.get(&name)
        {
            open.push(target.clone());
        }
        open.extend(
            children_mut(&mut schema)
                .into_iter()
                .map(|(_, child)| child.clone()),
        );
    }
    reached
}
