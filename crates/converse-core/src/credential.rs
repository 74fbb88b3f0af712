//! The credential of a client: API keys and tokens.

mod secret;
mod token;
mod token_cache;

use std::ffi::OsString;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use crate::error::BuildError;
use token_cache::TokenCache;

pub(crate) use secret::{Issued, Secret};
pub use token::{CredentialError, Token};

/// An API key or access token, or the means to obtain one when it is needed.
///
/// It is wiped from memory when dropped, and `Debug` does not show it. The header and the prefix that it is
/// sent with come from the provider's document: give the bare key.
///
/// ```
/// # use converse_core as converse;
/// let credential = converse::Credential::new("key-1");
/// assert_eq!(format!("{credential:?}"), "Credential(..)");
/// ```
#[derive(Clone)]
pub struct Credential {
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Fixed(Secret),
    Refreshing(Arc<TokenCache>),
}

impl Credential {
    /// Creates a credential that never changes.
    ///
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) refuses it if it cannot be sent.
    pub fn new(secret: impl Into<String>) -> Self {
        Self {
            kind: Kind::Fixed(Secret::new(secret)),
        }
    }

    /// Reads the credential from an environment variable, once.
    ///
    /// # Errors
    /// [`BuildError::MissingCredential`] if the variable is not set or empty,
    /// [`BuildError::InvalidCredential`] if it is not UTF-8.
    pub fn from_env(variable: &str) -> Result<Self, BuildError> {
        Self::from_variable(variable, std::env::var_os(variable))
    }

    /// Creates a credential that is refreshed: `fetch` is called when the first call needs it, and again
    /// when it has expired ([`Token::valid_for`]) or the provider responded with 401.
    ///
    /// The fetched credential is shared by all clones and their clients. However many calls
    /// wait for it, one of them fetches; if that one is dropped, the next takes over. After a 401
    /// the call is retried once with the new credential if its operation may be retried; other
    /// calls fail with the 401, and the next call has the new credential. Fetching counts towards
    /// the call's timeout, not towards that of an attempt. An error of `fetch` is shown:
    /// put no secret into it.
    ///
    /// ```
    /// # use converse_core as converse;
    /// use std::time::Duration;
    /// use converse::Credential;
    /// use converse::credential::{CredentialError, Token};
    /// # async fn ask_the_vault() -> Result<String, std::io::Error> { Ok("key".into()) }
    /// let credential = Credential::refreshing(|| async {
    ///     let secret = ask_the_vault().await;
    ///     let secret = secret.map_err(|_| CredentialError::new("the vault does not answer"))?;
    ///     Ok(Token::new(secret).valid_for(Duration::from_secs(3600)))
    /// });
    /// ```
    pub fn refreshing<F, R>(fetch: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Token, CredentialError>> + Send + 'static,
    {
        let fetch = Box::new(move || Box::pin(fetch()) as _);
        Self {
            kind: Kind::Refreshing(Arc::new(TokenCache::new(fetch))),
        }
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

    /// Returns whether it can be sent, as far as is known before it is needed.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        match &self.kind {
            Kind::Fixed(secret) if !secret.can_be_sent() => Err(BuildError::InvalidCredential),
            _ => Ok(()),
        }
    }

    /// Returns the secret to send now.
    pub(crate) async fn issue(&self) -> Result<Issued, CredentialError> {
        match &self.kind {
            Kind::Fixed(secret) => Ok(Issued {
                secret: secret.clone(),
                generation: 0,
            }),
            Kind::Refreshing(cache) => cache.issue().await,
        }
    }

    /// Records that the provider did not accept it.
    pub(crate) fn refused(&self, issued: &Issued) {
        if let Kind::Refreshing(cache) = &self.kind {
            cache.refused(issued);
        }
    }

    /// Returns whether another one can be obtained when it is not accepted.
    pub(crate) fn is_renewable(&self) -> bool {
        matches!(self.kind, Kind::Refreshing(_))
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
    fn what_cannot_be_sent_is_refused_and_not_shown() {
        for bad in ["", "k\n", "ké"] {
            let error = Credential::new(bad)
                .check()
                .expect_err("it must be refused");
            for text in [error.to_string(), format!("{error:?}")] {
                assert!(bad.is_empty() || !text.contains(bad), "{text}");
            }
        }
        assert!(Credential::new("key-1").check().is_ok());
    }

    #[test]
    fn an_unset_or_empty_variable_is_missing() {
        for value in [None, Some(OsString::new())] {
            let error =
                Credential::from_variable("X_KEY", value).expect_err("the variable is empty");
            assert!(matches!(error, BuildError::MissingCredential { .. }));
            assert!(error.to_string().contains("X_KEY"), "{error}");
        }
        assert!(Credential::from_variable("X_KEY", Some("k".into())).is_ok());
    }
}
