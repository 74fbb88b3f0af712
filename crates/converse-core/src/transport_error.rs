//! What a failed connection tells, without what the server sent.

use std::error::Error as StdError;
use std::{fmt, io};

use crate::payload::PayloadError;
use crate::{Delivery, ErrorKind};

/// The cause of a failure below HTTP, in text.
///
/// The HTTP client's own error is not kept: it carries the URL, and for HTTP/2 the text a server
/// may put into its last words.
#[derive(Debug)]
pub(crate) struct TransportError {
    reason: String,
}

/// What a failure before the status line was read means.
pub(crate) fn classify(error: &reqwest::Error) -> (ErrorKind, Delivery, TransportError) {
    // A connect error is raised by the connector and by the pool, both before a request is handed
    // to a connection. A builder error is raised before there is a connection at all. Everything
    // else may come after the first byte.
    if error.is_builder() {
        return (
            ErrorKind::Invalid,
            Delivery::NotSent,
            TransportError::new("not a request"),
        );
    }
    if error.is_connect() {
        return (
            ErrorKind::Connect,
            Delivery::NotSent,
            TransportError::while_connecting(error),
        );
    }
    let kind = if error.is_timeout() {
        ErrorKind::Timeout
    } else {
        ErrorKind::Transport
    };
    (
        kind,
        Delivery::Unknown,
        TransportError::after_connecting(error),
    )
}

impl TransportError {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }

    /// Nothing was sent yet on this connection, so that name resolution, TCP and TLS may speak for
    /// themselves.
    fn while_connecting(error: &reqwest::Error) -> Self {
        let mut reasons: Vec<String> = Vec::new();
        for cause in causes(error) {
            let text = cause.to_string();
            // Many errors repeat the one below them.
            if !text.starts_with("client error") && reasons.last().is_none_or(|last| *last != text)
            {
                reasons.push(text);
            }
        }
        Self::new(crate::error::one_line(&reasons.join(": ")))
    }

    /// A body that stopped coming.
    pub(crate) fn stalled() -> Self {
        Self::new("the body stalled for longer than the limit")
    }

    /// From here on the server may have seen the credential: only fixed words are used.
    pub(crate) fn after_connecting(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::new("the time limit was reached");
        }
        // Our own failure to read what was to be sent.
        if let Some(body) = payload_error(error) {
            return Self::new(body.to_string());
        }
        let io_error = causes(error).find_map(|cause| cause.downcast_ref::<io::Error>());
        match io_error.map(io::Error::kind) {
            None | Some(io::ErrorKind::Other) => {
                Self::new("the connection closed early, or did not speak HTTP")
            }
            Some(kind) => Self::new(kind.to_string()),
        }
    }
}

fn payload_error(error: &reqwest::Error) -> Option<&PayloadError> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl StdError for TransportError {}
