//! Guarantees: unions are types of ours, distinguished by a tag or by shape, open to further variants.

use serde_json::Value;

use super::open_enums::variant_name;
use super::string_unions::is_password;
use super::{Context, Kind, kind};
use crate::api::{Api, Payload, Union, UnionKind, Variant};
use crate::document::pointer;
use crate::identifiers::Taken;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let mut unions = Vec::new();
    let mut nameless = std::mem::take(&mut api.nameless);
    for (name, schema) in &api.schemas {
        if kind(schema) == Kind::Union {
            unions.push(Union {
                name: name.clone(),
                description: schema
                    .get("description")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
                kind: union_kind(api, name, schema, &mut nameless),
            });
        }
    }
    api.unions = unions;
    api.nameless = nameless;
    Ok(())
}

/// Returns the members of `oneOf` and `anyOf`.
fn members(schema: &Value) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword).and_then(Value::as_array))
        .flatten()
}

fn union_kind(api: &Api, name: &str, schema: &Value, nameless: &mut Vec<Value>) -> UnionKind {
    let Some((tag, mapping)) = discriminator(schema) else {
        return UnionKind::Untagged {
            variants: untagged(api, name, schema, nameless),
        };
    };
    let mut taken = Taken::new(["Unknown"], "Value");
    let variants = mapping
        .into_iter()
        .map(|(text, payload)| (taken.claim(&variant_name(&text)), payload, text))
        .collect();
    UnionKind::Tagged { tag, variants }
}

/// Returns the tag, and the value and payload of each member, as `tagged_unions` left them.
fn discriminator(schema: &Value) -> Option<(String, Vec<(String, String)>)> {
    let tag = schema
        .pointer("/discriminator/propertyName")?
        .as_str()?
        .to_owned();
    let mapping = schema.pointer("/discriminator/mapping")?.as_object()?;
    let payloads = mapping.iter().filter_map(|(text, target)| {
        let payload = pointer::schema_name(&serde_json::json!({ "$ref": target }))?;
        Some((text.clone(), payload))
    });
    Some((tag, payloads.collect()))
}

/// Returns the named object that a member of a union refers to.
pub fn struct_member<'a>(api: &'a Api, member: &Value) -> Option<(String, &'a Value)> {
    api.referred(member)
        .filter(|(_, target)| kind(target) == Kind::Struct)
}

fn untagged(api: &Api, union: &str, schema: &Value, nameless: &mut Vec<Value>) -> Vec<Variant> {
    let mut taken = Taken::new(["Unknown"], "Value");
    let mut variants: Vec<Variant> = Vec::new();
    for member in flat_members(api, schema) {
        let (name, payload) = payload(api, member, nameless);
        if variants.iter().all(|known| known.payload != payload) {
            let short = name
                .strip_prefix(union)
                .filter(|rest| !rest.is_empty())
                .unwrap_or(&name);
            variants.push(Variant {
                name: taken.claim(&variant_name(short)),
                payload,
            });
        }
    }
    keep_telling_values(&mut variants);
    variants
}

/// Removes conditions that do not distinguish: listed values are open, so they decide only where another variant lists
/// others.
fn keep_telling_values(variants: &mut [Variant]) {
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
pub fn flat_members<'a>(api: &'a Api, schema: &'a Value) -> Vec<&'a Value> {
    fn gather<'a>(
        api: &'a Api,
        schema: &'a Value,
        open: &mut Vec<String>,
        flat: &mut Vec<&'a Value>,
    ) {
        for member in members(schema) {
            match api.referred(member) {
                Some((name, target)) if kind(target) == Kind::Union => {
                    if !open.contains(&name) {
                        open.push(name);
                        gather(api, target, open, flat);
                    }
                }
                _ => flat.push(member),
            }
        }
    }
    let mut flat = Vec::new();
    gather(api, schema, &mut Vec::new(), &mut flat);
    flat
}

fn payload(api: &Api, member: &Value, nameless: &mut Vec<Value>) -> (String, Payload) {
    let plain = |name: &str, payload| (name.to_owned(), payload);
    let mut number = || {
        let known = nameless.iter().position(|known| known == member);
        known.unwrap_or_else(|| {
            nameless.push(member.clone());
            nameless.len() - 1
        })
    };
    match kind(member) {
        Kind::Reference => match api.referred(member) {
            Some((schema, target)) if kind(target) == Kind::StringEnum => {
                (schema.clone(), Payload::Enum(schema))
            }
            Some((schema, target)) => {
                let required = required(target);
                let values = enum_fields(api, target);
                (
                    schema.clone(),
                    Payload::Named {
                        schema,
                        required,
                        values,
                    },
                )
            }
            None => plain("Any", Payload::Any),
        },
        Kind::String if is_password(member) => plain("String", Payload::Password),
        Kind::String => plain("String", Payload::String),
        Kind::Integer => plain("Integer", Payload::Integer),
        Kind::Number => plain("Number", Payload::Number),
        Kind::Boolean => plain("Boolean", Payload::Boolean),
        Kind::Array => plain("List", Payload::Nameless(number(), "array")),
        Kind::Map => plain("Map", Payload::Nameless(number(), "object")),
        _ => plain("Any", Payload::Any),
    }
}

/// Returns the names of the required fields.
pub fn required(schema: &Value) -> Vec<String> {
    let names = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Returns the required fields that take listed values only, with the values.
fn enum_fields(api: &Api, schema: &Value) -> Vec<(String, Vec<String>)> {
    let required = required(schema);
    let fields = schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    fields
        .filter(|(name, _)| required.contains(name))
        .filter_map(|(name, field)| Some((name.clone(), enum_values(api, field)?)))
        .collect()
}

/// Returns the listed values of a field, inline or by reference.
pub fn enum_values(api: &Api, field: &Value) -> Option<Vec<String>> {
    let target = api.referred(field).map_or(field, |(_, target)| target);
    let values = target.get("enum")?.as_array()?;
    values
        .iter()
        .map(|value| value.as_str().map(str::to_owned))
        .collect()
}
