//! `tests/examples.rs`: every documented body is decoded and encoded again.

use heck::ToSnakeCase;

use super::Input;
use super::examples::{WEBHOOK, side};
use super::rust::{literal, type_text};
use crate::api::{Example, Operation, Shape};
use crate::document::pointer;
use crate::identifiers::{Taken, plain};

/// Returns the file's content.
pub fn render(input: &Input<'_>) -> String {
    let head = format!(
        "// {}\n\n//! Decodes every documented body and encodes it again.\n#![cfg_attr(rustfmt, rustfmt_skip)]\n",
        input.mark()
    );
    let condition = input
        .split
        .map(|split| split.condition_of_examples("", input.api));
    let mut taken = Taken::new([], "_test");
    let tests: String = input
        .api
        .operations
        .iter()
        .enumerate()
        .flat_map(|(number, operation)| {
            let examples = operation.examples.iter();
            examples.map(move |example| (number, operation, example))
        })
        .filter_map(|(number, operation, example)| {
            let decoded = example_type(input, operation, example)?;
            let status = example.status.as_deref().unwrap_or("request");
            let name = format!("{}_{}_{status}", operation.method_name, example.name);
            let name = claimed(&mut taken, &name);
            let found = key(&operation.id, example, &side(example));
            let condition = input.condition("", number);
            Some(test(&condition, &name, &decoded, &found))
        })
        .collect();
    let webhooks: String = input
        .api
        .webhooks
        .iter()
        .flat_map(|webhook| {
            let examples = webhook.examples.iter();
            examples.map(move |example| (webhook, example))
        })
        .filter_map(|(webhook, example)| {
            let decoded = match webhook.shape.as_ref()? {
                Shape::Named(name) => format!("types::{name}"),
                Shape::Nameless(number) => public(&input.surface.nameless[*number]),
            };
            let name = format!("{}_{}_webhook", webhook.name, example.name);
            let name = claimed(&mut taken, &name);
            let found = key(&webhook.name, example, WEBHOOK);
            let condition = input.condition_of_webhooks("");
            Some(test(&condition, &name, &decoded, &found))
        })
        .collect();
    let tests = tests + &webhooks;
    if tests.is_empty() {
        return format!("{head}//! The document has no bodies as examples.\n");
    }
    // What the tests share is not used without one of them.
    let condition = condition.map_or(String::new(), |line| line.replacen('#', "#!", 1));
    let crate_name = input.crate_name();
    let types = if tests.contains("types::") {
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

fn claimed(taken: &mut Taken, name: &str) -> String {
    taken.claim(&plain(&name.to_snake_case(), "example"))
}

fn test(condition: &str, name: &str, decoded: &str, found: &str) -> String {
    format!("\n{condition}#[test]\nfn {name}() {{\n    holds::<{decoded}>({found});\n}}\n")
}

/// Returns the arguments that find an example in the table.
fn key(of: &str, example: &Example, side: &str) -> String {
    format!("{}, {}, {side}", literal(of), literal(&example.name))
}

/// Returns a type as the tests name it.
fn public(shown: &syn::Type) -> String {
    type_text(shown).replace("crate::types::", "types::")
}

/// Returns the type that a body of that side decodes to, if the crate has one.
fn example_type(input: &Input<'_>, operation: &Operation, example: &Example) -> Option<String> {
    let types = &input.surface.operations[&operation.method_name];
    match &example.status {
        None => types.body.as_ref().map(public),
        Some(status) if status.starts_with('2') => types.success.as_ref().map(public),
        Some(status) => {
            let error = operation
                .errors
                .iter()
                .find(|r| r.status.eq_ignore_ascii_case(status))?;
            pointer::schema_name(&error.schema).map(|name| format!("types::{name}"))
        }
    }
}
