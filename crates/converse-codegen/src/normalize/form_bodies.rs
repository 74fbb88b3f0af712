//! Guarantees: a form in parts is an object with named fields, or any JSON: only fields can become parts.

use serde_json::json;

use super::{Context, Kind, kind};
use crate::api::{Api, Encoding, PLACE, UNTYPED};
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let mut operations = std::mem::take(&mut api.operations);
    let bodies = operations.iter_mut().filter_map(|it| it.body.as_mut());
    for body in bodies.filter(|body| body.encoding == Encoding::Multipart) {
        let schema = api
            .referred(&body.schema)
            .map_or(&body.schema, |(_, target)| target);
        if matches!(kind(schema), Kind::Struct | Kind::Any) {
            continue;
        }
        let mut any = json!({ UNTYPED: "a form that is not one object with named parts" });
        if let Some(place) = schema.get(PLACE) {
            any[PLACE] = place.clone();
        }
        body.schema = any;
    }
    api.operations = operations;
    Ok(())
}
