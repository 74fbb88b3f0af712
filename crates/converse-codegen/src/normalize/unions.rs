//! Guarantees: unions are types of ours, distinguished by a tag or by shape, open to further variants.

use std::collections::BTreeSet;

use super::open_enums::variant_name;
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
    for (name, schema) in &api.schemas {
        if let Some(union) = schema.union() {
            unions.push(Union {
                name: name.to_string(),
                description: schema.about.description.as_deref().map(str::to_owned),
                kind: union_kind(api, name, union, &mut nameless),
            });
        }
    }
    api.unions = unions;
    api.nameless = nameless.into_sites();
    Ok(())
}

fn union_kind(api: &Api, name: &str, union: &OneOf<Site>, nameless: &mut Nameless) -> UnionKind {
    let Some(declared) = &union.discriminator else {
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
    keep_distinguishing_values(&mut variants);
    variants
}

/// Removes conditions that do not distinguish: listed values are open, so they decide only where another variant lists
/// others.
fn keep_distinguishing_values(variants: &mut [Variant]) {
    let listed: Vec<Vec<(String, Vec<String>)>> = variants
        .iter()
        .map(|variant| match &variant.payload {
            Payload::Named { values, .. } => values.clone(),
            _ => Vec::new(),
        })
        .collect();
    for variant in variants {
        if let Payload::Named { values, .. } = &mut variant.payload {
            values.retain(|(field, own)| {
                listed
                    .iter()
                    .flatten()
                    .any(|(other_field, other)| other_field == field && other != own)
            });
        }
    }
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
        SiteKind::Named(name) => return named_payload(api, name, api.schemas.get(name)),
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

fn named_payload(api: &Api, name: &Name, target: Option<&Definition>) -> (String, Payload) {
    let schema = name.to_string();
    let payload = match target.map(|target| &target.kind) {
        Some(DefinitionKind::Enum(_)) => Payload::Enum(schema.clone()),
        Some(DefinitionKind::Object(object)) => Payload::Named {
            schema: schema.clone(),
            required: object.required.iter().map(ToString::to_string).collect(),
            values: enum_fields(api, object),
        },
        Some(DefinitionKind::OneOf(_)) => Payload::Named {
            schema: schema.clone(),
            required: Vec::new(),
            values: Vec::new(),
        },
        None => return ("Any".to_owned(), Payload::Any),
    };
    (schema, payload)
}

/// Returns the required fields that take listed values only, with the values.
fn enum_fields(api: &Api, object: &Object<Site>) -> Vec<(String, Vec<String>)> {
    let fields = object.fields.iter();
    let fields = fields.filter(|(name, _)| object.requires(name));
    fields
        .filter_map(|(name, field)| {
            let values = enum_values(api, field)?.iter();
            Some((name.to_string(), values.map(ToString::to_string).collect()))
        })
        .collect()
}

/// Returns the listed values of a field.
pub fn enum_values<'a>(api: &'a Api, field: &'a Site) -> Option<&'a [Name]> {
    api.referred(field)?.1.values()
}
