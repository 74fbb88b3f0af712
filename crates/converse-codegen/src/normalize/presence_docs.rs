//! Guarantees: the fields that a request must have are in the docs of its type, and not in those of a type that
//! is only received.

use super::reachable::reachable;
use crate::api::{Api, Definition, Name, Object, Site};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let bodies = api.operations.iter().filter_map(|it| it.body.as_ref());
    let in_requests = reachable(&api.schemas, bodies.map(|body| &body.schema));
    for (name, schema) in &mut api.schemas {
        if in_requests.contains(name) {
            describe(schema);
        }
    }
    Ok(())
}

fn describe(schema: &mut Definition) {
    let Some(object) = schema.object() else {
        return;
    };
    let presence = &object.presence;
    let least = (presence.least > 0).then(|| count_sentence(object));
    let groups = presence.any_of.iter().map(|it| group_sentence(object, it));
    let rules: Vec<String> = least.into_iter().chain(groups).collect();
    if rules.is_empty() {
        return;
    }
    let description = schema.about.description.iter();
    let said = description.map(ToString::to_string).chain(rules);
    let said: Vec<String> = said.collect();
    schema.about.description = Some(Name::from(said.join("\n\n").trim()));
}

fn count_sentence(object: &Object<Site>) -> String {
    let least = object.presence.least;
    let plural = if least == 1 { "" } else { "s" };
    let done = done(object.fields.values());
    format!("At least {least} field{plural} must be {done}.")
}

fn group_sentence(object: &Object<Site>, group: &[Name]) -> String {
    let fields: Vec<String> = group.iter().map(|field| format!("`{field}`")).collect();
    let done = done(group.iter().filter_map(|field| object.fields.get(field)));
    format!("At least one of {} must be {done}.", fields.join(", "))
}

/// Says what makes one of the fields present: a field that is cleared is sent too, as `null`.
fn done<'a>(mut fields: impl Iterator<Item = &'a Site>) -> &'static str {
    if fields.any(|field| field.clearable) {
        "set or cleared"
    } else {
        "set"
    }
}
