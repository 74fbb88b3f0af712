//! The changes of a pass: the places of schemas that differ after it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use crate::api::{
    About, Api, Definition, DefinitionKind, Described, Kind, Name, Object, OneOf, Schema, Site,
    SiteKind,
};

/// Schemas that have a place, each with a hash of what it says without the schemas below it. Of several at one place,
/// the last counts.
pub type Snapshot = Vec<(Name, u64)>;

/// Returns the schemas as they are read.
pub fn of_schemas(api: &Described) -> Snapshot {
    let mut snapshot = Snapshot::new();
    api.visit(|schema| {
        let Schema {
            about,
            nullable,
            discriminator,
            listed,
            is_conditional: _,
            kind,
        } = schema;
        add(&mut snapshot, about, |hash| {
            (nullable, discriminator, listed).hash(hash);
            hash_schema(kind, hash);
        });
    });
    snapshot
}

/// Returns the schemas as types have them.
pub fn of_sites(api: &Api) -> Snapshot {
    let mut snapshot = Snapshot::new();
    api.visit(|site| {
        let Site {
            about,
            nullable,
            clearable,
            listed,
            kind,
        } = site;
        add(&mut snapshot, about, |hash| {
            (nullable, clearable, listed).hash(hash);
            hash_site(kind, hash);
        });
    });
    for Definition { about, kind } in api.schemas.values() {
        add(&mut snapshot, about, |hash| hash_definition(kind, hash));
    }
    snapshot
}

fn add(snapshot: &mut Snapshot, about: &About, says: impl FnOnce(&mut DefaultHasher)) {
    if let Some(place) = &about.place {
        let mut hash = DefaultHasher::new();
        let said = (
            &about.description,
            &about.limits,
            &about.rules,
            &about.default,
        );
        (said, &about.values, &about.error_code).hash(&mut hash);
        (
            about.lists_error_codes,
            about.deprecated,
            about.read_only,
            about.write_only,
        )
            .hash(&mut hash);
        says(&mut hash);
        snapshot.push((place.clone(), hash.finish()));
    }
}

fn hash_schema(kind: &Kind, hash: &mut DefaultHasher) {
    discriminant(kind).hash(hash);
    match kind {
        Kind::Any(any) => any.hash(hash),
        Kind::Integer(width) => width.hash(hash),
        Kind::String(format) => format.hash(hash),
        Kind::Enum(values) => values.hash(hash),
        Kind::Reference(name) => name.hash(hash),
        Kind::Object(object) => hash_object(object, hash),
        Kind::OneOf(union) => hash_union(union, hash),
        Kind::AllOf(parts) => parts.len().hash(hash),
        Kind::Null | Kind::Boolean | Kind::Number | Kind::Array(_) => {}
    }
}

fn hash_site(kind: &SiteKind, hash: &mut DefaultHasher) {
    discriminant(kind).hash(hash);
    match kind {
        SiteKind::Any(any) => any.hash(hash),
        SiteKind::Integer(width) => width.hash(hash),
        SiteKind::String(format) => format.hash(hash),
        SiteKind::Named(name) => name.hash(hash),
        SiteKind::Boolean | SiteKind::Number | SiteKind::Array(_) | SiteKind::Map(_) => {}
    }
}

fn hash_definition(kind: &DefinitionKind, hash: &mut DefaultHasher) {
    discriminant(kind).hash(hash);
    match kind {
        DefinitionKind::Object(object) => hash_object(object, hash),
        DefinitionKind::Enum(values) => values.hash(hash),
        DefinitionKind::OneOf(union) => hash_union(union, hash),
    }
}

fn hash_object<S>(object: &Object<S>, hash: &mut DefaultHasher) {
    let Object {
        fields,
        required,
        extra,
        presence,
        combines,
    } = object;
    fields.len().hash(hash);
    fields.keys().for_each(|name| name.hash(hash));
    (required, extra.is_some(), presence, combines).hash(hash);
}

fn hash_union<S>(union: &OneOf<S>, hash: &mut DefaultHasher) {
    let OneOf {
        keyword,
        members,
        discriminator,
    } = union;
    (keyword, members.len(), discriminator).hash(hash);
}

/// Lists what passes change, if that is asked for.
pub struct Trace<S, D> {
    known: Option<Snapshot>,
    snapshot: fn(&Api<S, D>) -> Snapshot,
}

impl<S, D> Trace<S, D> {
    /// Begins with the schemas before the first pass.
    pub fn new(asked: bool, api: &Api<S, D>, snapshot: fn(&Api<S, D>) -> Snapshot) -> Self {
        Self {
            known: asked.then(|| snapshot(api)),
            snapshot,
        }
    }

    /// Adds the places that a pass changed.
    pub fn after(&mut self, pass: &'static str, api: &mut Api<S, D>) {
        if let Some(known) = &mut self.known {
            let before = std::mem::replace(known, (self.snapshot)(api));
            api.changes.push((pass, changed(&before, known)));
        }
    }
}

/// Returns the places of schemas that are gone or differ, sorted.
fn changed(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    // Most passes change nothing, and then the places need not be looked up.
    if before == after {
        return Vec::new();
    }
    let (before, after) = (by_place(before), by_place(after));
    let changed = before
        .iter()
        .filter(|(place, hash)| after.get(*place) != Some(*hash));
    let mut changed: Vec<String> = changed.map(|(place, _)| (*place).to_owned()).collect();
    changed.sort();
    changed
}

fn by_place(snapshot: &Snapshot) -> HashMap<&str, u64> {
    snapshot
        .iter()
        .map(|(place, hash)| (&**place, *hash))
        .collect()
}
