//! Guarantees: each operation names one type for its error bodies, and each error status says which
//! of that type's shapes it carries. Equal sets of shapes are one type.

use super::shapes::Nameless;
use crate::api::{Api, ErrorType, ErrorUnion, Shape};
use crate::identifiers::Taken;
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let mut taken = Taken::new([], "");
    api.schemas.keys().for_each(|name| {
        taken.claim(name);
    });
    let mut unions: Vec<ErrorUnion> = Vec::new();
    let mut nameless = Nameless::of(api);
    for operation in &mut api.operations {
        let mut shapes: Vec<Shape> = Vec::new();
        for response in &mut operation.errors {
            let shape = nameless.shape(&response.schema);
            let known = shapes.iter().position(|known| *known == shape);
            response.variant = known.unwrap_or(shapes.len());
            if known.is_none() {
                shapes.push(shape);
            }
        }
        operation.error_type = match shapes.as_slice() {
            [] => None,
            [Shape::Named(one)] => Some(ErrorType::Named(one.clone())),
            _ => Some(ErrorType::Union(union_name(
                shapes,
                &mut unions,
                &mut taken,
            ))),
        };
    }
    api.error_unions = unions;
    api.nameless = nameless.into_sites();
    Ok(())
}

fn union_name(shapes: Vec<Shape>, unions: &mut Vec<ErrorUnion>, taken: &mut Taken) -> String {
    let mut names = Taken::new([], "");
    let variants: Vec<(String, Shape)> = shapes
        .into_iter()
        .map(|shape| (names.claim(&variant(&shape)), shape))
        .collect();
    if let Some(known) = unions.iter().find(|known| known.variants == variants) {
        return known.name.clone();
    }
    let parts: Vec<&str> = variants
        .iter()
        .map(|(variant, _)| variant.as_str())
        .collect();
    // A name joined from many names would not be readable.
    let joined = if parts.len() > 3 {
        "Any".to_owned()
    } else {
        parts.join("Or")
    };
    let name = taken.claim(&format!("{joined}Error"));
    unions.push(ErrorUnion {
        name: name.clone(),
        variants,
    });
    name
}

/// Shortens a name: `ValidationError` is the variant `Validation`.
fn variant(shape: &Shape) -> String {
    let Shape::Named(name) = shape else {
        return "Other".to_owned();
    };
    let short = name
        .strip_suffix("Error")
        .or_else(|| name.strip_prefix("Error"));
    let usable = short.filter(|short| short.starts_with(|c: char| c.is_ascii_uppercase()));
    usable.unwrap_or(name).to_owned()
}
