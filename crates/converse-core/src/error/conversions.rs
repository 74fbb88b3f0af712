//! Errors that are not those of a call, as the one error that `?` returns.

use std::borrow::Cow;
use std::error::Error as StdError;

use super::build_error::BuildError;
use super::delivery::Delivery;
use super::error::Error;
use super::failure::Failure;
use super::kind::ErrorKind;
use crate::argument::ArgumentError;

impl Error {
    /// Returns an error of the program's own, for functions that return [`Result`](crate::Result). Its message is that
    /// of `source`, and its kind [`ErrorKind::Other`].
    ///
    /// ```
    /// # use converse_core as converse;
    /// fn port(text: &str) -> converse::Result<u16> {
    ///     text.parse().map_err(converse::Error::other)
    /// }
    /// assert!(port("none").unwrap_err().get_ref().is_some());
    /// ```
    pub fn other(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::of_source("", ErrorKind::Other, source)
    }

    /// Returns the error that this one was made of, which is no error of a call: a
    /// [`BuildError`], an `UploadError`, the error of a webhook, or what was given to [`Error::other`].
    pub fn get_ref(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        let source = self.failure.source.as_deref();
        source.filter(|_| self.failure.is_of_source)
    }

    /// Returns an error whose message is that of `source`. Nothing was sent.
    #[doc(hidden)]
    pub fn of_source(
        provider: &'static str,
        kind: ErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self::new(Failure {
            source: Some(source.into()),
            is_of_source: true,
            ..Failure::of(provider, Cow::Borrowed(""), kind, Delivery::NotSent)
        })
    }
}

/// Takes over what a call's error says, for an error that was made of one that holds it.
#[cfg(feature = "client")]
pub(crate) fn saying(failure: Failure, call: &Error) -> Failure {
    let of = &call.failure;
    Failure {
        operation: of.operation.clone(),
        attempts: of.attempts,
        headers: of.headers.clone(),
        message: of.message.clone(),
        code: of.code.clone(),
        ..failure
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        Self::of_source("", ErrorKind::Build, error)
    }
}

impl From<ArgumentError> for Error {
    fn from(error: ArgumentError) -> Self {
        Self::of_source("", ErrorKind::Invalid, error)
    }
}
