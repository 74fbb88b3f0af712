//! Decodes a body, or reports why it cannot be decoded, without showing its content.

mod budget;
mod budgeted;
mod dropped;
mod integer;
mod packed;
mod path;
mod utf8;

use std::fmt;

use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;
use serde_json::error::Category;

use crate::one_line::one_line;
use budgeted::Budgeted;
use integer::BEYOND;
use utf8::utf8;

pub(crate) use budget::{Budget, Grows, Growth, Spent, attempt, charge, charge_struct, spent};
pub use budget::{DECODE_LIMIT, DECODE_LIMIT_PER_BYTE};
pub(crate) use dropped::{Dropped, drop_all, dropped, known_choice, remember_choice, with_record};
pub(crate) use integer::visit_integer;
pub use packed::Packed;
pub(crate) use packed::{Buffer, View, pack};
pub(crate) use path::in_field;

/// Where and why a body could not be decoded.
///
/// serde_json's own messages contain values of the body. Only the name of a missing field is kept: it
/// comes from our types, not from the server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DecodeError {
    reason: String,
    /// What the type takes instead.
    expected: Option<String>,
    /// The value in the body; empty for the body as a whole.
    path: String,
    /// Line and column, both from 1. Absent for text, and where they are large.
    position: Option<(usize, usize)>,
    /// Whether the budget ended decoding.
    spent: Option<Spent>,
}

/// Returns the value of a JSON body.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8], budget: Budget) -> Result<T, DecodeError> {
    within(budget, || {
        path::clear();
        read(body)
    })?
    .map_err(|error| DecodeError {
        reason: reason(&error),
        expected: expected(&error),
        path: match error.classify() {
            Category::Data => path::take(),
            _ => String::new(),
        },
        position: shown(error.line(), error.column()),
        spent: None,
    })
}

/// Decodes within a budget.
pub(crate) fn within<T>(budget: Budget, decode: impl FnOnce() -> T) -> Result<T, DecodeError> {
    budget.apply(decode).map_err(|spent| DecodeError {
        reason: match spent {
            Spent::Memory => format!("{spent} of {} bytes", budget.bytes),
            Spent::Time => spent.to_string(),
        },
        expected: None,
        path: String::new(),
        position: None,
        spent: Some(spent),
    })
}

/// Returns the value of JSON if it has one, within the current budget.
pub fn decode_json<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    read(json).ok()
}

/// Returns the value of JSON that the provider sends by itself, or why there is none, without showing its content.
pub fn decode_event<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    json(body, Budget::of(body)).map_err(|error| error.to_string())
}

/// Reads a value as a body is read.
///
/// # Errors
/// It is not one of the type. The message may contain the value.
pub(crate) fn value<T: DeserializeOwned>(value: Value) -> serde_json::Result<T> {
    T::deserialize(Budgeted(value))
}

fn read<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    let text = utf8(json).map_err(serde_json::Error::custom)?;
    let mut reader = serde_json::Deserializer::from_str(&text);
    let value = T::deserialize(Budgeted(&mut reader))?;
    reader.end()?;
    Ok(value)
}

/// Returns a body as UTF-8 text.
pub(crate) fn text(body: &[u8]) -> Result<String, DecodeError> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(DecodeError {
            reason: format!("not UTF-8 at byte {}", error.valid_up_to()),
            expected: None,
            path: String::new(),
            position: None,
            spent: None,
        }),
    }
}

impl DecodeError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            expected: None,
            path: String::new(),
            position: None,
            spent: None,
        }
    }

    /// Returns the part of the budget that ended decoding, if that is the reason.
    pub(crate) fn spent(&self) -> Option<Spent> {
        self.spent
    }
}

/// Returns the position, unless its digits could carry a message of the server.
fn shown(line: usize, column: usize) -> Option<(usize, usize)> {
    const LARGEST: usize = 99_999;
    (line <= LARGEST && column <= LARGEST).then_some((line, column))
}

