//! `src/dynamic.rs`: calling an operation by its id, with JSON.

use std::fmt::Write as _;

use super::Input;
use super::names::constant;
use super::part::Part;
use super::rust::literal;
use crate::api::{Encoding, Location, Operation};

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let head = input.head("Calls by operation id, with JSON in and out.");
    let arms: String = part.calls.iter().map(|call| arm(call.operation)).collect();
    let places = part.has_parameters();
    let location = if places {
        "use converse_core::operation::Location;\n"
    } else {
        ""
    };
    // If no operation has a body or a parameter, nothing is taken out of the arguments.
    let mutable = if places || part.has_bodies() {
        "mut "
    } else {
        ""
    };
    let root = part.root;
    format!(
        r#"{head}
use converse_core::dynamic;
pub use converse_core::dynamic::{{Arguments, InvalidArguments}};
{location}use serde_json::Value;

use {root}::{{Client, Error, OPERATIONS, PROVIDER, ResponseValue, operations}};

impl Client {{
    /// Calls the operation with the id `operation_id`, through the same types as a typed call.
    ///
    /// A body is sent completely or refused: a union keeps fields that its document does not list, any other type
    /// refuses them. The response has only the fields that its types have.
    ///
    /// # Errors
    /// Those of the typed call; an id, an argument or a field that the provider's document does not have.
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

fn arm(operation: &Operation) -> String {
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
    if operation.body.is_some() {
        let _ = writeln!(
            lines,
            "                call.body = arguments.take_body(&operations::{});",
            constant(operation)
        );
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
