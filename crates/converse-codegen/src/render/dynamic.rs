//! `src/dynamic.rs`: calling an operation by its id, with JSON.

use super::Input;
use super::part::Part;
use super::rust::literal;
use crate::api::{Encoding, Operation};

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let head = input.head("Calls by operation id, with JSON in and out.");
    let arms: String = part.calls.iter().map(|call| arm(call.operation)).collect();
    let root = part.root;
    let builder = if part.calls.is_empty() {
        ""
    } else {
        ", builder"
    };
    format!(
        r#"{head}
use converse_core::dynamic;
pub use converse_core::dynamic::{{Arguments, InvalidArguments}};
use serde_json::Value;

use {root}::{{Client, Error, OPERATIONS, PROVIDER, ResponseValue{builder}}};

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
        arguments: Arguments,
    ) -> Result<ResponseValue<Value>, Error> {{
        let sent = match operation_id {{
{arms}            _ => dynamic::refuse(dynamic::unknown_operation(&PROVIDER, operation_id, OPERATIONS)),
        }};
        sent.await
    }}
}}
"#
    )
}

fn arm(operation: &Operation) -> String {
    let call = match operation.success.content {
        Some(Encoding::Bytes) => "call_for_bytes",
        _ => "call",
    };
    let (id, method) = (literal(&operation.id), &operation.method_name);
    let builder = &operation.builder_name;
    format!(
        "            {id} => dynamic::{call}(self.{method}(), arguments, builder::{builder}::send),\n"
    )
}
