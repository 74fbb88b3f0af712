//! Guarantees: unions are types of ours, distinguished by a tag or by shape, open to further variants.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::listed_places::{Listed, is_text, listed_places, step};
use super::open_enums::variant_name;
use super::reachable::reachable;
use super::shapes::Nameless;
use crate::api::{
    Api, Definition, DefinitionKind, Integer, Name, Object, OneOf, Payload, Site, SiteKind,
    StringFormat, Union, UnionKind, Variant,
};
use crate::identifiers::Taken;
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let mut unions = Vec::new();
    let mut nameless = Nameless::of(api);
    let bodies = api.operations.iter().filter_map(|it| it.body.as_ref());
    let in_requests = reachable(&api.schemas, bodies.map(|body| &body.schema));
    for (name, schema) in &api.schemas {
        if let Some(union) = schema.union() {
            unions.push(Union {
                name: name.to_string(),
                description: schema.about.description.as_deref().map(str::to_owned),
                in_request: in_requests.contains(name),
                kind: union_kind(api, name, union, &mut nameless),
            });
        }
    }
    api.unions = unions;
    api.nameless = nameless.into_sites();
    Ok(())
}

fn union_kind(api: &Api, name: &str, union: &OneOf<Site>, nameless: &mut Nameless) -> UnionKind {
    let Some(declared) = union.discriminator.as_ref().filter(|it| is_text(api, it)) else {
        return UnionKind::Untagged {
            variants: untagged(api, name, union, nameless),
        };
    };
    let mut taken = Taken::new(["Unknown"], "Value");
    let payloads = declared.mapping.iter().flatten();
    let texts = payloads.clone().map(|(text, _)| &**text);
    let names = taken.claim_all(texts, variant_name);
    let variants = names.into_iter().zip(payloads);
    let variants =
        variants.map(|(name, (text, payload))| (name, payload.to_string(), text.to_string()));
    UnionKind::Tagged {
        tag: declared.field.to_string(),
        variants: variants.collect(),
    }
}

/// Returns the named object that a member of a union refers to.
pub fn struct_member<'a>(api: &'a Api, member: &'a Site) -> Option<(&'a Name, &'a Object<Site>)> {
    let (name, target) = api.referred(member)?;
    Some((name, target.object()?))
}

fn untagged(api: &Api, name: &str, union: &OneOf<Site>, nameless: &mut Nameless) -> Vec<Variant> {
    let mut taken = Taken::new(["Unknown"], "Value");
    let mut variants: Vec<Variant> = Vec::new();
    for member in flat_members(api, union) {
        let (held, payload) = payload(api, member, nameless);
        if variants.iter().all(|known| known.payload != payload) {
            let short = held
                .strip_prefix(name)
                .filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
                .unwrap_or(&held);
            variants.push(Variant {
                name: taken.claim(&variant_name(short)),
                payload,
            });
        }
    }
    distinguish(api, union, &mut variants);
    variants
}

/// Gives the variants the values that tell them apart. Listed values are open, so they decide only where another
/// variant lists others: at a place that may be absent, others alone.
fn distinguish(api: &Api, union: &OneOf<Site>, variants: &mut [Variant]) {
    let listed: Vec<Vec<Listed>> = variants
        .iter()
        .map(|variant| match &variant.payload {
            Payload::Named { schema, .. } => listed(api, union, schema),
            _ => Vec::new(),
        })
        .collect();
    let mut known: BTreeMap<&str, Vec<&Vec<Value>>> = BTreeMap::new();
    for place in listed.iter().flatten() {
        let lists = known.entry(&place.path).or_default();
        if !lists.contains(&&place.values) {
            lists.push(&place.values);
        }
    }
    for (variant, places) in variants.iter_mut().zip(&listed) {
        if let Payload::Named { values, .. } = &mut variant.payload {
            let decisive = places.iter().filter_map(|place| {
                let others = known[&*place.path].iter().copied();
                let others: Vec<_> = others.filter(|other| *other != &place.values).collect();
                Some((place.path.clone(), decisive(place, &others)?))
            });
            values.extend(decisive);
        }
    }
}

