//! The error of all calls.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::advice::{Shown, advice};
use super::delivery::Delivery;
use super::failure::Failure;
use super::kind::ErrorKind;
#[cfg(feature = "client")]
use super::transport::TransportError;
use crate::argument::ArgumentError;
use crate::headers::request_id;
use crate::one_line::one_line;

/// Why a call failed, and whether the operation may still have been carried out.
///
/// One type for all operations of all providers: `?` turns the [`CallError`](crate::CallError) of an operation into it. `Display` is
/// one line: operation, status, kind, the provider's error code if it is a documented one, and what
/// to do. Neither `Display` nor `Debug` nor the chain of sources shows a header value, a body, an
/// argument or the credential.
pub struct Error {
    pub(super) failure: Box<Failure>,
}

/// The result of a function that makes calls.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Returns the `operationId` of the call. Empty if it is no error of a call.
    pub fn operation(&self) -> &str {
        &self.failure.operation
    }

    /// Returns the short name of the provider. Empty if it is not known, as for a client that could not be built.
    pub fn provider(&self) -> &'static str {
        self.failure.provider
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.failure.kind
    }

    /// Returns whether the operation may have been carried out.
    pub fn delivery(&self) -> Delivery {
        self.failure.delivery
    }

    /// Returns how often the request was tried, failed connections included. 0 if it was refused before.
    ///
    /// With more than one, [`delivery`](Self::delivery) covers all of them: it is `Unknown` if
    /// any of them may have been carried out, whatever the last one ended in.
    pub fn attempts(&self) -> u32 {
        self.failure.attempts
    }

    /// Returns which argument or body was refused, and why, if the call was refused before anything was sent.
    pub fn argument(&self) -> Option<&ArgumentError> {
        self.failure.source.as_deref()?.downcast_ref()
    }

    /// Returns the status of the response to the last attempt, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.failure.status
    }

    /// Returns the headers of the response. Empty if there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.failure.headers
    }

    /// Returns the id that the provider gave the request: its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// Returns how long the server asks to wait before the next request, counted from its response. Never
    /// more than a year; zero when the named time has passed.
    pub fn retry_after(&self) -> Option<Duration> {
        self.failure.retry_after
    }

    /// Returns the provider's error code in the body, if that has a field for it. If the document does not
    /// say so, it is the first string of the body that is one of the provider's
    /// [listed codes](crate::provider::Provider::error_codes).
    ///
    /// `Display` and `Debug` show it only if the document lists it: any other is a string of the server.
    pub fn code(&self) -> Option<&str> {
        self.failure.code.as_ref().map(|it| it.text.as_str())
    }

    /// Returns the provider's own message in the body: the field that the document names, else `message`, `detail`,
    /// `title`, `error_description` and the like, also in `error` and in the first of `errors`.
    ///
    /// It may be personal, or repeat what was sent; a message that repeats the credential is replaced. `Display` and
    /// `Debug` do not show it, [`verbose`](Self::verbose) does.
    pub fn message(&self) -> Option<&str> {
        self.failure.message.as_deref()
    }

    /// Returns what displays the error with the provider's own [`message`](Self::message), in one line.
    ///
    /// ```
    /// # fn report(error: converse_core::Error) {
    /// eprintln!("{}", error.verbose());
    /// # }
    /// ```
    pub fn verbose(&self) -> impl fmt::Display + '_ {
        Verbose(self)
    }

    /// Returns the body as received, whatever it is. `None` if there was none or it was incomplete.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.failure.raw_body.as_deref()
    }

    /// Returns the messages of the causes below HTTP, for debugging: why a connection could not be made
    /// or broke.
    ///
    /// Neither `Display`, `Debug` nor [`source`](StdError::source) shows them, since they may hold names
    /// out of a certificate, addresses and other parts of what a server or proxy sent. Do not log them
    /// where the message of the call or the credential must not be: a server may repeat both.
    #[cfg(feature = "client")]
    pub fn transport_detail(&self) -> Option<&str> {
        TransportError::detail_of(self.failure.source.as_deref()?)
    }

    /// Writes what went wrong, without the advice.
    pub(crate) fn fmt_without_advice(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &self.failure;
        if let Some(source) = self.get_ref() {
            return write!(f, "{source}");
        }
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

    /// Writes what went wrong and what to do.
    pub(super) fn fmt_with_advice(&self, f: &mut fmt::Formatter<'_>, shown: Shown) -> fmt::Result {
        self.fmt_without_advice(f)?;
        match self.get_ref() {
            Some(_) => Ok(()),
            None => write!(f, "; {}", advice(&self.failure, shown)),
        }
    }

    pub(crate) fn new(failure: Failure) -> Self {
        Self {
            failure: Box::new(failure),
        }
    }
}

/// Displays an error with the provider's message.
struct Verbose<'a>(&'a Error);

impl fmt::Display for Verbose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        error.fmt_without_advice(f)?;
        if let Some(message) = error.message() {
            write!(f, ": {}", one_line(message))?;
        }
        match error.get_ref() {
            Some(_) => Ok(()),
            None => write!(f, "; {}", advice(&error.failure, Shown::Verbose)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_with_advice(f, Shown::Plain)
    }
}

/// The line of `Display`, which is what a program prints whose `main` returns the error. `{:#?}` lists the parts.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return fmt::Display::fmt(self, f);
        }
        let failure = &self.failure;
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

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        if let Some(whole) = self.get_ref() {
            // Its message is this one's.
            return whole.source();
        }
        self.failure.source.as_deref().map(|source| source as _)
    }
}
