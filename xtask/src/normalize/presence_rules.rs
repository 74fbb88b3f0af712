//! Guarantees: "one of these fields must be present", or how many, is a rule of the request's body,
//! checked before sending, and a sentence in the docs of the type.

use serde_json::{Value, json};

use super::Context;
use crate::api::Api;
use crate::pointer;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let schemas = &mut api.schemas;
    for operation in &mut api.operations {
        if let Some(body) = &mut operation.body {
            let name = pointer::schema_name(&body.schema);
            let named = name.and_then(|name| schemas.get_mut(&name));
            body.any_of = groups(named.as_deref().unwrap_or(&body.schema));
            if let (Some(named), 1..) = (named, body.min_properties) {
                add_sentence(named, &count_sentence(body.min_properties));
            }
        }
    }
    api.visit_mut(|schema| {
        let sentences: Vec<String> = groups(schema).iter().map(|group| sentence(group)).collect();
        if let Some(object) = schema.as_object_mut()
            && object.shift_remove("x-presence").is_some()
        {
            add_sentence(schema, &sentences.join("\n\n"));
        }
    });
    Ok(())
}

/// Operations may share the schema, and say the same of it.
fn add_sentence(schema: &mut Value, sentence: &str) {
    let described = schema.get("description").and_then(Value::as_str);
    let described = described.unwrap_or_default();
    if !described.ends_with(sentence) {
        let text = format!("{described}\n\n{sentence}");
        schema["description"] = json!(text.trim());
    }
}

fn count_sentence(least: u64) -> String {
    let plural = if least == 1 { "" } else { "s" };
    format!("At least {least} field{plural} must be set.")
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
