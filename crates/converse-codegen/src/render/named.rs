//! The types that the code of operations and of types names.

use std::collections::BTreeSet;

use super::Input;
use super::part::Call;
use super::placement::Uses;
use crate::api::{ErrorType, Payload, Shape, SuccessBody, Union, UnionKind};
use crate::generate::RustType;

/// Returns the types that the builder of a call names.
pub fn by_call<'a>(call: &Call<'a>) -> BTreeSet<&'a str> {
    let types = call.types;
    let taken = types.parameters.iter().chain(&types.body);
    let given = types.success.iter().chain(&types.item);
    let named = taken.chain(given).filter_map(RustType::name);
    let error = match &call.operation.error_type {
        Some(ErrorType::Named(name) | ErrorType::Union(name)) => Some(name.as_str()),
        None => None,
    };
    let union = call.operation.success.union.as_deref();
    named.chain(error).chain(union).collect()
}

/// Returns the types that the code of each type names.
pub fn by_types<'a>(input: &Input<'a>) -> Uses<'a> {
    let (api, surface) = (input.api, input.surface);
    let structs = api.structs.iter().zip(&surface.structs);
    let structs = structs.map(|(of, fields)| {
        let held = fields.iter().filter_map(|field| field.held.name());
        (of.name.as_str(), held.collect())
    });
    let enums = api.enums.iter().map(|it| (it.name.as_str(), Vec::new()));
    let unions = api.unions.iter();
    let unions = unions.map(|union| (union.name.as_str(), by_union(input, union)));
    let errors = api.error_unions.iter().map(|union| {
        let shapes = union.variants.iter().map(|(_, shape)| shape);
        let held = shapes.filter_map(|shape| by_shape(input, shape));
        (union.name.as_str(), held.collect())
    });
    let successes = api.success_unions.iter().map(|union| {
        let held = union
            .variants
            .iter()
            .filter_map(|variant| match &variant.body {
                SuccessBody::Json(shape) => by_shape(input, shape),
                _ => None,
            });
        (union.name.as_str(), held.collect())
    });
    let unions = unions.chain(errors).chain(successes);
    structs.chain(enums).chain(unions).collect()
}

/// Returns the types of the bodies of webhooks.
pub fn by_webhooks<'a>(input: &Input<'a>) -> BTreeSet<&'a str> {
    let webhooks = input.api.webhooks.iter();
    let shapes = webhooks.filter_map(|webhook| webhook.shape.as_ref());
    shapes.filter_map(|shape| by_shape(input, shape)).collect()
}

fn by_union<'a>(input: &Input<'a>, union: &'a Union) -> Vec<&'a str> {
    match &union.kind {
        UnionKind::Tagged { variants, .. } => variants
            .iter()
            .map(|(_, payload, _)| payload.as_str())
            .collect(),
        UnionKind::Untagged { variants } => variants
            .iter()
            .filter_map(|variant| match &variant.payload {
                Payload::Named { schema: name, .. } | Payload::Enum(name) => Some(name.as_str()),
                Payload::Nameless(number, _) => input.surface.nameless[*number].name(),
                _ => None,
            })
            .collect(),
    }
}

fn by_shape<'a>(input: &Input<'a>, shape: &'a Shape) -> Option<&'a str> {
    match shape {
        Shape::Named(name) => Some(name),
        Shape::Nameless(number) => input.surface.nameless[*number].name(),
    }
}
