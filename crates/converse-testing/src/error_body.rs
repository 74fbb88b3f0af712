//! Errors in the shape that the provider gives them.

use std::str::FromStr;

use converse_core::dynamic::Contract;
use converse_core::operation::{Operation, Side};
use serde_json::{Value, json};

use crate::answer::Answer;

/// The names of a message in an error body, where the document does not say which it is.
const MESSAGES: [&str; 6] = [
    "message",
    "detail",
    "error_description",
    "description",
    "title",
    "error",
];

/// Returns an error with this message: in the shape that the operation documents for the first of these statuses, or
/// that another operation does. Where none does, the body says by whom it is.
pub(crate) fn answer(
    contract: &Contract,
    operation: Option<&Operation>,
    statuses: &[u16],
    message: &str,
) -> Answer {
    let of = |status: u16, of_operation: Option<&str>| {
        let mut all = contract.examples.iter().chain(contract.samples);
        all.find(|it| {
            it.side == Side::Response(status)
                && of_operation.is_none_or(|operation| it.operation == operation)
        })
    };
    let own = operation.map(|operation| operation.id);
    let documented = statuses
        .iter()
        .find_map(|status| Some((*status, of(*status, own)?)))
        .or_else(|| {
            statuses
                .iter()
                .find_map(|status| Some((*status, of(*status, None)?)))
        });
    let body = documented.and_then(|(status, example)| {
        let body = Value::from_str(example.json).ok()?;
        Some((status, with_message(contract, body, message)?))
    });
    match (body, statuses) {
        (Some((status, body)), _) => Answer::new(status, body),
        (None, [status, ..]) => Answer::new(*status, undocumented(message)),
        (None, []) => Answer::new(500, undocumented(message)),
    }
}

/// Returns the documented body of an error, if there is one.
pub(crate) fn documented(
    contract: &Contract,
    operation: &Operation,
    status: u16,
) -> Option<Answer> {
    let mut all = contract.examples.iter().chain(contract.samples);
    let example =
        all.find(|it| it.operation == operation.id && it.side == Side::Response(status))?;
    Some(Answer::new(status, Value::from_str(example.json).ok()?))
}

/// Returns a body of this server's own.
pub(crate) fn undocumented(message: &str) -> Value {
    json!({ "error": message, "server": "converse::testing" })
}

fn with_message(contract: &Contract, mut body: Value, message: &str) -> Option<Value> {
    let pointer = contract.provider.error_message;
    let place = match pointer.is_empty() {
        false => body.pointer_mut(pointer)?,
        true => {
            let fields = body.as_object_mut()?;
            let is_text = |name: &&&str| fields.get(**name).is_some_and(Value::is_string);
            let name = MESSAGES.iter().find(is_text)?;
            fields.get_mut(*name)?
        }
    };
    *place = message.into();
    Some(body)
}
