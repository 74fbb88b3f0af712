//! `scalar_union!`: a string for unions of strings, numbers and booleans.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// Implements `Display` for a union whose variants are strings, numbers or booleans, and converts it to a `String`,
/// owned or by reference, so that an id which is a number here and a string there can be used wherever a string is
/// accepted.
///
/// `Unknown`, which the document does not describe, becomes a string as well: a string without its quotes, all else as
/// JSON, `null` and objects included. Match on `Unknown` first where that would do harm.
///
/// ```
/// converse_core::untagged_union! {
///     /// An id.
///     pub enum Id {
///         /// A string.
///         Text(String) if string from String,
///         /// A number.
///         Number(i64) if integer from i64,
///     }
/// }
///
/// converse_core::scalar_union! { Id }
///
/// assert_eq!(Id::Number(42).to_string(), "42");
/// assert_eq!(Id::from("a-1".to_owned()).to_string(), "a-1");
/// assert_eq!(Id::Unknown(serde_json::json!({ "a": 1 })).to_string(), r#"{"a":1}"#);
///
/// let id = Id::Number(42);
/// assert_eq!([String::from(&id), String::from(id)], ["42", "42"]);
/// ```
#[macro_export]
macro_rules! scalar_union {
    ($name:ident) => {
        /// Writes a string as it is, all else as JSON: `Unknown` may hold anything.
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::write_scalar(self, f)
            }
        }

        /// Writes a string as it is, all else as JSON: `Unknown` may hold anything.
        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                ::std::string::ToString::to_string(&value)
            }
        }

        /// Writes a string as it is, all else as JSON: `Unknown` may hold anything.
        impl ::core::convert::From<&$name> for ::std::string::String {
            fn from(value: &$name) -> Self {
                ::std::string::ToString::to_string(value)
            }
        }
    };
}

/// Returns a string without its quotes, all else as JSON.
pub fn write_scalar(value: &impl Serialize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => f.pad(&text),
        Ok(value) => f.pad(&value.to_string()),
        Err(_) => Err(fmt::Error),
    }
}