/// Returns the values that a place has in this variant, if the lists of others tell it apart.
fn decisive(place: &Listed, others: &[&Vec<Value>]) -> Option<Vec<Value>> {
    let mut values = place.values.clone();
    let is_apart = |other: &&&Vec<Value>| {
        let mut common = other.iter().filter(|value| values.contains(value));
        common.all(Value::is_null)
    };
    let decides = match place.required {
        true => !others.is_empty(),
        false => others.iter().any(|other| is_apart(&other)),
    };
    if !decides {
        return None;
    }
    // A field that may be absent may be null, unless that is what tells another variant apart.
    let null_decides = others.iter().any(|other| other.contains(&Value::Null));
    if !place.required && !null_decides && !values.contains(&Value::Null) {
        values.push(Value::Null);
    }
    Some(values)
}

/// Returns the places in a payload whose values are listed, by the payload or by the discriminator of the union.
fn listed(api: &Api, union: &OneOf<Site>, payload: &str) -> Vec<Listed> {
    let Some(object) = api.schemas.get(payload).and_then(Definition::object) else {
        return Vec::new();
    };
    let mut places = listed_places(api, object);
    if let Some(declared) = &union.discriminator {
        let mapped = declared.mapping.iter().flatten();
        let texts = mapped.filter(|(_, target)| **target == *payload);
        let values = texts.filter_map(|(text, _)| serde_json::from_str(text).ok());
        let (path, values) = (step(&declared.field), values.collect::<Vec<Value>>());
        if !values.is_empty() && places.iter().all(|place| place.path != path) {
            places.push(Listed {
                path,
                values,
                required: object.requires(&declared.field),
            });
        }
    }
    places
}

/// Returns the members; a member that is a union itself is replaced by its members.
pub fn flat_members<'a>(api: &'a Api, union: &'a OneOf<Site>) -> Vec<&'a Site> {
    let mut flat = Vec::new();
    let mut known: BTreeSet<&Name> = BTreeSet::new();
    let mut open: Vec<&Site> = union.members.iter().rev().collect();
    while let Some(member) = open.pop() {
        let target = api.referred(member);
        match target.and_then(|(name, target)| Some((name, target.union()?))) {
            Some((name, inner)) => {
                if known.insert(name) {
                    open.extend(inner.members.iter().rev());
                }
            }
            None => flat.push(member),
        }
    }
    flat
}

fn payload(api: &Api, member: &Site, nameless: &mut Nameless) -> (String, Payload) {
    let (name, payload) = match &member.kind {
        SiteKind::Named(name) => return named_payload(name, api.schemas.get(name)),
        SiteKind::String(StringFormat::Password) => ("String", Payload::Password),
        SiteKind::String(_) => ("String", Payload::String),
        SiteKind::Integer(Integer::U64) => ("Integer", Payload::Integer(Integer::U64)),
        SiteKind::Integer(_) => ("Integer", Payload::Integer(Integer::I64)),
        SiteKind::Number => ("Number", Payload::Number),
        SiteKind::Boolean => ("Boolean", Payload::Boolean),
        SiteKind::Array(_) => ("List", Payload::Nameless(nameless.number(member), "array")),
        SiteKind::Map(_) => ("Map", Payload::Nameless(nameless.number(member), "object")),
        SiteKind::Any(_) => ("Any", Payload::Any),
    };
    (name.to_owned(), payload)
}

fn named_payload(name: &Name, target: Option<&Definition>) -> (String, Payload) {
    let schema = name.to_string();
    let payload = match target.map(|target| &target.kind) {
        Some(DefinitionKind::Enum(_)) => Payload::Enum(schema.clone()),
        Some(DefinitionKind::Object(object)) => Payload::Named {
            schema: schema.clone(),
            required: object.required.iter().map(ToString::to_string).collect(),
            values: Vec::new(),
            combines: object.combines,
        },
        Some(DefinitionKind::OneOf(_)) => Payload::Named {
            schema: schema.clone(),
            required: Vec::new(),
            values: Vec::new(),
            combines: false,
        },
        None => return ("Any".to_owned(), Payload::Any),
    };
    (schema, payload)
}

/// Returns the listed values of a field.
pub fn enum_values<'a>(api: &'a Api, field: &'a Site) -> Option<&'a [Name]> {
    api.referred(field)?.1.values()
}
