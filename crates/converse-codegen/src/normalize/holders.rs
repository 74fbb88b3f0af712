//! The types that hold a value of some kind, at whatever depth.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Api, Name, Site, SiteKind, StringFormat};

/// Returns the types in which a value at some depth is one of those.
pub fn holders(api: &Api, is_one: impl Fn(&Site) -> bool) -> BTreeSet<Name> {
    let mut holders: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    let mut open: Vec<&Name> = Vec::new();
    for (name, definition) in &api.schemas {
        for (_, site) in definition.children() {
            if let Some(held) = site.innermost_name() {
                holders.entry(held).or_default().push(name);
            }
            if is_one(site) {
                open.push(name);
            }
        }
    }
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if found.insert(name.clone()) {
            open.extend(holders.get(name).into_iter().flatten());
        }
    }
    found
}

/// Returns the types that cannot be `Eq` and `Hash`: they hold a float, a password, or bytes that may be in a file.
pub fn inexact(api: &Api) -> BTreeSet<Name> {
    holders(api, |site| {
        let mut is_inexact = false;
        site.visit(&mut |site| {
            is_inexact |= matches!(
                site.kind,
                SiteKind::Number | SiteKind::String(StringFormat::Password | StringFormat::Blob)
            );
        });
        is_inexact
    })
}