fn reason(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Syntax => "not JSON".to_owned(),
        Category::Eof => "the JSON ends too early".to_owned(),
        Category::Io => "the body could not be read".to_owned(),
        Category::Data => {
            let message = error.to_string();
            match missing_field(&message) {
                Some(name) => format!("the field `{name}` is missing"),
                None if message.starts_with(BEYOND) => BEYOND.to_owned(),
                None if message.starts_with("invalid type") => "wrong type".to_owned(),
                None if message.starts_with("invalid length") => "wrong length".to_owned(),
                None if message.starts_with("invalid value") => "wrong value".to_owned(),
                None if message.starts_with("duplicate field") => "duplicate field".to_owned(),
                None => "not a value of the documented kind".to_owned(),
            }
        }
    }
}

/// Returns what serde's message expected: its last part, which comes from our types. The value is before it.
fn expected(error: &serde_json::Error) -> Option<String> {
    let message = error.to_string();
    if !message.starts_with("invalid ") {
        return None;
    }
    let end = message.rfind(" at line ").unwrap_or(message.len());
    let (_, expected) = message[..end].rsplit_once(", expected ")?;
    Some(one_line(expected))
}

/// Returns the name in serde's "missing field" message, if it looks like a name.
fn missing_field(message: &str) -> Option<&str> {
    let (name, _) = message.strip_prefix("missing field `")?.split_once('`')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@');
    (name.len() <= 64 && name.chars().all(plain)).then_some(name)
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        if !self.path.is_empty() {
            write!(f, " in `{}`", self.path)?;
        }
        if let Some(expected) = &self.expected {
            write!(f, ", expected {expected}")?;
        }
        match self.position {
            Some((line, column)) => write!(f, " at line {line} column {column}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[allow(dead_code, reason = "only its decoding is tested")]
    struct Thing {
        id: i64,
        when: Option<uuid::Uuid>,
        status: Option<Status>,
    }

    #[derive(Deserialize, Debug)]
    enum Status {}

    #[test]
    fn position_and_reason_but_no_value() {
        for (body, expected) in [
            ("{}", "the field `id` is missing at line 1 column 2"),
            (
                "{\n\"id\":\"s3cret\"}",
                "wrong type in `*`, expected i64 at line 2 column 13",
            ),
            (
                "{\"id\":123456789012345678901234567890}",
                "an integer beyond 64 bits in `*` at line 1 column 36",
            ),
            ("{\"id\":1,\"id\":2}", "duplicate field at line 1 column 12"),
            (
                "\"s3cret\"",
                "wrong type, expected struct Thing at line 1 column 8",
            ),
            ("s3cret", "not JSON at line 1 column 1"),
            ("", "the JSON ends too early at line 1 column 0"),
            ("{\"id\":", "the JSON ends too early at line 1 column 6"),
        ] {
            let error =
                json::<Thing>(body.as_bytes(), Budget::of(body.as_bytes())).expect_err(body);
            assert_eq!(error.to_string(), expected, "{body}");
        }
        for body in [
            "{\"id\":1,\"when\":\"s3cret\"}",
            "{\"id\":1,\"status\":\"s3cret\"}",
            "{\"id\":1,\"status\":{\"s3cret\":1}}",
        ] {
            let error =
                json::<Thing>(body.as_bytes(), Budget::of(body.as_bytes())).expect_err(body);
            assert!(
                !format!("{error} {error:?}").contains("s3cret"),
                "{error:?}"
            );
        }
    }

    #[test]
    fn a_position_is_shown_as_long_as_it_is_short() {
        for (spaces, expected) in [
            (9_998, "not JSON at line 1 column 9999"),
            (123_455, "not JSON"),
        ] {
            let body = format!("{}x", " ".repeat(spaces));
            let error = json::<Thing>(body.as_bytes(), Budget::of(&[])).expect_err("not JSON");
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn a_name_that_is_no_name_is_not_repeated() {
        assert_eq!(
            missing_field("missing field `a-b_c.d` at line 1"),
            Some("a-b_c.d")
        );
        assert_eq!(missing_field("missing field `a b` at line 1"), None);
        assert_eq!(
            missing_field(&format!("missing field `{}`", "x".repeat(65))),
            None
        );
        assert_eq!(missing_field("invalid value"), None);
    }

    #[test]
    fn text_is_utf8() {
        assert_eq!(text("é".as_bytes()).as_deref(), Ok("é"));
        assert_eq!(
            text(b"ab\xff").expect_err("not UTF-8").to_string(),
            "not UTF-8 at byte 2"
        );
    }
}
