//! `src/dynamic.rs`: calling an operation by its id, with JSON.

use super::Input;
use super::part::{Call, Part};
use super::rust::literal;
use crate::api::SuccessBody;

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let head = input.head("Calls by operation id, with JSON in and out.");
    let root = part.root;
    let (import, builders) = match part.split {
        None if part.calls.is_empty() => ("", String::new()),
        None => (", builder", "builder".to_owned()),
        // If all operations are turned off, nothing needs an import.
        Some(_) => ("", format!("{root}::builder")),
    };
    let allowed = match part.calls.iter().any(|call| call.operation.deprecated) {
        true => "#[allow(deprecated, reason = \"whoever names the id uses the operation\")]\n",
        false => "",
    };
    let entries = part.calls.iter().map(|call| entry(call, &builders));
    let entries: String = entries.collect();
    format!(
        r#"{head}
pub use converse_core::dynamic::*;
use serde_json::Value;

use {root}::{{CallError, Client, ResponseValue{import}}};

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
    ) -> Result<ResponseValue<Value>, CallError> {{
        call_by_id(self, operation_id, arguments).await
    }}
}}

impl DynamicClient for Client {{
    fn dynamic_operations() -> &'static [DynamicOperation<Self>] {{
        OPERATIONS
    }}
}}

{allowed}static OPERATIONS: &[DynamicOperation<Client>] = &[
{entries}];
"#
    )
}

fn entry(call: &Call<'_>, builders: &str) -> String {
    let (operation, condition) = (call.operation, call.condition("    "));
    let success = &operation.success;
    let call = match (success.only(), success.has_empty()) {
        (Some(SuccessBody::Bytes), false) => "call_for_bytes",
        (Some(SuccessBody::Bytes), true) => "call_for_optional_bytes",
        _ => "call",
    };
    let pages = match operation.paging {
        Some(_) => ", pages",
        None => "",
    };
    let (method, builder) = (&operation.method_name, &operation.builder_name);
    let docs = [&operation.summary, &operation.description];
    let docs: Vec<&str> = docs
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let docs = match docs.as_slice() {
        [] => literal(&operation.id),
        docs => literal(&docs.join("\n\n")),
    };
    format!(
        "{condition}    converse_core::dynamic_operation!(Client, {method}, {builders}::{builder}, {call}{pages}; {docs}),\n"
    )
}
