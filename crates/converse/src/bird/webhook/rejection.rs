//! Why a request is not handled as a webhook, and the response to it.

use axum_core::response::{IntoResponse, Response};
use converse_core::http::StatusCode;

use super::error::VerifyError;

/// Why a request is not handled as a webhook, and the response to it.
///
/// Neither `Display`, `Debug` nor the response shows the key, the signature, the address or any part of the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookRejection {
    /// The body has more bytes than allowed: 413.
    #[error("the body of the webhook is larger than allowed")]
    TooLarge,
    /// The connection broke before the end of the body: 400.
    #[error("the body of the webhook is incomplete")]
    Incomplete,
    /// It is not a recent webhook of Bird: 401, or 400 if a header is repeated or malformed.
    #[error(transparent)]
    Refused(#[from] VerifyError),
}

impl WebhookRejection {
    /// Returns the status of the response.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Incomplete => StatusCode::BAD_REQUEST,
            Self::Refused(refused) => match refused {
                VerifyError::RepeatedHeader { .. } | VerifyError::MalformedHeader { .. } => {
                    StatusCode::BAD_REQUEST
                }
                // A configuration has no empty key.
                VerifyError::MissingHeader { .. }
                | VerifyError::EmptyKey
                | VerifyError::WrongSignature
                | VerifyError::TooOld { .. }
                | VerifyError::TooNew { .. } => StatusCode::UNAUTHORIZED,
            },
        }
    }
}

impl IntoResponse for WebhookRejection {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
