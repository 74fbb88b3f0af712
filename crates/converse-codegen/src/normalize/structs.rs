//! Guarantees: every object with fields is known with the Rust names of its fields, which are unique, with
//! its docs, and with whether requests hold it.

use heck::ToSnakeCase;
use serde_json::{Value, json};

use super::open_enums::variant_name;
use super::reachable::reachable;
use super::unions::{enum_values, required};
use super::{Context, Kind, kind};
use crate::api::{Api, CLEARABLE, Field, Struct};
use crate::docs::with_limits;
use crate::identifiers::{Taken, plain};
use crate::problem::Result;

/// Name of the field for the fields that an object does not declare.
pub const EXTRA: &str = "extra";

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let bodies = api.operations.iter().filter_map(|it| it.body.as_ref());
    let in_requests = reachable(&api.schemas, bodies.map(|body| &body.schema));
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

/// Returns whether an object allows further fields, and of which kind.
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
    let mut fields: Vec<Field> = properties
        .clone()
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
                required: required.contains(wire),
                fixed: target
                    .filter(|_| required.contains(wire))
                    .and_then(|(name, _)| match enum_values(api, property)?.as_slice() {
                        [value] => Some(format!("{name}::{}", fixed_variant(value))),
                        _ => None,
                    }),
                clear: None,
                ident,
            }
        })
        .collect();
    // Only now has every field the name of its setter, which a clearer must not take.
    for (field, (_, property)) in fields.iter_mut().zip(properties) {
        if property.get(CLEARABLE).is_some() {
            let name = format!("clear_{}", field.ident.trim_end_matches('_'));
            field.clear = Some(taken.claim(&name));
        }
    }
    fields
}

fn fixed_variant(value: &str) -> String {
    // The enum has one value, so only our own variant can have taken the name.
    Taken::new(["Unknown"], "Value").claim(&variant_name(value))
}

fn text(schema: &Value, key: &str) -> Option<String> {
    schema
        .get(key)
        .and_then(Value::as_str)
        .map(|text| text.trim().to_owned())
}
