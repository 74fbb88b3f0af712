//! Guarantees: an optional field that may be `null` in the body of a PATCH says that it can be cleared
//! as well as left. In responses `null` and absent are one, so a schema that both hold is two: the one
//! of requests stands at `patch()` below the other's place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Context;
use super::name_types::redirect;
use super::reachable::reachable;
use super::unions::required;
use crate::api::{Api, CLEARABLE, Encoding, Operation, visit_schema};
use crate::pointer;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let operations = api.operations.iter();
    let patches = operations.clone().filter(|it| is_patch(it));
    let bodies = patches.filter_map(|it| it.body.as_ref());
    let patched = reachable(&api.schemas, bodies.map(|body| body.schema.clone()));
    let responses = operations.flat_map(responses);
    let webhooks = api.webhooks.iter().map(|webhook| &webhook.schema);
    let received = reachable(&api.schemas, responses.chain(webhooks).cloned());
    let copies: BTreeMap<String, String> = patched
        .intersection(&received)
        .filter(|name| leads_to_clearable(api, name))
        .map(|name| (name.clone(), format!("{name}/patch()")))
        .collect();
    for (name, copy) in &copies {
        let schema = api.schemas[name].clone();
        api.schemas.insert(copy.clone(), schema);
    }
    let requests: BTreeSet<&String> = patched
        .difference(&received)
        .chain(copies.values())
        .collect();
    for name in requests {
        let schema = &mut api.schemas[name];
        visit_schema(schema, &mut |schema| redirect(schema, &copies));
        for field in clearable(schema) {
            schema["properties"][field][CLEARABLE] = json!(true);
        }
    }
    let operations = api.operations.iter_mut().filter(|it| is_patch(it));
    for body in operations.filter_map(|it| it.body.as_mut()) {
        visit_schema(&mut body.schema, &mut |schema| redirect(schema, &copies));
    }
    Ok(())
}

/// Whether what is absent from the body stays as it is (RFC 5789, RFC 7396).
fn is_patch(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| {
        let essence = body.media_type.split(';').next().unwrap_or_default().trim();
        body.encoding == Encoding::Json
            && (operation.method == "PATCH"
                || essence.eq_ignore_ascii_case("application/merge-patch+json"))
    })
}

fn responses(operation: &Operation) -> impl Iterator<Item = &Value> {
    let errors = operation.errors.iter().map(|response| &response.schema);
    operation.success.schema.iter().chain(errors)
}

fn leads_to_clearable(api: &Api, name: &str) -> bool {
    let root = json!({ "$ref": pointer::schema_reference(name) });
    reachable(&api.schemas, [root])
        .iter()
        .filter_map(|name| api.schemas.get(name))
        .any(|schema| !clearable(schema).is_empty())
}

/// The fields that may be absent and may be `null`.
fn clearable(schema: &Value) -> Vec<String> {
    let required = required(schema);
    let fields = schema.get("properties").and_then(Value::as_object);
    fields
        .into_iter()
        .flatten()
        .filter(|(name, field)| {
            field.get("nullable") == Some(&json!(true)) && !required.contains(name)
        })
        .map(|(name, _)| name.clone())
        .collect()
}
