//! Guarantees: an operation whose successful statuses have different bodies has one type for them, of which the status
//! decides the variant. Bodies that are one type are one body.

use heck::ToUpperCamelCase;

use super::shapes::Nameless;
use crate::api::{Api, Operation, Shape, SuccessBody, SuccessUnion, SuccessVariant};
use crate::identifiers::Taken;
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let mut taken = Taken::new([], "");
    let errors = api.error_unions.iter().map(|union| union.name.as_str());
    for name in api.schemas.keys().map(|name| &**name).chain(errors) {
        taken.claim(name);
    }
    let mut unions = Vec::new();
    let mut nameless = Nameless::of(api);
    for operation in &mut api.operations {
        join_equal(operation, &mut nameless);
        let success = &operation.success;
        if success.only().is_some() || success.bodies.len() < 2 {
            continue;
        }
        let name = format!("{}Response", operation.method_name.to_upper_camel_case());
        let name = taken.claim(&name);
        unions.push(union(&name, operation, &mut nameless));
        operation.success.union = Some(name);
    }
    api.success_unions = unions;
    api.nameless = nameless.into_sites();
    Ok(())
}

/// Makes bodies of one type one body.
fn join_equal(operation: &mut Operation, nameless: &mut Nameless) {
    let success = &mut operation.success;
    if success.bodies.len() < 2 {
        return;
    }
    let mut shapes: Vec<SuccessBody<Shape>> = Vec::new();
    let mut kept = Vec::new();
    let mut indexes = Vec::new();
    for body in std::mem::take(&mut success.bodies) {
        let shape = shape(&body, nameless);
        match shapes.iter().position(|known| *known == shape) {
            Some(known) => indexes.push(known),
            None => {
                indexes.push(shapes.len());
                shapes.push(shape);
                kept.push(body);
            }
        }
    }
    success.bodies = kept;
    for (_, index) in &mut success.statuses {
        *index = indexes[*index];
    }
}

fn shape(body: &SuccessBody, nameless: &mut Nameless) -> SuccessBody<Shape> {
    match body {
        SuccessBody::Empty => SuccessBody::Empty,
        SuccessBody::Json(site) => SuccessBody::Json(nameless.shape(site)),
        SuccessBody::Text => SuccessBody::Text,
        SuccessBody::Bytes => SuccessBody::Bytes,
    }
}

fn union(name: &str, operation: &Operation, nameless: &mut Nameless) -> SuccessUnion {
    let success = &operation.success;
    let mut taken = Taken::new(["Unknown"], "Value");
    let bodies = success.bodies.iter().enumerate();
    let variants = bodies.map(|(index, body)| {
        let statuses = success.statuses.iter().filter(|(_, body)| *body == index);
        let statuses: Vec<String> = statuses.map(|(status, _)| status.clone()).collect();
        let body = shape(body, nameless);
        SuccessVariant {
            name: taken.claim(&variant(name, &body, &statuses)),
            statuses,
            body,
        }
    });
    SuccessUnion {
        name: name.to_owned(),
        operation: operation.id.clone(),
        variants: variants.collect(),
    }
}

/// Returns the name of a type without that of the union, or the status of one without a name of its own.
fn variant(union: &str, body: &SuccessBody<Shape>, statuses: &[String]) -> String {
    let by_status = || {
        let status = statuses.first().map_or("", String::as_str);
        format!("Status{}", status.to_upper_camel_case())
    };
    match body {
        SuccessBody::Empty => "Empty".to_owned(),
        SuccessBody::Text => "Text".to_owned(),
        SuccessBody::Bytes => "Bytes".to_owned(),
        SuccessBody::Json(Shape::Nameless(_)) => by_status(),
        SuccessBody::Json(Shape::Named(name)) => match name.strip_prefix(union) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_uppercase()) => rest.to_owned(),
            Some(_) => by_status(),
            None => name.clone(),
        },
    }
}
