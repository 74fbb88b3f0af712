//! `src/dynamic.rs`: calling an operation by its id, with JSON.

use std::fmt::Write as _;

use super::Input;
use super::names::constant;
use super::part::Part;
use super::rust::literal;
use super::split::Split;
use crate::api::{Encoding, Location, Operation};

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let head = input.head(ABOUT);
    let root = part.root;
    let (arms, needs, operations, unknown) = match part.split {
        None => {
            let arms = arms("self", part);
            (arms, Needs::of(part), ", operations", UNKNOWN.to_owned())
        }
        Some(split) => {
            // Nothing else takes the arguments if everything is turned off.
            let unknown = format!(
                "{{\n                drop(arguments);\n                {UNKNOWN}\n            }}"
            );
            (arms_of_tags(part, split), Needs::default(), "", unknown)
        }
    };
    let Needs { location, mutable } = needs;
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

/// Returns the file of a tag: the calls of its operations.
pub fn render_tag(input: &Input<'_>, part: &Part<'_>) -> String {
    let head = input.head(ABOUT);
    let (root, beside) = (part.root, part.beside);
    let Needs { location, mutable } = Needs::of(part);
    // They are in a function, which is indented less than a method.
    let arms: String = arms("client", part)
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)))
        .collect();
    format!(
        r#"{head}
use converse_core::dynamic::{{self, Arguments}};
{location}use serde_json::Value;

use {root}::{{Client, Error, OPERATIONS, PROVIDER, ResponseValue}};
use {beside}::operations;

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

const ABOUT: &str = "Calls by operation id, with JSON in and out.";

const UNKNOWN: &str = "Err(dynamic::unknown_operation(&PROVIDER, operation_id, OPERATIONS))";

/// What the arms need around them.
#[derive(Default)]
struct Needs {
    /// The import of the places of parameters.
    location: &'static str,
    /// Whether something is taken out of the arguments.
    mutable: &'static str,
}

impl Needs {
    fn of(part: &Part<'_>) -> Self {
        let places = part.has_parameters();
        Self {
            location: match places {
                true => "use converse_core::operation::Location;\n",
                false => "",
            },
            // If no operation has a body or a parameter, nothing is taken out of the arguments.
            mutable: match places || part.has_bodies() {
                true => "mut ",
                false => "",
            },
        }
    }
}

fn arms(client: &str, part: &Part<'_>) -> String {
    let calls = part.calls.iter();
    calls.map(|call| arm(client, call.operation)).collect()
}

/// Returns an arm per tag, whose module then finds the operation.
fn arms_of_tags(part: &Part<'_>, split: &Split<'_>) -> String {
    let tags = split.tags.iter().filter(|tag| !tag.operations.is_empty());
    let arms = tags.map(|tag| {
        let ids = tag.operations.iter();
        let ids: Vec<String> = ids
            .map(|number| literal(&part.calls[*number].operation.id))
            .collect();
        format!(
            "{}            {} => {{\n                \
             crate::{}::dynamic::call(self, operation_id, arguments).await\n            }}\n",
            tag.condition("            "),
            ids.join("\n            | "),
            tag.module,
        )
    });
    arms.collect()
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
