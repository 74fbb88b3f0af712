//! `src/dynamic.rs`: calling an operation by its id, with JSON.

use std::fmt::Write as _;

use syn::Type;

use super::Input;
use super::builders::constant;
use super::rust::{literal, type_text};
use crate::api::{Body, Encoding, Location, Operation};

/// The file's text.
pub fn render(input: &Input<'_>) -> String {
    let head = input.head("Calls by operation id, with JSON in and out.");
    let arms: String = input
        .api
        .operations
        .iter()
        .map(|it| arm(input, it))
        .collect();
    let places = input
        .api
        .operations
        .iter()
        .any(|operation| !operation.parameters.is_empty());
    let location = if places { "Location, " } else { "" };
    // Without a body or a parameter anywhere, nothing is taken out of the arguments.
    let bodies = input
        .api
        .operations
        .iter()
        .any(|operation| operation.body.is_some());
    let mutable = if places || bodies { "mut " } else { "" };
    format!(
        r#"{head}
use converse_core::{{Arguments, {location}dynamic}};
use serde_json::Value;

use crate::{{Client, Error, OPERATIONS, PROVIDER, ResponseValue, operations}};

impl Client {{
    /// Calls the operation with the id `operation_id`, through the same types as a typed call: what they
    /// have no place for is refused in a body, and left out of an answer.
    ///
    /// # Errors
    /// Those of the typed call; an id, an argument or a field that the provider does not know.
    pub async fn call(
        &self,
        operation_id: &str,
        {mutable}arguments: Arguments,
    ) -> Result<ResponseValue<Value>, Error> {{
        match operation_id {{
{arms}            _ => Err(dynamic::unknown_operation(&PROVIDER, operation_id, OPERATIONS)),
        }}
    }}
}}
"#
    )
}

fn arm(input: &Input<'_>, operation: &Operation) -> String {
    let mut lines = String::new();
    let arguments = !operation.parameters.is_empty() || operation.body.is_some();
    let mutable = if arguments { "mut " } else { "" };
    let _ = writeln!(
        lines,
        "                let {mutable}call = self.{}();",
        operation.method_name
    );
    for parameter in &operation.parameters {
        let place = match parameter.location {
            Location::Path => "Path",
            Location::Query => "Query",
            Location::Header => "Header",
            Location::Cookie => "Cookie",
        };
        let (setter, name) = (&parameter.setter, literal(&parameter.name));
        let _ = writeln!(
            lines,
            "                call.{setter} = arguments.take(Location::{place}, {name});"
        );
    }
    let types = input.surface.operations.get(&operation.method_name);
    let taken = types.and_then(|types| types.body.as_ref());
    if let Some((body, taken)) = operation.body.as_ref().zip(taken) {
        let take = take_body(input, body, taken);
        let _ = writeln!(lines, "                call.body = arguments.{take};");
    }
    let untyped = match operation.success.content {
        Some(Encoding::Bytes) => "untyped_bytes",
        _ => "untyped",
    };
    format!(
        "            {} => {{\n{lines}                arguments.finish(&operations::{})?;\n                dynamic::{untyped}(call.send().await)\n            }}\n",
        literal(&operation.id),
        constant(operation),
    )
}

/// How the body is taken: a union keeps JSON that it does not describe, other types refuse it.
fn take_body(input: &Input<'_>, body: &Body, taken: &Type) -> &'static str {
    let taken = type_text(taken);
    let name = taken.rsplit("::").next();
    let is_union = input.api.unions.iter().any(|it| name == Some(&it.name));
    match (is_union, body.required) {
        (true, true) => "take_body::<Value>().map(Into::into)",
        (true, false) => "take_body::<Option<Value>>().map(|body| body.map(Into::into))",
        (false, _) => "take_body()",
    }
}
