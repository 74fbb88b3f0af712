//! Guarantees: "one of these fields must be present", or how many, is a rule of the request's body,
//! checked before sending. Schemas keep a copy of it for `presence_docs`.

use serde_json::{Value, json};

use super::Context;
use crate::api::Api;
use crate::document::pointer;
use crate::problem::Result;

/// Keyword of the groups of fields of which at least one must be present.
pub const GROUPS: &str = "x-presence";

/// Keyword of how many fields a request must have.
pub const LEAST: &str = "x-least";

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let schemas = &mut api.schemas;
    let bodies = api.operations.iter_mut().filter_map(|it| it.body.as_mut());
    for body in bodies {
        let name = pointer::schema_name(&body.schema);
        let named = name.and_then(|name| schemas.get_mut(&name));
        body.any_of = groups(named.as_deref().unwrap_or(&body.schema));
        if let (Some(named), 1..) = (named, body.min_properties) {
            named[LEAST] = json!(body.min_properties);
        }
    }
    Ok(())
}

/// Returns the groups of fields of which at least one must be present.
pub fn groups(schema: &Value) -> Vec<Vec<String>> {
    let names = |group: &Value| -> Vec<String> {
        let fields = group.as_array().into_iter().flatten();
        fields
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let groups = schema.get(GROUPS).and_then(Value::as_array);
    groups.into_iter().flatten().map(names).collect()
}
