//! What went wrong, and what it means for the operation.

use std::fmt;

use reqwest::StatusCode;

/// What went wrong, in terms that are the same for every provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is not one the operation takes. With [`Delivery::NotSent`] it was refused here,
    /// with [`Delivery::Rejected`] by the provider (400, 422).
    Invalid,
    /// The operation needs a credential and the client has none.
    MissingCredential,
    /// No connection could be made.
    Connect,
    /// The time ran out, here or at the server (408).
    Timeout,
    /// The connection broke after the request was on its way.
    Transport,
    /// The server redirects (3xx). Redirects are not followed.
    Redirect,
    /// The body of a success is over the limit.
    TooLarge,
    /// The body of a success is not what the operation documents.
    Decode,
    /// The credential is not accepted (401).
    Unauthorized,
    /// The credential may not do this (403).
    Forbidden,
    /// What the request names is not there (404, 410).
    NotFound,
    /// The state of things does not allow it (409, 412).
    Conflict,
    /// Too many requests (429).
    RateLimited,
    /// The server failed (5xx).
    Server,
    /// Any other status that is not a success.
    Status,
}

/// Whether the operation may have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// No byte of the request left: it did not happen.
    NotSent,
    /// The server answered that it did not do it.
    Rejected,
    /// The server answered that it did it, and the answer could not be used.
    Accepted,
    /// It may have happened or not: look before sending it again.
    Unknown,
}

impl ErrorKind {
    /// The kind of a status that is not a success.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            300..=399 => Self::Redirect,
            400 | 422 => Self::Invalid,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            408 => Self::Timeout,
            409 | 412 => Self::Conflict,
            429 => Self::RateLimited,
            500..=599 => Self::Server,
            _ => Self::Status,
        }
    }

    /// What the caller can do about it: a sentence without its full stop.
    pub(crate) fn advice(self, delivery: Delivery) -> &'static str {
        match (self, delivery) {
            (Self::Invalid, Delivery::NotSent) => "nothing was sent; correct the call",
            (Self::Invalid, _) => "see `body()` for what is wrong with the request",
            (Self::MissingCredential, _) => "nothing was sent",
            (Self::Connect, _) => "nothing was sent; check base URL and network, then try again",
            (Self::Redirect, _) => "redirects are not followed; check the base URL",
            (Self::TooLarge | Self::Decode, _) | (_, Delivery::Accepted) => {
                "the operation was carried out; do not send it again"
            }
            (Self::Unauthorized, _) => "check the credential",
            (Self::Forbidden, _) => "check what the credential may do",
            (Self::NotFound, _) => "check the ids in the request and the base URL",
            (Self::Conflict, _) => "see `body()`; the request does not fit the present state",
            (Self::RateLimited, _) => "wait, see `retry_after()`, then try again",
            (_, Delivery::Unknown) => "it may have been carried out; look before sending it again",
            _ => "see `body()` and `raw_body()`",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "invalid request",
            Self::MissingCredential => "no credential",
            Self::Connect => "no connection",
            Self::Timeout => "timed out",
            Self::Transport => "connection broke",
            Self::Redirect => "redirected",
            Self::TooLarge => "response too large",
            Self::Decode => "unexpected response body",
            Self::Unauthorized => "credential not accepted",
            Self::Forbidden => "not allowed",
            Self::NotFound => "not found",
            Self::Conflict => "conflict",
            Self::RateLimited => "too many requests",
            Self::Server => "server error",
            Self::Status => "unexpected status",
        })
    }
}

impl Delivery {
    /// What a status says about the operation.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            200..=299 => Self::Accepted,
            // A server or proxy that gave up waiting does not know what became of the request.
            408 | 499 => Self::Unknown,
            400..=498 => Self::Rejected,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "not sent",
            Self::Rejected => "rejected",
            Self::Accepted => "accepted",
            Self::Unknown => "unknown",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_row() {
        for code in 100..=999 {
            let status = StatusCode::from_u16(code).expect("three digits");
            let expected = match code {
                200..=299 => Delivery::Accepted,
                408 | 499 => Delivery::Unknown,
                400..=498 => Delivery::Rejected,
                _ => Delivery::Unknown,
            };
            assert_eq!(Delivery::of_status(status), expected, "{code}");
        }
        let kind = |code| ErrorKind::of_status(StatusCode::from_u16(code).expect("three digits"));
        for (code, expected) in [
            (101, ErrorKind::Status),
            (304, ErrorKind::Redirect),
            (400, ErrorKind::Invalid),
            (401, ErrorKind::Unauthorized),
            (402, ErrorKind::Status),
            (403, ErrorKind::Forbidden),
            (404, ErrorKind::NotFound),
            (408, ErrorKind::Timeout),
            (409, ErrorKind::Conflict),
            (410, ErrorKind::NotFound),
            (412, ErrorKind::Conflict),
            (422, ErrorKind::Invalid),
            (429, ErrorKind::RateLimited),
            (500, ErrorKind::Server),
            (599, ErrorKind::Server),
            (600, ErrorKind::Status),
        ] {
            assert_eq!(kind(code), expected, "{code}");
        }
    }
}
