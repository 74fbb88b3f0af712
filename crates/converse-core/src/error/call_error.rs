//! The error of an operation's call, with the provider's error body as the operation documents it.

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;

use serde_json::Value;

use super::advice::Shown;
use super::error::Error;
use super::error_body::{self, ErrorBody};
use super::failure::{Code, Failure};
use crate::decode::{self, Budget};
use crate::operation::Operation;

/// Why a call of an operation failed: an [`Error`], and the provider's error body as `E`.
///
/// It dereferences to [`Error`], which has all that does not depend on the operation, and `?` turns it into one. Its
/// `Display` and `Debug` are those of [`Error`].
pub struct CallError<E = Value> {
    error: Error,
    body: Option<Box<E>>,
}

impl<E> CallError<E> {
    /// Returns the provider's error body, if the status is an error and the body has the shape that the
    /// document gives for that status.
    pub fn body(&self) -> Option<&E> {
        self.body.as_deref()
    }

    /// Returns the error without its typed body, as `?` does.
    pub fn into_error(self) -> Error {
        self.error
    }

    /// Returns the same error with its body as JSON, if it is JSON.
    pub fn into_untyped(self) -> CallError<Value> {
        let failure = &self.error.failure;
        let body = match (failure.status, &failure.raw_body) {
            (Some(status), Some(raw)) if error_body::is_error(status) => {
                // The call has ended, and its deadline with it.
                let budget = Budget {
                    deadline: None,
                    ..failure.budget
                };
                decode::json(raw, budget).ok()
            }
            _ => None,
        };
        CallError {
            error: self.error,
            body,
        }
    }

    /// Returns an error without a typed body.
    pub(crate) fn plain(failure: Failure) -> Self {
        Self {
            error: Error::new(failure),
            body: None,
        }
    }
}

impl<E: ErrorBody> CallError<E> {
    /// Returns an error with its body, if there is one, decoded as the operation documents it.
    pub(crate) fn of(operation: &Operation, mut failure: Failure) -> Self {
        let body: Option<Box<E>> = match (failure.status, &failure.raw_body) {
            (Some(status), Some(raw)) => error_body::decode(operation, status, raw, failure.budget),
            _ => None,
        };
        let code = body.as_ref().and_then(ErrorBody::code);
        let code = code.map(|code| Code {
            text: code.text.to_owned(),
            listed: code.listed,
        });
        failure.code = code.or_else(|| failure.code_somewhere());
        Self {
            error: Error::new(failure),
            body,
        }
    }
}

impl<E> Deref for CallError<E> {
    type Target = Error;

    fn deref(&self) -> &Error {
        &self.error
    }
}

impl<E> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        error.error
    }
}

impl<E> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match self.body {
            Some(_) => Shown::Typed,
            None => Shown::Plain,
        };
        self.error.fmt_with_advice(f, shown)
    }
}

impl<E> fmt::Debug for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.alternate() {
            true => fmt::Debug::fmt(&self.error, f),
            false => fmt::Display::fmt(self, f),
        }
    }
}

impl<E> StdError for CallError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}
