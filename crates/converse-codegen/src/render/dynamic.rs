//! `src/dynamic.rs`: calling an operation by its id, with JSON.

use super::Input;
use super::part::{Call, Part};
use super::rust::literal;
use crate::api::SuccessBody;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let head = input.head("Calls by operation id, with JSON in and out.");
    let root = part.root;
    let unused = || {
        format!("{{\n                drop(arguments);\n                {UNKNOWN}\n            }}")
    };
    let (import, builders, unknown) = match part.split {
        None if part.calls.is_empty() => ("", String::new(), unused()),
        None => (", builder", "builder".to_owned(), UNKNOWN.to_owned()),
        // If all operations are turned off, nothing needs an import, and nothing else takes the arguments.
        Some(_) => ("", format!("{root}::builder"), unused()),
    };
    let allowed = match part.calls.iter().any(|call| call.operation.deprecated) {
        true => "    #[allow(deprecated, reason = \"whoever names the id uses the operation\")]\n",
        false => "",
    };
    let arms = part.calls.iter().map(|call| arm(call, &builders));
    let arms: String = arms.collect();
    format!(
        r#"{head}
use converse_core::dynamic;
pub use converse_core::dynamic::{{Arguments, InvalidArguments}};
use serde_json::Value;

use {root}::{{CallError, Client, OPERATIONS, PROVIDER, ResponseValue{import}}};

impl Client {{
    /// Calls the operation with the id `operation_id`, through the same types as a typed call.
    ///
    /// A body is sent completely or refused: a union keeps fields that its document does not list, any other type
    /// refuses them. The response has only the fields that its types have.
    ///
    /// # Errors
    /// Those of the typed call; an id, an argument or a field that the provider's document does not have.
{allowed}    pub async fn call(
        &self,
        operation_id: &str,
        arguments: Arguments,
    ) -> Result<ResponseValue<Value>, CallError> {{
        let sent = match operation_id {{
{arms}            _ => {unknown},
        }};
        sent.await
    }}
}}
"#
    )
}

const UNKNOWN: &str =
    "dynamic::refuse(dynamic::unknown_operation(&PROVIDER, operation_id, OPERATIONS))";

fn arm(call: &Call<'_>, builders: &str) -> String {
    let (operation, condition) = (call.operation, call.condition("            "));
    let success = &operation.success;
    let call = match (success.only(), success.has_empty()) {
        (Some(SuccessBody::Bytes), false) => "call_for_bytes",
        (Some(SuccessBody::Bytes), true) => "call_for_optional_bytes",
        _ => "call",
    };
    let (id, method) = (literal(&operation.id), &operation.method_name);
    let builder = &operation.builder_name;
    format!(
        "{condition}            {id} => dynamic::{call}(self.{method}(), arguments, {builders}::{builder}::send),\n"
    )
}
