//! Guarantees: "one of these fields must be present" is a rule of the request's body, checked before
//! sending, and a sentence in the docs of the type.

use serde_json::{Value, json};

use super::Context;
use crate::api::Api;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let schemas = api.schemas.clone();
    for operation in &mut api.operations {
        if let Some(body) = &mut operation.body {
            let named =
                crate::pointer::schema_name(&body.schema).and_then(|name| schemas.get(&name));
            body.any_of = groups(named.unwrap_or(&body.schema));
        }
    }
    api.visit_mut(|schema| {
        let sentences: Vec<String> = groups(schema).iter().map(|group| sentence(group)).collect();
        if let Some(object) = schema.as_object_mut()
            && object.shift_remove("x-presence").is_some()
        {
            let described = object
                .get("description")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let text = format!("{described}\n\n{}", sentences.join("\n\n"));
            object.insert("description".to_owned(), json!(text.trim()));
        }
    });
    Ok(())
}

fn groups(schema: &Value) -> Vec<Vec<String>> {
    let names = |group: &Value| -> Vec<String> {
        let fields = group.as_array().into_iter().flatten();
        fields
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let groups = schema.get("x-presence").and_then(Value::as_array);
    groups.into_iter().flatten().map(names).collect()
}

fn sentence(group: &[String]) -> String {
    let fields: Vec<String> = group.iter().map(|field| format!("`{field}`")).collect();
    format!("At least one of {} must be set.", fields.join(", "))
}
