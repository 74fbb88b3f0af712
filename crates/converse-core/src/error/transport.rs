//! Why a connection failed, in fixed words: a server cannot put a string into any of them.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::{fmt, io};

use hyper_util::client::legacy;

use super::delivery::Delivery;
use super::kind::ErrorKind;
use super::tls;
use crate::body::PayloadError;
use crate::one_line::one_line;

/// The cause of a failure below HTTP.
///
/// The HTTP client's own error is not kept: it contains the URL, names from the server's certificate
/// and, for HTTP/2, a string that the server sends when it closes a connection. Of its causes only
/// the messages are kept, for `transport_detail`: neither `Display` nor `Debug` shows them.
pub(crate) struct TransportError {
    reason: Cow<'static, str>,
    detail: Option<String>,
}

/// Returns the meaning of a failure before the status line was read.
pub(crate) fn classify(error: &reqwest::Error) -> (ErrorKind, Delivery, TransportError) {
    // A builder error occurs before there is a connection at all.
    if error.is_builder() {
        let reason = TransportError::new("not a request");
        return (ErrorKind::Invalid, Delivery::NotSent, reason);
    }
    // A connect error comes from the connector or the pool, before a request is given
    // to a connection. Everything else may come after the first byte, unless hyper can prove that
    // it did not.
    let unwritten = was_never_written(error);
    if error.is_connect() || unwritten {
        let words = match unwritten && !error.is_connect() {
            true => "the connection closed before the request was written",
            false => while_connecting(error),
        };
        let reason = TransportError::of(words, error);
        return (ErrorKind::Connect, Delivery::NotSent, reason);
    }
    let kind = match error.is_timeout() {
        true => ErrorKind::Timeout,
        false => ErrorKind::Transport,
    };
    let reason = TransportError::after_connecting(error);
    (kind, Delivery::Unknown, reason)
}

impl TransportError {
    fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            reason: reason.into(),
            detail: None,
        }
    }

    /// Keeps the messages of all causes as the detail.
    fn of(reason: impl Into<Cow<'static, str>>, error: &reqwest::Error) -> Self {
        let mut messages: Vec<String> = Vec::new();
        for cause in causes(error) {
            let message = cause.to_string();
            // Many errors repeat the one below them.
            if messages.last().is_none_or(|last| *last != message) {
                messages.push(message);
            }
        }
        let detail = Some(messages.join(": ")).filter(|detail| !detail.is_empty());
        Self {
            reason: reason.into(),
            detail: detail.map(|detail| one_line(&detail)),
        }
    }

    /// Returns the failure to read the source of a request body.
    pub(crate) fn of_body(failure: &PayloadError) -> Self {
        Self::new(failure.to_string())
    }

    /// Returns the failure of an attempt whose time ran out.
    pub(crate) fn out_of_time() -> Self {
        Self::new("the time limit was reached")
    }

    /// Returns the failure of a body that stalled.
    pub(crate) fn stalled() -> Self {
        Self::new("the body stalled for longer than the limit")
    }

    /// Returns the failure of a connection that was given a request.
    pub(crate) fn after_connecting(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::of("the time limit was reached", error);
        }
        if let Some(words) = tls::words(causes(error)) {
            return Self::of(words, error);
        }
        match io_kind(error) {
            None => Self::of("the connection closed early, or did not speak HTTP", error),
            Some(kind) => Self::of(kind.to_string(), error),
        }
    }

    /// Returns the messages of all causes. They may contain what a server sent.
    pub(crate) fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// Returns the detail of an error, if it or one of its sources is one of these.
    pub(crate) fn detail_of<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a str> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(found) = error.downcast_ref::<Self>() {
                return found.detail();
            }
            next = error.source();
        }
        None
    }
}

/// Returns whether no byte of the request was written.
///
/// hyper-util notes the connection in every error that ended a request which was given to one; an
/// error without it is older than that. hyper calls a request canceled only where it gives it back
/// unread: once a connection has taken a request, it reports another error, whether or not a byte of
/// it was written already.
fn was_never_written(error: &reqwest::Error) -> bool {
    // Only the outermost error: below may be errors of a body from elsewhere.
    let Some(error) = causes(error).find_map(|cause| cause.downcast_ref::<legacy::Error>()) else {
        return false;
    };
    let cause = error.source().and_then(|cause| cause.downcast_ref());
    error.connect_info().is_none() || cause.is_some_and(hyper::Error::is_canceled)
}

/// Returns why no connection could be made. Names of the certificate and messages of a proxy are left out.
fn while_connecting(error: &reqwest::Error) -> &'static str {
    use io::ErrorKind::*;
    if error.is_timeout() {
        return "the time to connect ran out";
    }
    if let Some(words) = tls::words(causes(error)) {
        return words;
    }
    // The type of this error is not public. If its message changes one day, other fixed words
    // are chosen below.
    if causes(error).any(|cause| cause.to_string() == "dns error") {
        return "the host name could not be resolved";
    }
    match io_kind(error) {
        Some(ConnectionRefused) => "the connection was refused",
        Some(ConnectionReset | ConnectionAborted | BrokenPipe | UnexpectedEof) => {
            "the connection closed while it was made"
        }
        Some(HostUnreachable | NetworkUnreachable | NetworkDown) => "the host cannot be reached",
        Some(AddrInUse | AddrNotAvailable | PermissionDenied) => {
            "this machine does not allow the connection"
        }
        // The system's TLS library does not report the cause in a form that can be distinguished.
        _ if error.url().is_some_and(|url| url.scheme() == "https") => {
            "TLS failed, or a proxy on the way refused"
        }
        _ => "the connection could not be made",
    }
}

/// Returns the kind of an `io::Error` of the system, or of a library that uses it.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut kinds = causes(error).filter_map(|cause| cause.downcast_ref().map(io::Error::kind));
    // Libraries wrap errors of any kind into one of kind `Other`.
    kinds.find(|kind| *kind != io::ErrorKind::Other)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        // The source of an `io::Error` is that of its inner error, which would be skipped.
        let inner = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match inner {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
        Some(cause)
    })
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the detail: it may contain what a server sent.
        f.debug_tuple("TransportError").field(&self.reason).finish()
    }
}

impl StdError for TransportError {}
