//! Why a webhook was refused.

use std::time::Duration;

/// Why a webhook was refused. It shows neither key nor signature, nor any part of the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// A header that every signed webhook has is missing. Does the subscription have a signing key?
    #[error("the webhook lacks the header `{name}`")]
    MissingHeader {
        /// The header.
        name: &'static str,
    },
    /// A header is present more than once, so that it is unclear which one counts.
    #[error("the webhook has the header `{name}` more than once")]
    RepeatedHeader {
        /// The header.
        name: &'static str,
    },
    /// A header is malformed: not base64, not whole seconds, or not text. The time is checked only if it is signed.
    #[error("the webhook's header `{name}` is malformed")]
    MalformedHeader {
        /// The header.
        name: &'static str,
    },
    /// The signing key is empty: anybody could sign with it.
    #[error("the signing key is empty")]
    EmptyKey,
    /// The signature does not match: another key, address, body or time was signed.
    #[error(
        "the webhook's signature is wrong; check the key, that the URL is letter by letter the one that Bird has, \
         and that the body is unchanged"
    )]
    WrongSignature,
    /// It was sent longer ago than the tolerance.
    #[error("the webhook is {by:?} older than the tolerance")]
    TooOld {
        /// How much longer ago.
        by: Duration,
    },
    /// Its time is farther in the future than the tolerance, or than 5 minutes. Are the clocks right?
    #[error("the webhook's time is {by:?} farther in the future than allowed")]
    TooNew {
        /// How much farther.
        by: Duration,
    },
}

impl From<VerifyError> for converse_core::Error {
    fn from(error: VerifyError) -> Self {
        Self::of_source("bird", converse_core::ErrorKind::Webhook, error)
    }
}
