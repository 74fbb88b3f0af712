//! A given argument as the type that the operation takes: completely, nulls included, or not at all.
//!
//! No message shows a value.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::argument::ArgumentError;
use crate::decode;
use crate::json::{self, pointer_step};
use crate::operation::Style;
use crate::types::{lost, to_send};

const OTHER_TYPE: &str = "is not of the documented type";

/// Returns a parameter, which is written in this style.
pub(super) fn parameter<T: DeserializeOwned + Serialize>(
    given: &Value,
    name: &str,
    style: Style,
) -> Result<T, ArgumentError> {
    let refuse = |problem: String| ArgumentError::parameter(name, problem);
    if given.is_null() {
        return Err(refuse("must not be null: leave it out".to_owned()));
    }
    let null = match style {
        Style::Json => None,
        // Each value at any depth is a pair of its own.
        Style::DeepObject => null_below(given),
        _ => null_in(given),
    };
    if let Some(place) = null {
        return Err(refuse(format!("cannot hold the null at `{place}`")));
    }
    let (read, lost) = read(given).ok_or_else(|| refuse(OTHER_TYPE.to_owned()))?;
    match lost.as_deref() {
        None => Ok(read),
        Some("") => Err(refuse(OTHER_TYPE.to_owned())),
        Some(place) => Err(refuse(format!("does not take `{place}`"))),
    }
}

/// Returns a body that is JSON.
pub(super) fn body<T: DeserializeOwned + Serialize>(given: &Value) -> Result<T, ArgumentError> {
    let (read, lost) = read(given).ok_or_else(|| ArgumentError::body(OTHER_TYPE))?;
    let Some(place) = lost else {
        return Ok(read);
    };
    Err(match given.pointer(&place) {
        _ if place.is_empty() => ArgumentError::body(OTHER_TYPE),
        Some(Value::Null) => ArgumentError::in_body(format!(
            "the operation does not take the null at `{place}` of the body"
        )),
        _ => ArgumentError::in_body(format!("the operation does not take `{place}` of the body")),
    })
}

/// Returns a body that is a form, text or bytes.
pub(super) fn form<T: DeserializeOwned + Serialize>(given: &Value) -> Result<T, ArgumentError> {
    match null_in(given) {
        Some(place) if place.is_empty() => Err(ArgumentError::body("must not be null")),
        Some(place) => {
            let problem = format!("a form cannot hold the null at `{place}` of the body");
            Err(ArgumentError::in_body(problem))
        }
        None => body(given),
    }
}

/// Returns the value, and the place of the first part that it would not send.
fn read<T: DeserializeOwned + Serialize>(given: &Value) -> Option<(T, Option<String>)> {
    let read: T = to_send(|| decode::value(given.clone())).ok()?;
    let kept = json::to_value(&read).ok()?;
    let lost = lost(given, &kept);
    Some((read, lost))
}

/// Returns the place of a null that only JSON can say. What is deeper is written as JSON.
fn null_in(given: &Value) -> Option<String> {
    match given {
        Value::Null => Some(String::new()),
        Value::Array(items) => null_item(items),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let below = match value {
                Value::Null => Some(String::new()),
                Value::Array(items) => null_item(items),
                _ => None,
            };
            below.map(|below| format!("/{}{below}", pointer_step(name)))
        }),
        _ => None,
    }
}

/// Returns the place of a null at any depth.
fn null_below(given: &Value) -> Option<String> {
    let below = |step: String, value| Some(format!("/{step}{}", null_below(value)?));
    match given {
        Value::Null => Some(String::new()),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| below(index.to_string(), item))
        }
        Value::Object(fields) => {
            let mut fields = fields.iter();
            fields.find_map(|(name, value)| below(pointer_step(name).to_string(), value))
        }
        _ => None,
    }
}

fn null_item(items: &[Value]) -> Option<String> {
    let index = items.iter().position(Value::is_null)?;
    Some(format!("/{index}"))
}
