//! `src/dynamic.rs`: calling an operation by its id, with JSON.

use std::fmt::Write as _;

use super::Input;
use super::names::constant;
use super::rust::literal;
use super::split::{Split, TagPart, condition};
use crate::api::{Encoding, Location, Operation};

/// Returns the file's content.
pub fn render(input: &Input<'_>) -> String {
    let head = input.head("Calls by operation id, with JSON in and out.");
    let root = input.root();
    let found = match input.split {
        None => Match::of("self", &input.api.operations),
        Some(split) => Match::of_parts(input, split),
    };
    let Match {
        arms,
        location,
        mutable,
        operations,
    } = found;
    let unknown = match input.split {
        None => UNKNOWN.to_owned(),
        // Nothing else takes the arguments if everything is turned off.
        Some(_) => format!(
            "{{\n                drop(arguments);\n                {UNKNOWN}\n            }}"
        ),
    };
    format!(
        r#"{head}
use converse_core::dynamic;
pub use converse_core::dynamic::{{Arguments, InvalidArguments}};
{location}use serde_json::Value;

use {root}::{{Client, Error, OPERATIONS, PROVIDER, ResponseValue{operations}}};

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
{arms}            _ => {unknown},
        }}
    }}
}}
"#
    )
}

/// Returns the file of a part of a crate: the calls of its operations.
pub fn render_part(input: &Input<'_>, part: &TagPart<'_>) -> String {
    let head = input.head("Calls by operation id, with JSON in and out.");
    let operations = part
        .operations
        .iter()
        .map(|number| &input.api.operations[*number]);
    let Match {
        arms,
        location,
        mutable,
        ..
    } = Match::of("client", operations);
    let arms: String = arms
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)))
        .collect();
    format!(
        r#"{head}
use converse_core::dynamic::{{self, Arguments}};
{location}use serde_json::Value;

use super::operations;
use crate::{{Client, Error, OPERATIONS, PROVIDER, ResponseValue}};

/// Calls an operation of this module by its id.
pub(crate) async fn call(
    client: &Client,
    operation_id: &str,
    {mutable}arguments: Arguments,
) -> Result<ResponseValue<Value>, Error> {{
    match operation_id {{
{arms}        _ => {UNKNOWN},
    }}
}}
"#
    )
}

const UNKNOWN: &str = "Err(dynamic::unknown_operation(&PROVIDER, operation_id, OPERATIONS))";

/// The code that finds an operation by its id, and what it needs.
struct Match {
    arms: String,
    /// The import of the places of parameters.
    location: &'static str,
    /// Whether something is taken out of the arguments.
    mutable: &'static str,
    /// The import of the operations' rows.
    operations: &'static str,
}

impl Match {
    fn of<'a>(client: &str, operations: impl IntoIterator<Item = &'a Operation>) -> Self {
        let (mut arms, mut places, mut bodies) = (String::new(), false, false);
        for operation in operations {
            arms.push_str(&arm(client, operation));
            places |= !operation.parameters.is_empty();
            bodies |= operation.body.is_some();
        }
        Self {
            arms,
            location: match places {
                true => "use converse_core::operation::Location;\n",
                false => "",
            },
            mutable: if places || bodies { "mut " } else { "" },
            operations: ", operations",
        }
    }

    /// One arm per part, which then finds the operation among its own.
    fn of_parts(input: &Input<'_>, split: &Split<'_>) -> Self {
        let parts = split.tags.iter().filter(|part| !part.operations.is_empty());
        let arms = parts.map(|part| {
            let ids: Vec<String> = part
                .operations
                .iter()
                .map(|number| literal(&input.api.operations[*number].id))
                .collect();
            format!(
                "{}            {} => {{\n                \
                 crate::{}::dynamic::call(self, operation_id, arguments).await\n            }}\n",
                condition("            ", [part.feature.as_str()]),
                ids.join("\n            | "),
                part.module,
            )
        });
        Self {
            arms: arms.collect(),
            location: "",
            mutable: "",
            operations: "",
        }
    }
}

fn arm(client: &str, operation: &Operation) -> String {
    let mut lines = String::new();
    let arguments = !operation.parameters.is_empty() || operation.body.is_some();
    let mutable = if arguments { "mut " } else { "" };
    let _ = writeln!(
        lines,
        "                let {mutable}call = {client}.{}();",
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
