//! What went wrong, in terms that are the same for every provider.

use std::fmt;

use http::StatusCode;

use crate::decode::Spent;

/// What went wrong, in terms that are the same for every provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request does not fit the operation. With
    /// [`Delivery::NotSent`](crate::Delivery::NotSent) it was refused here, with
    /// [`Delivery::Rejected`](crate::Delivery::Rejected) by the provider (400, 422).
    Invalid,
    /// The client could not be built.
    Build,
    /// The call was not made in a tokio runtime.
    Runtime,
    /// The operation needs a credential and the client has none.
    MissingCredential,
    /// The credential could not be fetched, or cannot be sent.
    Credential,
    /// No connection could be made, or the connection closed before the request was written.
    Connect,
    /// The time ran out, here or at the server (408).
    Timeout,
    /// The connection broke after the request was sent or while it was.
    Transport,
    /// A layer of the client failed, or passed on what must not be sent: see [`layer`](crate::layer).
    Layer,
    /// The server redirects (3xx, but not 304). Redirects are not followed.
    Redirect,
    /// What the caller has is current (304): the condition of the request, such as `If-None-Match`, says so.
    NotModified,
    /// The body of a success exceeds the limit, or decoding it takes more memory than its limit.
    TooLarge,
    /// The body of a success is not what the operation documents.
    Decode,
    /// The response could not be saved to a file on this machine.
    File,
    /// A page has as its next position a page that was already read, or a numbered page equals
    /// the one before: reading on would never end.
    RepeatedPage,
    /// The credential is not accepted (401).
    Unauthorized,
    /// The credential may not do this (403).
    Forbidden,
    /// The requested resource does not exist (404, 410).
    NotFound,
    /// The current state does not allow it (409, 412).
    Conflict,
    /// Too many requests (429).
    RateLimited,
    /// The server failed (5xx).
    Server,
    /// Any other status that is not a success.
    Status,
    /// A webhook was refused: it is not what the provider signed.
    Webhook,
    /// Another error, which the program made into this one: see [`Error::other`](crate::Error::other).
    Other,
}

impl ErrorKind {
    /// Returns the kind of a status that is not a success.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            304 => Self::NotModified,
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

    /// Returns the kind of a body that cannot be decoded, or whose budget was spent.
    pub(crate) fn of_decoding(spent: Option<Spent>) -> Self {
        match spent {
            None => Self::Decode,
            Some(Spent::Memory) => Self::TooLarge,
            Some(Spent::Time) => Self::Timeout,
        }
    }

    /// Returns a short name for machines: `error.type` in traces.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Build => "build",
            Self::Runtime => "runtime",
            Self::MissingCredential => "missing_credential",
            Self::Credential => "credential",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Layer => "layer",
            Self::Redirect => "redirect",
            Self::NotModified => "not_modified",
            Self::TooLarge => "too_large",
            Self::Decode => "decode",
            Self::File => "file",
            Self::RepeatedPage => "repeated_page",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::Server => "server",
            Self::Status => "status",
            Self::Webhook => "webhook",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "invalid request",
            Self::Build => "the client could not be built",
            Self::Runtime => "no runtime",
            Self::MissingCredential => "missing credential",
            Self::Credential => "could not obtain a credential",
            Self::Connect => "could not connect",
            Self::Timeout => "timed out",
            Self::Transport => "connection broke",
            Self::Layer => "a layer of the client failed",
            Self::Redirect => "redirected",
            Self::NotModified => "not modified",
            Self::TooLarge => "response too large",
            Self::Decode => "unexpected response body",
            Self::File => "could not save the response",
            Self::RepeatedPage => "the pages repeat",
            Self::Unauthorized => "credential not accepted",
            Self::Forbidden => "not allowed",
            Self::NotFound => "not found",
            Self::Conflict => "conflict",
            Self::RateLimited => "too many requests",
            Self::Server => "server error",
            Self::Status => "unexpected status",
            Self::Webhook => "webhook refused",
            Self::Other => "other error",
        })
    }
}
