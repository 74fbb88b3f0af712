//! Guarantees: every object with fields is known with its fields' Rust names, which are unique, with
//! its docs, and with whether requests hold it.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use serde_json::{Value, json};

use super::open_enums::variant_name;
use super::unions::{enum_values, required};
use super::{Context, Kind, kind};
use crate::api::{Api, Field, Struct, children_mut};
use crate::docs::with_limits;
use crate::identifiers::{Taken, plain};
use crate::pointer;
use crate::problem::Result;

/// The field that holds what an object has besides its declared fields.
pub const EXTRA: &str = "extra";

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let in_requests = reachable_from_requests(api);
    let structs: Vec<Struct> = api
        .schemas
        .iter()
        .filter(|(_, schema)| kind(schema) == Kind::Struct)
        .map(|(name, schema)| Struct {
            name: name.clone(),
            description: text(schema, "description"),
            fields: fields(api, schema),
            in_request: in_requests.contains(name),
        })
        .collect();
    api.structs = structs;
    Ok(())
}

/// Whether an object says that it takes further fields, and of which kind.
pub fn extra(schema: &Value) -> Option<Value> {
    match schema.get("additionalProperties")? {
        Value::Bool(true) => Some(json!({})),
        Value::Bool(false) => None,
        schema => Some(schema.clone()),
    }
}

fn fields(api: &Api, schema: &Value) -> Vec<Field> {
    let reserved = extra(schema).map(|_| EXTRA);
    let mut taken = Taken::new(reserved, "_field");
    let required = required(schema);
    let properties = schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    properties
        .enumerate()
        .map(|(index, (wire, property))| {
            let ident = taken.claim(&plain(&wire.to_snake_case(), "field"));
            let target = api.referred(property);
            let described = text(property, "description").or_else(|| {
                text(
                    target.as_ref().map_or(&Value::Null, |(_, schema)| schema),
                    "description",
                )
            });
            Field {
                key: format!("f{index}"),
                wire: wire.clone(),
                description: described.map(|text| with_limits(text, property)),
                fixed: target
                    .filter(|_| required.contains(wire))
                    .and_then(|(name, _)| match enum_values(api, property)?.as_slice() {
                        [value] => Some(format!("{name}::{}", fixed_variant(value))),
                        _ => None,
                    }),
                ident,
            }
        })
        .collect()
}

fn fixed_variant(value: &str) -> String {
    // The only value of its enum, so that no other one can have taken the name but ours.
    Taken::new(["Unknown"], "Value").claim(&variant_name(value))
}

fn reachable_from_requests(api: &mut Api) -> BTreeSet<String> {
    let mut open: Vec<Value> = api
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref().map(|body| body.schema.clone()))
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(mut schema) = open.pop() {
        if let Some(name) = pointer::schema_name(&schema)
            && reached.insert(name.clone())
            && let Some(target) = api.schemas.get(&name)
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

fn text(schema: &Value, key: &str) -> Option<String> {
    schema
        .get(key)
        .and_then(Value::as_str)
        .map(|text| text.trim().to_owned())
}
