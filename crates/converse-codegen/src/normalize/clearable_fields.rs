//! Guarantees: an optional field that may be `null` in the body of a PATCH says that it can be cleared
//! as well as left. Anywhere else `null` and absent are the same, so a schema that others hold too becomes two:
//! the one of the PATCH is at `patch()` below the other's place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::name_types::redirect;
use super::reachable::reachable;
use super::unions::required;
use super::{Context, Kind, kind};
use crate::api::{Api, CLEARABLE, Encoding, Operation, Schemas, Step, children, children_mut};
use crate::document::pointer;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let (patched, held) = {
        let operations = api.operations.iter();
        let (patches, others): (Vec<_>, Vec<_>) = operations.clone().partition(|it| is_patch(it));
        let reached = Reached::of(&api.schemas, patches.into_iter().filter_map(body));
        let parameters = operations.clone().flat_map(|it| &it.parameters);
        let webhooks = api.webhooks.iter().map(|webhook| &webhook.schema);
        let elsewhere = operations
            .flat_map(responses)
            .chain(others.into_iter().filter_map(body))
            .chain(parameters.map(|parameter| &parameter.schema))
            .chain(webhooks)
            .chain(reached.items);
        (reached.names, reachable(&api.schemas, elsewhere))
    };
    let leading = leading_to_clearable(&api.schemas);
    let copies: BTreeMap<String, String> = patched
        .keys()
        .filter(|name| held.contains(*name) && leading.contains(*name))
        .map(|name| (name.clone(), format!("{name}/patch()")))
        .collect();
    for (name, copy) in &copies {
        let schema = api.schemas[name].clone();
        api.schemas.insert(copy.clone(), schema);
    }
    for (name, outermost) in &patched {
        let own = copies.get(name);
        if own.is_none() && held.contains(name) {
            continue;
        }
        let schema = &mut api.schemas[own.unwrap_or(name)];
        redirect_patched(schema, *outermost, &copies);
        for field in clearable(schema) {
            schema["properties"][field][CLEARABLE] = json!(true);
        }
    }
    let operations = api.operations.iter_mut().filter(|it| is_patch(it));
    for body in operations.filter_map(|it| it.body.as_mut()) {
        body.clears = true;
        redirect_patched(&mut body.schema, true, &copies);
    }
    Ok(())
}

/// Returns whether what is absent from the body stays unchanged (RFC 5789, RFC 7396).
fn is_patch(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| {
        let essence = body.media_type.split(';').next().unwrap_or_default().trim();
        body.encoding == Encoding::Json
            && (operation.method == "PATCH"
                || essence.eq_ignore_ascii_case("application/merge-patch+json"))
    })
}

fn body(operation: &Operation) -> Option<&Value> {
    operation.body.as_ref().map(|body| &body.schema)
}

fn responses(operation: &Operation) -> impl Iterator<Item = &Value> {
    let errors = operation.errors.iter().map(|response| &response.schema);
    operation.success.schema.iter().chain(errors)
}

/// The schemas that the bodies of PATCHes lead to.
struct Reached<'a> {
    /// Schemas in which an absent field is left unchanged, each with whether it is outermost.
    names: BTreeMap<String, bool>,
    /// The items of lists: a list is replaced as a whole, so nothing in it is left unchanged.
    items: Vec<&'a Value>,
}

impl<'a> Reached<'a> {
    fn of(schemas: &'a Schemas, bodies: impl Iterator<Item = &'a Value>) -> Self {
        let mut names = BTreeMap::new();
        let mut items = Vec::new();
        let mut open: Vec<(&Value, bool)> = bodies.map(|body| (body, true)).collect();
        while let Some((schema, outermost)) = open.pop() {
            if let Some(name) = pointer::schema_name(schema)
                && names.get(&name).is_none_or(|known| outermost && !known)
            {
                names.insert(name.clone(), outermost);
                open.extend(schemas.get(&name).map(|schema| (schema, outermost)));
            }
            for (step, child) in children(schema) {
                match patched_by(step, outermost) {
                    Some(outermost) => open.push((child, outermost)),
                    None => items.push(child),
                }
            }
        }
        Self { names, items }
    }
}

/// Returns whether a schema one step further is still outermost; `None` if it is replaced as a whole, as all
/// lists are but one that is the body itself.
fn patched_by(step: Step<'_>, outermost: bool) -> Option<bool> {
    match step {
        Step::Field(_) | Step::Values => Some(false),
        Step::Member(..) => Some(outermost),
        Step::Items => outermost.then_some(true),
    }
}

/// Points the references of a PATCH to the copies.
fn redirect_patched(schema: &mut Value, outermost: bool, copies: &BTreeMap<String, String>) {
    redirect(schema, copies);
    for (step, child) in children_mut(schema) {
        if let Some(outermost) = patched_by(step, outermost) {
            redirect_patched(child, outermost, copies);
        }
    }
}

/// Returns the schemas with clearable fields, and all that lead to them.
fn leading_to_clearable(schemas: &Schemas) -> BTreeSet<String> {
    let mut holders: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for (name, schema) in schemas {
        let mut open = vec![(schema, true)];
        while let Some((schema, outermost)) = open.pop() {
            if let Some(held) = pointer::schema_name(schema) {
                holders.entry(held).or_default().push(name);
            }
            let steps = children(schema).into_iter();
            open.extend(
                steps.filter_map(|(step, child)| Some((child, patched_by(step, outermost)?))),
            );
        }
    }
    let mut open: Vec<&String> = schemas
        .iter()
        .filter(|(_, schema)| !clearable(schema).is_empty())
        .map(|(name, _)| name)
        .collect();
    let mut leading = BTreeSet::new();
    while let Some(name) = open.pop() {
        if leading.insert(name.clone()) {
            open.extend(holders.get(name).into_iter().flatten());
        }
    }
    leading
}

/// Returns the fields that may be absent and may be `null` (any JSON may) and that a request has at all.
fn clearable(schema: &Value) -> Vec<String> {
    let required = required(schema);
    let says = |field: &Value, key: &str| field.get(key) == Some(&json!(true));
    let fields = schema.get("properties").and_then(Value::as_object);
    fields
        .into_iter()
        .flatten()
        .filter(|(name, field)| {
            (says(field, "nullable") || kind(field) == Kind::Any)
                && !says(field, "readOnly")
                && !required.contains(name)
        })
        .map(|(name, _)| name.clone())
        .collect()
}
