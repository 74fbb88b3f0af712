//! `tests/examples.rs`: every documented body is decoded and encoded again.

use std::collections::{BTreeMap, BTreeSet};

use super::Input;
use super::examples::{WEBHOOK, side};
use super::part::{Call, IMPORTED, Part};
use super::rust::literal;
use super::split::{Split, TagPart, condition};
use super::types::shape_type;
use crate::api::{Example, SuccessBody};
use crate::generate::RustType;
use crate::identifiers::{Taken, snake_case};
use crate::report::TestedExamples;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let head = format!(
        "// {}\n\n//! Decodes every documented body and encodes it again.\n#![cfg_attr(rustfmt, rustfmt_skip)]\n",
        input.mark()
    );
    let mut taken = Taken::new([], "_test");
    let mut tests = String::new();
    let mut names_types = false;
    // What turns on one of the tests.
    let mut features = BTreeSet::new();
    let mut add = |tag: Option<&TagPart<'_>>, name: &str, decoded: &RustType, found: &str| {
        names_types |= decoded.name().is_some();
        let condition = tag.map_or(String::new(), |tag| tag.condition(""));
        features.extend(tag.map(|tag| tag.feature.clone()));
        let name = taken.claim(&snake_case(name, "example"));
        tests.push_str(&test(&condition, &name, decoded, found));
    };
    for call in &part.calls {
        let operation = call.operation;
        for (example, decoded) in of_call(call) {
            let status = example.status.as_deref().unwrap_or("request");
            let name = format!("{}_{}_{status}", operation.method_name, example.name);
            let found = key(&operation.id, example, &side(example));
            add(call.tag, &name, &decoded, &found);
        }
    }
    for webhook in &part.webhooks {
        let Some(shape) = &webhook.shape else {
            continue;
        };
        let decoded = shape_type(input, shape);
        for example in tested(&webhook.examples) {
            let name = format!("{}_{}_webhook", webhook.name, example.name);
            let tag = part.split.and_then(Split::of_webhooks);
            add(tag, &name, &decoded, &key(&webhook.name, example, WEBHOOK));
        }
    }
    if tests.is_empty() {
        return format!("{head}//! The document has no bodies as examples.\n");
    }
    // The tests share code, which nothing uses if all of them are turned off.
    let condition = match features.is_empty() {
        true => String::new(),
        false => condition("", features.iter().map(String::as_str)).replacen('#', "#!", 1),
    };
    let crate_name = input.crate_name();
    let types = if names_types {
        format!("use {crate_name}::types;\n")
    } else {
        String::new()
    };
    format!(
        r#"{head}{condition}
use converse_core::operation::Side;
use converse_core::testing;
{types}use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "../src/examples.rs"]
#[rustfmt::skip]
mod examples;

/// What a type needs so that a body can be compared with it.
#[cfg(feature = "schemars")]
trait Documented: Serialize + DeserializeOwned + schemars::JsonSchema {{}}
#[cfg(feature = "schemars")]
impl<T: Serialize + DeserializeOwned + schemars::JsonSchema> Documented for T {{}}
#[cfg(not(feature = "schemars"))]
trait Documented: Serialize + DeserializeOwned {{}}
#[cfg(not(feature = "schemars"))]
impl<T: Serialize + DeserializeOwned> Documented for T {{}}

fn holds<T: Documented>(operation: &str, name: &str, side: Side) {{
    let found = examples::EXAMPLES
        .iter()
        .find(|example| (example.operation, example.name, example.side) == (operation, name, side))
        .expect("the example is in the table");
    if let Err(difference) = testing::round_trip::<T>(found.json, side) {{
        panic!("{{operation}}, {{name}}: {{difference}}");
    }}
    #[cfg(feature = "schemars")]
    holds_to_schema::<T>(found.json);
}}

#[cfg(feature = "schemars")]
fn holds_to_schema<T: Documented>(json: &str) {{
    let schema = schemars::schema_for!(T);
    let validator = jsonschema::validator_for(schema.as_value()).expect("the schema is valid");
    let body = serde_json::from_str(json).expect("the example is JSON");
    let broken: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
    assert!(broken.is_empty(), "{{broken:#?}}");
}}
{tests}"#
    )
}

/// Counts the tests of each operation that has some.
pub fn counts(part: &Part<'_>) -> BTreeMap<String, TestedExamples> {
    let mut counts: BTreeMap<String, TestedExamples> = BTreeMap::new();
    for call in &part.calls {
        for (example, _) in of_call(call) {
            let count = counts.entry(call.operation.id.clone()).or_default();
            match example.status {
                None => count.requests += 1,
                Some(_) => count.responses += 1,
            }
        }
    }
    counts
}

/// Returns the examples of an operation that have a test, each with its type.
fn of_call<'a>(call: &'a Call<'_>) -> impl Iterator<Item = (&'a Example, RustType)> {
    let examples = tested(&call.operation.examples);
    examples.filter_map(|example| Some((example, example_type(call, example)?)))
}

fn tested(examples: &[Example]) -> impl Iterator<Item = &Example> {
    examples.iter().filter(|example| !example.contradicts)
}

fn test(condition: &str, name: &str, decoded: &RustType, found: &str) -> String {
    let decoded = decoded.shown(IMPORTED);
    format!("\n{condition}#[test]\nfn {name}() {{\n    holds::<{decoded}>({found});\n}}\n")
}

/// Returns the arguments that find an example in the table.
fn key(of: &str, example: &Example, side: &str) -> String {
    format!("{}, {}, {side}", literal(of), literal(&example.name))
}

/// Returns the type that a body of that side decodes to, if the crate has one.
fn example_type(call: &Call<'_>, example: &Example) -> Option<RustType> {
    match &example.status {
        None => call.types.body.clone(),
        Some(status) if status.starts_with('2') => {
            let success = &call.operation.success;
            let mut statuses = success.statuses.iter();
            let (_, index) = statuses.find(|(known, _)| known.eq_ignore_ascii_case(status))?;
            match (&call.types.success, &success.bodies[*index]) {
                (Some(held), _) => Some(held.clone()),
                (None, SuccessBody::Json(site)) => Some(RustType::Named(site.named()?.to_string())),
                _ => None,
            }
        }
        Some(status) => {
            let mut errors = call.operation.errors.iter();
            let error = errors.find(|it| it.status.eq_ignore_ascii_case(status))?;
            error
                .schema
                .named()
                .map(|name| RustType::Named(name.to_string()))
        }
    }
}
