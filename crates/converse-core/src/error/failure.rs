//! An error without its typed body.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderMap;
use serde_json::Value;

use super::delivery::Delivery;
use super::error_body::is_error;
use super::kind::ErrorKind;
#[cfg(feature = "client")]
use super::message::message_in;
use crate::decode::{Budget, decode_json};
use crate::one_line::one_line;
use crate::operation::{Operation, Safety};

/// An error without its typed body.
pub(crate) struct Failure {
    pub(crate) provider: &'static str,
    pub(crate) operation: Cow<'static, str>,
    pub(crate) kind: ErrorKind,
    pub(crate) delivery: Delivery,
    /// The retry safety in the operation's table entry, if it has one.
    pub(crate) safety: Option<Safety>,
    /// How often sending was tried. 0: not even a connection was requested.
    pub(crate) attempts: u32,
    /// Whether the provider documents the status as permanent.
    pub(crate) permanent: bool,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) raw_body: Option<Bytes>,
    pub(crate) retry_after: Option<Duration>,
    /// The limits of decoding the body.
    pub(crate) budget: Budget,
    pub(crate) code: Option<Code>,
    /// The provider's own message, without the credential.
    pub(crate) message: Option<String>,
    /// The codes that the provider lists without saying where they are.
    pub(crate) listed_codes: &'static [&'static str],
    /// Details of this failure, in one line.
    pub(crate) detail: Option<String>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
    /// Whether it was made of another error, the source, whose message is complete.
    pub(crate) is_of_source: bool,
}

/// What stands for a message that repeats the credential.
#[cfg(feature = "client")]
const WITHHELD: &str = "(left out, since it repeats the credential)";

/// The error code in a body.
#[derive(Clone)]
pub(crate) struct Code {
    pub(super) text: String,
    /// Whether the document lists it. Any other may repeat what was sent, so it is not shown.
    pub(super) listed: bool,
}

impl Failure {
    /// Returns the failure of a call of which only the kind is known.
    pub(crate) fn new(operation: &Operation, kind: ErrorKind, delivery: Delivery) -> Self {
        Self {
            safety: Some(operation.safety),
            ..Self::of(
                operation.provider,
                Cow::Borrowed(operation.id),
                kind,
                delivery,
            )
        }
    }

    /// Returns the failure of a call whose operation may not exist.
    pub(crate) fn of(
        provider: &'static str,
        operation: Cow<'static, str>,
        kind: ErrorKind,
        delivery: Delivery,
    ) -> Self {
        Self {
            provider,
            operation,
            kind,
            delivery,
            safety: None,
            attempts: 0,
            permanent: false,
            status: None,
            headers: HeaderMap::new(),
            raw_body: None,
            retry_after: None,
            budget: Budget::of(&[]),
            code: None,
            message: None,
            listed_codes: &[],
            detail: None,
            source: None,
            is_of_source: false,
        }
    }

    /// Returns the failure of a call that was refused before anything was sent.
    pub(crate) fn invalid(operation: &Operation, detail: &str) -> Self {
        Self::new(operation, ErrorKind::Invalid, Delivery::NotSent).detail(detail)
    }

    /// Returns the code, if it may be shown.
    pub(super) fn listed_code(&self) -> Option<&str> {
        let code = self.code.as_ref().filter(|code| code.listed)?;
        Some(&code.text)
    }

    /// Returns the first string of the body that is a listed code, wherever it is.
    pub(super) fn code_somewhere(&self) -> Option<Code> {
        let is_error = self.status.is_some_and(is_error);
        let may_have_code = is_error && !self.listed_codes.is_empty();
        let raw = self.raw_body.as_ref().filter(|_| may_have_code)?;
        let body = self.budget.apply(|| decode_json::<Value>(raw)).ok()??;
        let mut open = vec![&body];
        while let Some(value) = open.pop() {
            match value {
                Value::String(text) if self.listed_codes.contains(&text.as_str()) => {
                    return Some(Code {
                        text: text.clone(),
                        listed: true,
                    });
                }
                // What comes first is taken from the end first.
                Value::Array(items) => open.extend(items.iter().rev()),
                Value::Object(fields) => open.extend(fields.values().rev()),
                _ => {}
            }
        }
        None
    }

    /// Takes the provider's message out of the body. `place` is its JSON Pointer, if the document has one; a message that
    /// `repeats` a secret is left out.
    #[cfg(feature = "client")]
    pub(crate) fn find_message(&mut self, place: &str, repeats: impl Fn(&str) -> bool) {
        let Some(raw) = self
            .raw_body
            .as_ref()
            .filter(|_| self.status.is_some_and(is_error))
        else {
            return;
        };
        let body = self
            .budget
            .apply(|| decode_json::<Value>(raw))
            .ok()
            .flatten();
        let message = body.as_ref().and_then(|body| message_in(body, place));
        self.message = message.map(|message| match repeats(message) {
            true => WITHHELD.to_owned(),
            false => message.to_owned(),
        });
    }

    pub(crate) fn detail(mut self, detail: &str) -> Self {
        self.detail = Some(one_line(detail));
        self
    }

    pub(crate) fn source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}
