//! Why a webhook is not taken.

use std::time::Duration;

/// Why a webhook is not taken. It shows neither key nor signature, nor anything that the request says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// A header that every signed webhook has is not there. Has the subscription a signing key?
    #[error("the webhook has no header `{name}`")]
    MissingHeader {
        /// The header.
        name: &'static str,
    },
    /// A header is there more than once, so that it is not clear which one counts.
    #[error("the webhook has the header `{name}` more than once")]
    RepeatedHeader {
        /// The header.
        name: &'static str,
    },
    /// A header is not what it has to be: base64, whole seconds, or text. The time is read only if it is signed.
    #[error("the webhook's header `{name}` is malformed")]
    MalformedHeader {
        /// The header.
        name: &'static str,
    },
    /// The signing key is empty: anybody could sign with it.
    #[error("the signing key is empty")]
    EmptyKey,
    /// The signature is another one: of another key, address, body or time.
    #[error(
        "the webhook's signature is wrong; check the key, that the URL is letter by letter the one that Bird was told, \
         and that the body is the one that came"
    )]
    WrongSignature,
    /// It was sent longer ago than the tolerance.
    #[error("the webhook is {by:?} older than the tolerance")]
    TooOld {
        /// How much longer ago.
        by: Duration,
    },
    /// Its time is farther in the future than the tolerance, or than 5 minutes. Are the clocks right?
    #[error("the webhook's time is {by:?} farther in the future than it may be")]
    TooNew {
        /// How much farther.
        by: Duration,
    },
}
