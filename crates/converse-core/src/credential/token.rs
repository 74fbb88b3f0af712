//! The result of fetching a credential: a token, or why there is none.

use std::fmt;
use std::time::Duration;

use super::secret::Secret;
use crate::error::{Error, ErrorKind};
use crate::one_line::one_line;

/// A credential as issued, with its lifetime if that is known. `Debug` does not show it.
#[derive(Clone)]
pub struct Token {
    pub(crate) secret: Secret,
    pub(crate) valid_for: Option<Duration>,
}

impl Token {
    /// Creates a token that is used until the provider responds with 401.
    pub fn new(secret: impl Into<String>) -> Self {
        Self {
            secret: Secret::new(secret),
            valid_for: None,
        }
    }

    /// Creates a token of a user name and a password (HTTP `basic`), for [`Credential::refreshing`](crate::Credential::refreshing).
    ///
    /// # Errors
    /// The user name contains a `:`, or one of them a control character.
    pub fn basic(
        user: impl AsRef<str>,
        password: impl AsRef<str>,
    ) -> Result<Self, CredentialError> {
        match Secret::basic(user.as_ref(), password.as_ref()) {
            Some(secret) => Ok(Self {
                secret,
                valid_for: None,
            }),
            None => Err(CredentialError::new(
                "a user name must not contain `:`, and neither it nor a password a control character",
            )),
        }
    }

    /// Sets how long from now on it is used. Stay below its real lifetime, so that a call under way still
    /// arrives in time: a call that creates something is not retried after a 401.
    pub fn valid_for(mut self, life: Duration) -> Self {
        self.valid_for = Some(life);
        self
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("valid_for", &self.valid_for)
            .finish_non_exhaustive()
    }
}

/// Why a credential could not be obtained, in words that everybody may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialError {
    reason: String,
}

impl CredentialError {
    /// Creates an error. The call's error shows the reason in one line of at most 400 characters: it must not contain
    /// a secret.
    pub fn new(reason: impl AsRef<str>) -> Self {
        Self {
            reason: one_line(reason.as_ref()),
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for CredentialError {}

impl From<CredentialError> for Error {
    fn from(error: CredentialError) -> Self {
        Self::of_source("", ErrorKind::Credential, error)
    }
}
