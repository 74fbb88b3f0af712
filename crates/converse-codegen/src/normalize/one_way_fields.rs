//! Guarantees: a field that only responses or only requests carry is not required of the other.

use serde_json::{Value, json};

use super::Context;
use crate::api::Api;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    api.visit_mut(|schema| {
        let one_way: Vec<Value> = schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter(|(_, field)| {
                ["readOnly", "writeOnly"]
                    .iter()
                    .any(|key| field.get(key) == Some(&json!(true)))
            })
            .map(|(name, _)| json!(name))
            .collect();
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            required.retain(|name| !one_way.contains(name));
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::run_on_schema;

    #[test]
    fn a_read_only_field_is_not_required() {
        let schema = json!({ "type": "object", "required": ["id", "name"], "properties": {
            "id": { "type": "string", "readOnly": true }, "name": { "type": "string" } } });
        assert_eq!(run_on_schema(run, schema)["required"], json!(["name"]));
    }
}
