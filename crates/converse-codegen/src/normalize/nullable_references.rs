//! Guarantees: a named schema is never nullable itself; each reference to it is.

use serde_json::{Value, json};

use super::Context;
use crate::api::Api;
use crate::document::pointer;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    // A name for a nullable reference is nullable as well, so this repeats until nothing changes.
    let mut nullable: Vec<String> = Vec::new();
    loop {
        let before = nullable.len();
        for (name, schema) in &api.schemas {
            let target = pointer::schema_name(schema);
            let is = schema.get("nullable") == Some(&json!(true))
                || target.is_some_and(|target| nullable.contains(&target));
            if is && !nullable.contains(name) {
                nullable.push(name.clone());
            }
        }
        if nullable.len() == before {
            break;
        }
    }
    for schema in api.schemas.values_mut() {
        if let Some(object) = schema.as_object_mut() {
            object.shift_remove("nullable");
        }
    }
    api.visit_mut(|schema: &mut Value| {
        if pointer::schema_name(schema).is_some_and(|name| nullable.contains(&name)) {
            schema["nullable"] = json!(true);
        }
    });
    // The visit reached the named schemas themselves too.
    for name in &nullable {
        if let Some(object) = api.schemas.get_mut(name).and_then(Value::as_object_mut) {
            object.shift_remove("nullable");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::{api_of, run_pass};

    #[test]
    fn nullability_moves_to_the_references() {
        let reference = json!({ "$ref": "#/components/schemas/B" });
        let mut api = api_of(json!({
            "A": { "type": "object", "properties": { "b": reference } },
            "B": { "type": "object", "nullable": true, "properties": { "x": { "type": "string" } } },
        }));
        run_pass(run, &mut api);
        assert_eq!(api.schemas["A"]["properties"]["b"]["nullable"], json!(true));
        assert!(api.schemas["B"].get("nullable").is_none());
    }
}
