//! Guarantees: each operation names one type for its error bodies, and each error status says which
//! of that type's shapes it carries. Equal sets of shapes are one type.

use serde_json::Value;

use super::{Context, Kind, kind};
use crate::api::{Api, ErrorUnion};
use crate::identifiers::Taken;
use crate::pointer;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let schemas = api.schemas.clone();
    let mut taken = Taken::new([], "");
    schemas.keys().for_each(|name| {
        taken.claim(name);
    });
    let mut unions: Vec<ErrorUnion> = Vec::new();
    for operation in &mut api.operations {
        // A shape without a type of its own is any JSON, and so is the operation's error body.
        let named = |schema: &Value| {
            let name = pointer::schema_name(schema)?;
            (kind(schemas.get(&name)?) == Kind::Struct).then_some(name)
        };
        let all: Option<Vec<String>> = operation
            .errors
            .iter()
            .map(|response| named(response.schema.as_ref()?))
            .collect();
        let Some(all) = all else {
            continue;
        };
        let mut shapes: Vec<String> = Vec::new();
        for (response, shape) in operation.errors.iter_mut().zip(all) {
            let known = shapes.iter().position(|known| *known == shape);
            response.variant = known.unwrap_or(shapes.len());
            if known.is_none() {
                shapes.push(shape);
            }
        }
        operation.error_type = match shapes.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            _ => Some(union_name(shapes, &mut unions, &mut taken)),
        };
    }
    api.error_unions = unions;
    Ok(())
}

fn union_name(shapes: Vec<String>, unions: &mut Vec<ErrorUnion>, taken: &mut Taken) -> String {
    let variants: Vec<(String, String)> = shapes
        .into_iter()
        .map(|shape| (variant(&shape), shape))
        .collect();
    if let Some(known) = unions.iter().find(|known| known.variants == variants) {
        return known.name.clone();
    }
    let parts: Vec<&str> = variants
        .iter()
        .map(|(variant, _)| variant.as_str())
        .collect();
    let name = taken.claim(&format!("{}Error", parts.join("Or")));
    unions.push(ErrorUnion {
        name: name.clone(),
        variants,
    });
    name
}

/// `ValidationError` is the variant `Validation`.
fn variant(shape: &str) -> String {
    let short = shape
        .strip_suffix("Error")
        .or_else(|| shape.strip_prefix("Error"));
    short
        .filter(|short| !short.is_empty())
        .unwrap_or(shape)
        .to_owned()
}
