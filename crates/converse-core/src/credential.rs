//! The secret that a provider knows its caller by.

use std::ffi::OsString;
use std::fmt;

use percent_encoding::utf8_percent_encode;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::BuildError;
use crate::parameter::ENCODED;

/// An API key or access token.
///
/// It is wiped from memory when dropped, and `Debug` does not show it. How it is sent, in which
/// header and after which prefix, comes from the provider's document: give the bare key.
///
/// ```
/// let credential = converse_core::Credential::new("key-1");
/// assert_eq!(format!("{credential:?}"), "Credential(..)");
/// ```
#[derive(Clone)]
pub struct Credential {
    secret: SecretString,
}

impl Credential {
    /// A credential that stays as it is.
    ///
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) refuses it when it cannot be sent.
    pub fn new(secret: impl Into<String>) -> Self {
        Self {
            secret: SecretString::from(secret.into()),
        }
    }

    /// The credential in an environment variable, as it is at this moment.
    ///
    /// # Errors
    /// [`BuildError::MissingCredential`] when the variable is not set or empty,
    /// [`BuildError::InvalidCredential`] when it is not text.
    pub fn from_env(variable: &str) -> Result<Self, BuildError> {
        Self::from_variable(variable, std::env::var_os(variable))
    }

    pub(crate) fn from_variable(
        variable: &str,
        value: Option<OsString>,
    ) -> Result<Self, BuildError> {
        let value = value.filter(|value| !value.is_empty()).ok_or_else(|| {
            BuildError::MissingCredential {
                variable: variable.to_owned(),
            }
        })?;
        value
            .into_string()
            .map(Self::new)
            .map_err(|_| BuildError::InvalidCredential)
    }

    /// Whether it can be sent: not empty, printable ASCII, no space at its ends.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        let secret = self.secret.expose_secret();
        let printable = secret.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if secret.is_empty() || !printable || secret.trim() != secret {
            return Err(BuildError::InvalidCredential);
        }
        Ok(())
    }

    /// The value of a header that carries it, marked sensitive. `None` when it cannot stand there.
    pub(crate) fn header(&self, prefix: &str) -> Option<HeaderValue> {
        let mut value =
            HeaderValue::try_from(format!("{prefix}{}", self.secret.expose_secret())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Its form for a query or a cookie.
    pub(crate) fn encoded(&self) -> String {
        utf8_percent_encode(self.secret.expose_secret(), ENCODED).to_string()
    }

    /// Whether a text that a server sent contains it, in any case of letters.
    pub(crate) fn occurs_in(&self, text: &str) -> bool {
        let secret = self.secret.expose_secret().to_ascii_lowercase();
        !secret.is_empty() && text.to_ascii_lowercase().contains(&secret)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_stand_in_a_header_is_refused_and_not_shown() {
        for bad in [
            "",
            " ",
            "k\n",
            "k\r\nx-evil: 1",
            " key",
            "key ",
            "ké",
            "k\u{7f}",
            "k\tk",
        ] {
            let error = Credential::new(bad)
                .check()
                .expect_err("it must be refused");
            for text in [error.to_string(), format!("{error:?}")] {
                assert!(bad.trim().is_empty() || !text.contains(bad), "{text}");
            }
        }
        assert!(Credential::new("a.B-9_~+/=:!").check().is_ok());
    }

    #[test]
    fn its_header_is_sensitive() {
        let value = Credential::new("key-1")
            .header("AccessKey ")
            .expect("a plain key fits");
        assert!(value.is_sensitive());
        assert_eq!(value.as_bytes(), b"AccessKey key-1");
        assert_eq!(format!("{value:?}"), "Sensitive");
    }

    #[test]
    fn an_unset_or_empty_variable_is_missing() {
        for value in [None, Some(OsString::new())] {
            let error = Credential::from_variable("X_KEY", value).expect_err("nothing is there");
            assert!(matches!(error, BuildError::MissingCredential { .. }));
            assert!(error.to_string().contains("X_KEY"), "{error}");
        }
        assert!(Credential::from_variable("X_KEY", Some("k".into())).is_ok());
    }
}
