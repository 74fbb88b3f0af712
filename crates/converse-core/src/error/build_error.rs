//! Why a client could not be built.

use thiserror::Error;

use crate::argument::ArgumentError;

/// Why a client could not be built. It shows neither the credential nor the base URL.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The environment variable that should hold the credential is not set, or empty.
    #[error(
        "no credential: the environment variable `{variable}` is not set or empty; set it, or \
         give `.credential(..)` to the builder"
    )]
    MissingCredential {
        /// The variable.
        variable: String,
    },
    /// The credential is not valid in a header.
    #[error(
        "the credential cannot be sent: it must be printable ASCII without a space or line break \
         at its ends, and not empty"
    )]
    InvalidCredential,
    /// None of the environment variables that hold the credentials is set.
    #[error(
        "no credential: none of the environment variables {variables} is set; set those of one way \
         to be authorized, or give `.credential_for(..)` to the builder"
    )]
    MissingCredentials {
        /// The variables.
        variables: String,
    },
    /// A user name or a password cannot be encoded.
    #[error(
        "the user name and password cannot be sent: a user name must not contain `:`, and neither \
         of them a control character"
    )]
    InvalidPassword,
    /// A scheme takes a user name and a password, and was given another credential.
    #[error(
        "the security scheme `{scheme}` takes a user name and a password: give \
         `Credential::basic(user, password)`, or `user:password` in the environment"
    )]
    NoPassword {
        /// The scheme's name in the document.
        scheme: String,
    },
    /// A scheme takes a key or a token, and was given a user name and a password.
    #[error(
        "the security scheme `{scheme}` takes no user name and password: give `Credential::new(key)`"
    )]
    UnexpectedPassword {
        /// The scheme's name in the document.
        scheme: String,
    },
    /// The provider's document has no security scheme with the name that was given, or no operation requires it.
    #[error("no operation takes a credential of that name; give `.credential_for(..)` {known}")]
    UnknownSecurityScheme {
        /// The names that operations require.
        known: String,
    },
    /// A credential is sent only together with others, which are missing.
    #[error(
        "the provider requires several credentials together: give `.credential_for(..)` {missing} too"
    )]
    IncompleteCredentials {
        /// The names of the schemes without a credential.
        missing: String,
    },
    /// The base URL is not one that requests can be sent to.
    #[error(
        "the base URL {reason}; give one like `https://host/path` to `.base_url(..)`, or set it \
         in the environment"
    )]
    InvalidBaseUrl {
        /// The problem: the end of a sentence.
        reason: &'static str,
    },
    /// The base URL would send the credential in plain text.
    #[error(
        "the base URL uses plain http to a host that is not this machine, so that anybody on the \
         way could read the credential; use https, or allow it by `.allow_insecure_http(true)`"
    )]
    InsecureBaseUrl,
    /// The base URL is https, and there is no TLS backend.
    #[error(
        "the base URL is https, but this program was built without TLS; switch on the feature \
         `rustls` or `native-tls` of the crate that the client comes from, or supply a TLS backend \
         by `.configure_http(..)`"
    )]
    NoTls,
    /// The client's value of a parameter is not one of its type.
    #[error("the parameter {0}")]
    InvalidParameter(ArgumentError),
    /// The user agent is not valid in a header.
    #[error("the user agent must be printable ASCII; give another one to `.user_agent(..)`")]
    InvalidUserAgent,
    /// The HTTP client could not be set up: a root certificate, a proxy, the TLS library.
    #[error("the HTTP client could not be set up; check what `.configure_http(..)` does")]
    #[cfg(feature = "client")]
    Http(#[source] reqwest::Error),
}
