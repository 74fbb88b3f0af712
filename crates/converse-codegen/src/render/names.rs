//! Names that several renderers use: of an operation's row, its types, its styles.

use super::part::Call;
use crate::api::{ErrorType, Operation, StreamFormat, SuccessBody};
use crate::generate::RustType;

/// Returns the name of the operation's row in the table of operations.
pub fn constant(operation: &Operation) -> String {
    operation.method_name.to_ascii_uppercase()
}

/// Returns the type of a success, and the method of a request that reads it.
pub fn success(call: &Call<'_>) -> (RustType, &'static str) {
    let success = &call.operation.success;
    if let Some(union) = &success.union {
        return (RustType::Named(union.clone()), "send_by_status");
    }
    let (held, send, optional) = match (success.only(), &call.types.success) {
        (Some(SuccessBody::Text), _) => (RustType::String, "send_text", "send_optional_text"),
        (Some(SuccessBody::Bytes), _) => (RustType::Bytes, "send_bytes", "send_optional_bytes"),
        (_, Some(held)) => (held.clone(), "send_json", "send_optional_json"),
        (_, None) => return (RustType::Unit, "send_empty"),
    };
    match success.has_empty() {
        true => (RustType::Option(Box::new(held)), optional),
        false => (held, send),
    }
}

/// Returns what the response of a call can be read as while it comes: the word of `call!`, and the type of an item.
pub fn streamed<'a>(call: &Call<'a>) -> Option<(&'static str, Option<&'a RustType>)> {
    let success = &call.operation.success;
    let format = call.operation.stream.as_ref().map(|stream| stream.format);
    match (format, success.only()) {
        (Some(StreamFormat::Events), _) => Some(match &call.types.item {
            Some(item) => ("events", Some(item)),
            None => ("text_events", None),
        }),
        (Some(_), _) => Some(("json", call.types.item.as_ref())),
        (None, Some(SuccessBody::Text | SuccessBody::Bytes)) => Some(("bytes", None)),
        (None, _) => None,
    }
}

/// Returns the type of the operation's error bodies.
pub fn error_type(operation: &Operation) -> RustType {
    match &operation.error_type {
        Some(ErrorType::Named(name) | ErrorType::Union(name)) => RustType::Named(name.clone()),
        None => RustType::Json,
    }
}

pub fn style(name: &str) -> &'static str {
    match name {
        "label" => "Label",
        "matrix" => "Matrix",
        "form" => "Form",
        "spaceDelimited" => "SpaceDelimited",
        "pipeDelimited" => "PipeDelimited",
        "deepObject" => "DeepObject",
        "json" => "Json",
        _ => "Simple",
    }
}
