//! One credential: a key, a token, a user name and a password, or the means to obtain one.

use std::ffi::OsString;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use crate::error::BuildError;
use crate::operation::CredentialPlace;
use crate::types::Password;

use super::secret::{Issued, Secret};
use super::token::{CredentialError, Token};
use super::token_cache::TokenCache;

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
    /// A user name or password that cannot be encoded.
    Unencodable,
}

impl Credential {
    /// Creates a credential that never changes, of a string or a [`Password`].
    ///
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) refuses it if it cannot be sent.
    pub fn new(secret: impl Into<Password>) -> Self {
        Self {
            kind: Kind::Fixed(Secret::new(secret)),
        }
    }

    /// Creates a credential of a user name and a password, for HTTP `basic` (RFC 7617). Both are sent as UTF-8, and
    /// either may be empty.
    ///
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) refuses a `:` in the user name, and control characters.
    ///
    /// ```
    /// # use converse_core as converse;
    /// let credential = converse::Credential::basic("aladdin", "open sesame");
    /// assert_eq!(format!("{credential:?}"), "Credential(..)");
    /// ```
    pub fn basic(user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let secret = Secret::basic(user.as_ref(), password.as_ref());
        Self {
            kind: secret.map_or(Kind::Unencodable, Kind::Fixed),
        }
    }

    /// Reads the credential from an environment variable, once.
    ///
    /// # Errors
    /// [`BuildError::MissingCredential`] if the variable is not set or empty,
    /// [`BuildError::InvalidCredential`] if it is not UTF-8.
    pub fn from_env(variable: &str) -> Result<Self, BuildError> {
        Self::from_variable(variable, std::env::var_os(variable)).map(Self::new)
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

    /// Returns the value of a variable that must be set.
    pub(crate) fn from_variable(
        variable: &str,
        value: Option<OsString>,
    ) -> Result<String, BuildError> {
        let value = value.filter(|value| !value.is_empty()).ok_or_else(|| {
            BuildError::MissingCredential {
                variable: variable.to_owned(),
            }
        })?;
        value
            .into_string()
            .map_err(|_| BuildError::InvalidCredential)
    }

    /// Returns the credential that one string holds: that of a user name and a password is `user:password`.
    pub(crate) fn of_text(text: String, place: CredentialPlace) -> Self {
        match (place, text.split_once(':')) {
            (CredentialPlace::Basic, Some((user, password))) => Self::basic(user, password),
            _ => Self::new(text),
        }
    }

    /// Returns whether its form is the one that is sent there, as far as is known before it is needed.
    pub(crate) fn fits(&self, place: CredentialPlace) -> bool {
        match &self.kind {
            Kind::Fixed(secret) => secret.fits(place),
            Kind::Unencodable | Kind::Refreshing(_) => true,
        }
    }

    /// Returns whether it can be sent, as far as is known before it is needed.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        match &self.kind {
            Kind::Fixed(secret) if !secret.can_be_sent() => Err(BuildError::InvalidCredential),
            Kind::Unencodable => Err(BuildError::InvalidPassword),
            _ => Ok(()),
        }
    }

    /// Returns the secret to send now, if none has to be fetched.
    pub(crate) fn at_hand(&self) -> Option<Issued> {
        match &self.kind {
            Kind::Fixed(secret) => Some(Issued {
                secret: secret.clone(),
                generation: 0,
            }),
            Kind::Refreshing(cache) => cache.at_hand(),
            Kind::Unencodable => None,
        }
    }

    /// Returns the secret to send now.
    pub(crate) async fn issue(&self) -> Result<Issued, CredentialError> {
        match &self.kind {
            Kind::Refreshing(cache) => cache.issue().await,
            // No client is built with one that cannot be encoded.
            _ => self
                .at_hand()
                .ok_or_else(|| CredentialError::new("it cannot be encoded")),
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
