//! Guarantees: the fields that a request must have are in the docs of its type, and not in those of a type that
//! is only received.

use serde_json::{Value, json};

use super::Context;
use super::presence_rules::{GROUPS, LEAST, groups};
use super::reachable::reachable;
use crate::api::{Api, CLEARABLE};
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let bodies = api.operations.iter().filter_map(|it| it.body.as_ref());
    let in_requests = reachable(&api.schemas, bodies.map(|body| &body.schema));
    for (name, schema) in &mut api.schemas {
        if in_requests.contains(name) {
            describe(schema);
        }
    }
    api.visit_mut(|schema| {
        if let Some(object) = schema.as_object_mut() {
            object.shift_remove(GROUPS);
            object.shift_remove(LEAST);
        }
    });
    Ok(())
}

fn describe(schema: &mut Value) {
    let described = schema.get("description").and_then(Value::as_str);
    let least = schema.get(LEAST).and_then(Value::as_u64);
    let said: Vec<String> = described
        .map(str::to_owned)
        .into_iter()
        .chain(least.map(|least| count_sentence(schema, least)))
        .chain(groups(schema).iter().map(|it| group_sentence(schema, it)))
        .collect();
    if !said.is_empty() {
        schema["description"] = json!(said.join("\n\n").trim());
    }
}

fn count_sentence(schema: &Value, least: u64) -> String {
    let plural = if least == 1 { "" } else { "s" };
    let fields = schema.get("properties").and_then(Value::as_object);
    let done = done(fields.into_iter().flat_map(|fields| fields.values()));
    format!("At least {least} field{plural} must be {done}.")
}

fn group_sentence(schema: &Value, group: &[String]) -> String {
    let fields: Vec<String> = group.iter().map(|field| format!("`{field}`")).collect();
    let done = done(group.iter().map(|field| &schema["properties"][field]));
    format!("At least one of {} must be {done}.", fields.join(", "))
}

/// Says what makes one of the fields present: a field that is cleared is sent too, as `null`.
fn done<'a>(mut fields: impl Iterator<Item = &'a Value>) -> &'static str {
    if fields.any(|field| field.get(CLEARABLE).is_some()) {
        "set or cleared"
    } else {
        "set"
    }
}
