//! Why a call failed.

mod advice;
mod build_error;
mod delivery;
mod error_body;
mod failure;
mod kind;
#[cfg(feature = "client")]
mod tls;
#[cfg(feature = "client")]
mod transport;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;
use http::header::HeaderMap;
use serde_json::Value;

use crate::decode::{self, Budget};
use crate::headers::request_id;
use crate::one_line::one_line;
use crate::operation::Operation;
use advice::advice;
use failure::Code;

pub use build_error::BuildError;
pub use delivery::Delivery;
#[doc(hidden)]
pub use error_body::CodeField;
pub use error_body::{ErrorBody, ErrorCode};
pub(crate) use failure::Failure;
pub use kind::ErrorKind;
#[cfg(feature = "client")]
pub(crate) use transport::{TransportError, classify};

/// Why a call failed, and whether the operation may still have been carried out.
///
/// `E` is the provider's own error body for the operation, see [`body`](Self::body). `Display` is
/// one line: operation, status, kind, the provider's error code if it is a documented one, and what
/// to do. Neither `Display` nor `Debug` nor the chain of sources shows a header value, a body, an
/// argument or the credential.
pub struct Error<E = Value> {
    inner: Box<Inner<E>>,
}

struct Inner<E> {
    failure: Failure,
    body: Option<E>,
}

impl<E> Error<E> {
    /// Returns the `operationId` of the call.
    pub fn operation(&self) -> &str {
        &self.inner.failure.operation
    }

    /// Returns the short name of the provider.
    pub fn provider(&self) -> &'static str {
        self.inner.failure.provider
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.inner.failure.kind
    }

    /// Returns whether the operation may have been carried out.
    pub fn delivery(&self) -> Delivery {
        self.inner.failure.delivery
    }

    /// Returns how often the request was tried, failed connections included. 0 if it was refused before.
    ///
    /// With more than one, [`delivery`](Self::delivery) covers all of them: it is `Unknown` if
    /// any of them may have been carried out, whatever the last one ended in.
    pub fn attempts(&self) -> u32 {
        self.inner.failure.attempts
    }

    /// Returns the status of the response to the last attempt, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.failure.status
    }

    /// Returns the headers of the response. Empty if there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.failure.headers
    }

    /// Returns the id that the provider gave the request: its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// Returns how long the server asks to wait before the next request, counted from its response. Never
    /// more than a year; zero when the named time has passed.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.failure.retry_after
    }

    /// Returns the provider's error code in [`body`](Self::body), if that has a field for it. If the document does not
    /// say so, it is the first string of the body that is one of the provider's
    /// [listed codes](crate::provider::Provider::error_codes).
    ///
    /// `Display` and `Debug` show it only if the document lists it: any other is a string of the server.
    pub fn code(&self) -> Option<&str> {
        self.inner.failure.code.as_ref().map(|it| it.text.as_str())
    }

    /// Returns the provider's error body, if the status is an error and the body has the shape that the
    /// document gives for that status.
    pub fn body(&self) -> Option<&E> {
        self.inner.body.as_ref()
    }

    /// Returns the body as received, whatever it is. `None` if there was none or it was incomplete.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.inner.failure.raw_body.as_deref()
    }

    /// Returns the messages of the causes below HTTP, for debugging: why a connection could not be made
    /// or broke.
    ///
    /// Neither `Display`, `Debug` nor [`source`](StdError::source) shows them, since they may hold names
    /// out of a certificate, addresses and other parts of what a server or proxy sent. Do not log them
    /// where the message of the call or the credential must not be: a server may repeat both.
    #[cfg(feature = "client")]
    pub fn transport_detail(&self) -> Option<&str> {
        TransportError::detail_of(self.inner.failure.source.as_deref()?)
    }

    /// Returns the same error without the type of its body, so that `?` works across operations and
    /// providers. The body is the raw one as JSON, if it is JSON.
    pub fn into_untyped(self) -> Error<Value> {
        let failure = self.inner.failure;
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
        Error {
            inner: Box::new(Inner { failure, body }),
        }
    }

    /// Writes what went wrong, without the advice.
    pub(crate) fn fmt_without_advice(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &self.inner.failure;
        write!(f, "{} {}: ", failure.provider, failure.operation)?;
        if let Some(status) = failure.status {
            write!(f, "{} ", status.as_u16())?;
        }
        write!(f, "{}", failure.kind)?;
        if let Some(code) = failure.listed_code() {
            write!(f, " ({})", one_line(code))?;
        }
        if let Some(detail) = &failure.detail {
            write!(f, ": {detail}")?;
        }
        if let Some(source) = &failure.source {
            write!(f, ": {source}")?;
        }
        if failure.attempts > 1 {
            write!(f, "; tried {} times", failure.attempts)?;
        }
        Ok(())
    }

    /// Returns an error without a typed body.
    pub(crate) fn plain(failure: Failure) -> Self {
        Self {
            inner: Box::new(Inner {
                failure,
                body: None,
            }),
        }
    }
}

impl<E: ErrorBody> Error<E> {
    /// Returns an error with its body, if there is one, decoded as the operation documents it.
    pub(crate) fn of(operation: &Operation, mut failure: Failure) -> Self {
        let body: Option<E> = match (failure.status, &failure.raw_body) {
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
            inner: Box::new(Inner { failure, body }),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_without_advice(f)?;
        let typed = self.inner.body.is_some();
        write!(f, "; {}", advice(&self.inner.failure, typed))
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &self.inner.failure;
        f.debug_struct("Error")
            .field("provider", &failure.provider)
            .field("operation", &failure.operation)
            .field("kind", &failure.kind)
            .field("delivery", &failure.delivery)
            .field("attempts", &failure.attempts)
            .field("status", &failure.status)
            .field("code", &failure.listed_code())
            .field("detail", &failure.detail)
            .field("source", &failure.source)
            .finish_non_exhaustive()
    }
}

impl<E> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner
            .failure
            .source
            .as_deref()
            .map(|source| source as _)
    }
}
