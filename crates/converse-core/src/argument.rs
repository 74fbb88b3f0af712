//! The arguments of a call: converted when they are given, refused before anything is sent.
//!
//! A generated builder keeps each argument as a `Result`, so that its setters can take anything that converts and the
//! call says what is wrong. The functions here are what its setters call.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::one_line::one_line;
pub use crate::types::ToUuid;

/// Why an argument cannot be sent: which one it is, and what is wrong with it.
///
/// It never holds the value, which may be personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgumentError {
    /// None for the body.
    parameter: Option<Cow<'static, str>>,
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    /// The method that sets it, if the call has one.
    Missing(Option<&'static str>),
    /// It does not convert to the type of this name.
    Not(String),
    /// The rest of a sentence that begins with the argument's name.
    Broken(Cow<'static, str>),
    /// A complete sentence.
    Said(String),
}

impl ArgumentError {
    /// Returns the error of a parameter that breaks a rule: `rule` ends a sentence that begins with its name.
    pub(crate) fn parameter(name: &str, problem: impl Into<Cow<'static, str>>) -> Self {
        Self {
            parameter: Some(Cow::Owned(name.to_owned())),
            problem: Problem::Broken(problem.into()),
        }
    }

    /// Returns the error of a body that breaks a rule: `rule` ends a sentence that begins with "the body".
    pub(crate) fn body(problem: impl Into<Cow<'static, str>>) -> Self {
        Self {
            parameter: None,
            problem: Problem::Broken(problem.into()),
        }
    }

    /// Returns the error of a part of the body, from a complete sentence.
    pub(crate) fn in_body(sentence: String) -> Self {
        Self {
            parameter: None,
            problem: Problem::Said(sentence),
        }
    }

    /// Returns the error of a required parameter that was not given.
    pub(crate) fn missing(name: &str) -> Self {
        Self {
            parameter: Some(Cow::Owned(name.to_owned())),
            problem: Problem::Missing(None),
        }
    }

    /// Returns the error of a required body that was not given.
    pub(crate) fn missing_body() -> Self {
        Self {
            parameter: None,
            problem: Problem::Missing(None),
        }
    }

    /// Returns the parameter's name on the wire. None for the body.
    pub fn name(&self) -> Option<&str> {
        self.parameter.as_deref()
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Problem::Said(sentence) = &self.problem {
            return f.write_str(&one_line(sentence));
        }
        match &self.parameter {
            Some(name) => write!(f, "`{}` ", one_line(name))?,
            None => f.write_str("the body ")?,
        }
        match &self.problem {
            Problem::Missing(Some(setter)) => write!(f, "is required: call `.{setter}(…)`"),
            Problem::Missing(None) => f.write_str("is required"),
            Problem::Not(of) => write!(f, "is not a valid `{of}`"),
            Problem::Broken(problem) => f.write_str(&one_line(problem)),
            Problem::Said(_) => Ok(()),
        }
    }
}

impl std::error::Error for ArgumentError {}

/// An argument, or why it cannot be sent.
pub type Argument<T> = Result<T, ArgumentError>;

/// Returns the initial argument of a required parameter that has a setter.
pub const fn missing<T>(name: &'static str, setter: &'static str) -> Argument<T> {
    Err(ArgumentError {
        parameter: Some(Cow::Borrowed(name)),
        problem: Problem::Missing(Some(setter)),
    })
}

/// Returns the initial argument of a required body, which `body` sets.
pub const fn missing_body<T>() -> Argument<T> {
    Err(ArgumentError {
        parameter: None,
        problem: Problem::Missing(Some("body")),
    })
}

/// Converts the value of a required parameter.
///
/// # Errors
/// It does not convert.
pub fn value<T>(name: &'static str, value: impl TryInto<T>) -> Argument<T> {
    value.try_into().map_err(|_| not::<T>(name))
}

/// Converts the value of an optional parameter.
///
/// # Errors
/// It does not convert.
pub fn optional<T>(name: &'static str, given: impl TryInto<T>) -> Argument<Option<T>> {
    value(name, given).map(Some)
}

/// Converts the value of a required parameter that is a UUID. `TryInto` would leave references out: `&Uuid` does not convert to
/// `Uuid`, nor `&String` as `&str` does.
///
/// # Errors
/// It is not a UUID.
pub fn uuid(name: &'static str, value: impl ToUuid) -> Argument<uuid::Uuid> {
    value.to_uuid().map_err(|_| not::<uuid::Uuid>(name))
}

/// Converts the value of an optional parameter that is a UUID.
///
/// # Errors
/// It is not a UUID.
pub fn optional_uuid(name: &'static str, value: impl ToUuid) -> Argument<Option<uuid::Uuid>> {
    uuid(name, value).map(Some)
}

/// Reads the value of a parameter out of a text, as its type has it in JSON: a string, or what the text says as JSON.
/// `None` if it is not a value of the type.
pub fn read_text<T: DeserializeOwned + Serialize>(text: &str) -> Option<Value> {
    let string = serde_json::from_value(Value::from(text));
    let value: T = string.or_else(|_| serde_json::from_str(text)).ok()?;
    serde_json::to_value(value).ok()
}

/// Converts the values of a parameter that is a list of UUIDs.
///
/// # Errors
/// One of them is not a UUID.
pub fn uuids(
    name: &'static str,
    values: impl IntoIterator<Item = impl ToUuid>,
) -> Argument<Vec<uuid::Uuid>> {
    values.into_iter().map(|value| uuid(name, value)).collect()
}

fn not<T>(name: &'static str) -> ArgumentError {
    ArgumentError {
        parameter: Some(Cow::Borrowed(name)),
        problem: Problem::Not(bare(type_name::<T>())),
    }
}

/// Returns a type's name without the paths to it and to its parameters.
fn bare(name: &str) -> String {
    let mut shown = String::new();
    let mut word = 0;
    for character in name.chars() {
        match character {
            // The word before was a part of the path.
            ':' => shown.truncate(word),
            character => {
                shown.push(character);
                if !character.is_alphanumeric() && character != '_' {
                    word = shown.len();
                }
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Timestamp;

    #[test]
    fn an_argument_is_named_and_its_value_is_not() {
        let message =
            |result: Result<String, ArgumentError>| result.expect_err("it is wrong").to_string();
        let missing = missing::<String>("roomId", "room_id");
        assert_eq!(message(missing), "`roomId` is required: call `.room_id(…)`");
        assert_eq!(
            message(missing_body()),
            "the body is required: call `.body(…)`"
        );
        let late = value::<Timestamp>("since", "s3cret").expect_err("it is not a time");
        assert_eq!(late.to_string(), "`since` is not a valid `Timestamp`");
        assert_eq!(late.name(), Some("since"));
        assert!(!format!("{late:?}").contains("s3cret"));
        let id = optional_uuid("id", "s3cret").expect_err("it is not a UUID");
        assert_eq!(id.to_string(), "`id` is not a valid `Uuid`");
        let list = ArgumentError::parameter("a\nb", "must\nbe");
        assert!(!list.to_string().contains('\n'), "{list}");
    }

    #[test]
    fn what_converts_is_taken() {
        let time = Timestamp::from(std::time::SystemTime::UNIX_EPOCH);
        assert_eq!(value::<Timestamp>("since", time), Ok(time));
        assert_eq!(optional::<String>("name", "n"), Ok(Some("n".to_owned())));
        let id = uuid::Uuid::nil();
        let text = id.to_string();
        assert_eq!(uuid("id", &text), Ok(id));
        assert_eq!(uuid("id", text), Ok(id));
        assert_eq!(optional_uuid("id", id), Ok(Some(id)));
    }

    #[test]
    fn a_type_is_shown_without_its_path() {
        type Map = std::collections::BTreeMap<String, Vec<Value>>;
        assert_eq!(bare(type_name::<Map>()), "BTreeMap<String, Vec<Value>>");
        assert_eq!(bare(type_name::<Option<i64>>()), "Option<i64>");
        assert_eq!(
            bare(type_name::<(Timestamp, [u8; 2])>()),
            "(Timestamp, [u8; 2])"
        );
    }
}
