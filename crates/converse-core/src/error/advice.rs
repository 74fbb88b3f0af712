//! Advice on an error for the caller.

use super::delivery::Delivery;
use super::failure::Failure;
use super::kind::ErrorKind;
use crate::operation::Safety;

/// Returns a sentence without its full stop, for an error of which so much is shown.
pub(crate) fn advice(failure: &Failure, shown: Shown) -> &'static str {
    let details = match (&failure.raw_body, &failure.message) {
        _ if shown == Shown::Typed => Details::Typed,
        (_, Some(_)) if shown == Shown::Verbose => Details::Said,
        (_, Some(_)) => Details::Message,
        (Some(raw), None) if !raw.is_empty() => Details::Raw,
        _ => Details::Nothing,
    };
    match (failure.kind, failure.delivery) {
        (ErrorKind::RepeatedPage, _) => {
            "all earlier items were delivered; stopped because the pages repeat"
        }
        (ErrorKind::TooLarge, Delivery::Accepted) => {
            "the operation was carried out; `body_limit` and `decode_limit` can be raised"
        }
        (_, Delivery::Accepted) if failure.safety == Some(Safety::Idempotent) => {
            "the operation was carried out; sending it again does no harm"
        }
        (_, Delivery::Accepted) => "the operation was carried out; do not send it again",
        _ if failure.permanent => "the provider says that this is permanent; do not retry",
        (ErrorKind::Invalid, Delivery::NotSent) => "nothing was sent; correct the call",
        (ErrorKind::MissingCredential, _) => "nothing was sent",
        (ErrorKind::Runtime, _) => "nothing was sent",
        (ErrorKind::Credential, _) => "nothing was sent; check what provides the credential",
        (ErrorKind::Connect, Delivery::NotSent) => {
            "nothing was sent; check base URL and network, then try again"
        }
        (ErrorKind::Layer, Delivery::NotSent) => "nothing was sent; see what the layer says",
        (_, Delivery::NotSent) => "nothing was sent; try again",
        (ErrorKind::NotModified, _) => "the copy that the request is conditional on is current",
        (ErrorKind::Redirect, _) => "redirects are not followed; check the base URL",
        (_, Delivery::Unknown) if failure.safety == Some(Safety::Idempotent) => {
            "it may have been carried out; sending it again does no harm"
        }
        (_, Delivery::Unknown) => "it may have been carried out; look before sending it again",
        (ErrorKind::Invalid, _) => match details {
            Details::Typed => "see `body()` for what is wrong with the request",
            Details::Message => "`message()` and `verbose()` say what is wrong with the request",
            Details::Said => "correct the request",
            Details::Raw => "see `raw_body()` for what is wrong with the request",
            Details::Nothing => "the response does not say what is wrong with the request",
        },
        (ErrorKind::Unauthorized, _) => "check the credential",
        (ErrorKind::Forbidden, _) => "check what the credential may do",
        (ErrorKind::NotFound, _) => "check the ids in the request and the base URL",
        (ErrorKind::Conflict, _) => match details {
            Details::Typed => "see `body()`; the request does not fit the present state",
            Details::Message => "see `message()`; the request does not fit the present state",
            Details::Raw => "see `raw_body()`; the request does not fit the present state",
            Details::Said | Details::Nothing => "the request does not fit the present state",
        },
        (ErrorKind::RateLimited, _) => "wait, see `retry_after()`, then try again",
        _ => match details {
            Details::Typed => "see `body()`",
            Details::Message => "see `message()`",
            Details::Said => "`raw_body()` has the whole response",
            Details::Raw => "see `raw_body()`",
            Details::Nothing => "the response gives no details",
        },
    }
}

/// What a message shows of an error.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shown {
    /// Nothing that the provider said, and the caller has the body as its type.
    Typed,
    /// Nothing that the provider said.
    Plain,
    /// The provider's message, if there is one.
    Verbose,
}

/// Where the server's own words are.
#[derive(Clone, Copy)]
enum Details {
    /// In `body()`.
    Typed,
    /// In `message()`.
    Message,
    /// In the message itself.
    Said,
    /// In `raw_body()` alone.
    Raw,
    Nothing,
}
