//! The changes of a pass: the places of schemas that differ after it.

use std::collections::BTreeMap;

use crate::api::{About, AnyJson, Api, Described, Schema, Site, SiteKind};

/// Schemas that have a place, by that place, without the schemas below them.
type Snapshot = BTreeMap<String, String>;

/// Returns the schemas as they are read.
pub fn of_schemas(api: &Described) -> Snapshot {
    let mut snapshot = Snapshot::new();
    api.clone().visit_mut(|schema| {
        let mut bare = schema.clone();
        for (_, child) in bare.children_mut() {
            *child = Schema::default();
        }
        insert(&mut snapshot, &schema.about, format!("{bare:?}"));
    });
    snapshot
}

/// Returns the schemas as types have them.
pub fn of_sites(api: &Api) -> Snapshot {
    let mut snapshot = Snapshot::new();
    let free = || Site::of(SiteKind::Any(AnyJson::Free));
    let mut api = api.clone();
    api.visit_mut(|site| {
        let mut bare = site.clone();
        if let Some((_, child)) = bare.child_mut() {
            *child = free();
        }
        insert(&mut snapshot, &site.about, format!("{bare:?}"));
    });
    for schema in api.schemas.values_mut() {
        for (_, child) in schema.children_mut() {
            *child = free();
        }
        insert(&mut snapshot, &schema.about, format!("{schema:?}"));
    }
    snapshot
}

fn insert(snapshot: &mut Snapshot, about: &About, text: String) {
    if let Some(place) = &about.place {
        snapshot.insert(place.to_string(), text);
    }
}

/// Lists what passes change, if that is asked for.
pub struct Trace(Option<Snapshot>);

impl Trace {
    /// Begins with the schemas before the first pass.
    pub fn new(asked: bool, before: impl FnOnce() -> Snapshot) -> Self {
        Self(asked.then(before))
    }

    /// Returns the pass with the places that it changed.
    pub fn after(
        &mut self,
        pass: &'static str,
        snapshot: impl FnOnce() -> Snapshot,
    ) -> Option<(&'static str, Vec<String>)> {
        let known = self.0.as_mut()?;
        let before = std::mem::replace(known, snapshot());
        let differs = |(place, text): &(&String, &String)| known.get(*place) != Some(*text);
        let changed = before.iter().filter(differs);
        Some((pass, changed.map(|(place, _)| place.clone()).collect()))
    }
}
