//! The named schemas that sites lead to.

use std::collections::BTreeSet;

use crate::api::{Definition, Name, Named, Site};

/// Returns the names of all schemas that `roots` refer to, directly or indirectly.
pub fn reachable<'a>(
    schemas: &'a Named<Definition>,
    roots: impl IntoIterator<Item = &'a Site>,
) -> BTreeSet<Name> {
    let mut open: Vec<&Site> = roots.into_iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(site) = open.pop() {
        if let Some(name) = site.innermost_name()
            && reached.insert(name.clone())
        {
            let children = schemas.get(name).into_iter().flat_map(Definition::children);
            open.extend(children.map(|(_, child)| child));
        }
    }
    reached
}
