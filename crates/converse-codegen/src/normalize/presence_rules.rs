//! Guarantees: "one of these fields must be present", or how many, is a rule of the request's body,
//! checked before sending. Schemas keep what `presence_docs` says of it.

use serde_json::{Value, json};

use super::Context;
use crate::api::Api;
use crate::document::pointer;
use crate::problem::Result;

/// The keyword of the groups of fields of which one at least must be present.
pub const GROUPS: &str = "x-presence";

/// The keyword of how many fields there must be in a request.
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

/// The groups of fields of which one at least must be present.
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
