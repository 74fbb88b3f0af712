//! Bird's webhooks: checks that Bird sent a request, and that it did so recently.
//!
//! A subscription to Bird's webhooks may have a signing key. Bird then signs each request with it, and [`verify`]
//! checks the signature. With axum, the extractor `BirdWebhook` (feature `axum`) does all of it: the handler gets what
//! Bird signed, and nothing else. Elsewhere, pass the body byte by byte as received, and parse it only after that:
//!
//! ```
//! use std::time::Duration;
//!
//! use converse::http::HeaderMap;
//! use converse::bird::{types, webhook};
//!
//! fn receive(headers: &HeaderMap, body: &[u8], key: &str) -> Result<(), Box<dyn std::error::Error>> {
//!     let url = "https://example.com/hooks/bird";
//!     let verified = webhook::verify(headers, url, body, key, Duration::from_secs(9 * 60 * 60))?;
//!     // An id that was seen before is a redelivery or a replay.
//!     println!("{}", verified.id());
//!     match serde_json::from_slice::<types::ConversationEvent>(body) {
//!         Ok(event) => println!("{}: {}", event.event, event.payload.id),
//!         Err(other) => println!("an event of another shape: {other}"),
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Respond 2xx to every verified request, even if you cannot process it, unless you want it again: Bird delivers for up to
//! 8 hours until it gets a 2xx, so only ask for that if doing the work twice does no harm. The type of events comes from one truncated example, so [`types::ConversationEvent`] may not decode all
//! of them; the body is still valid JSON then.
//!
//! [`types::ConversationEvent`]: crate::bird::types::ConversationEvent
//!
//! # Redeliveries
//!
//! A redelivery may carry the time and the signature of the first delivery: Bird's page does not say. A `tolerance`
//! of some minutes then loses redeliveries. Allow more than 8 hours, and store each [`Verified::id`] for as
//! long: an id that was seen before is the same message again. With `None` there is no limit, and a request can be
//! replayed once you forget its id; keep ids indefinitely.
//!
//! Conversely, an event may come with several ids: if Bird signs a redelivery anew, or if several subscriptions
//! cover it. Make your handler idempotent.

#[cfg(feature = "axum")]
mod config;
mod error;
#[cfg(feature = "axum")]
mod extractor;
#[cfg(feature = "axum")]
mod rejection;
mod verified;

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use converse_core::http::HeaderMap;
#[cfg(feature = "testing")]
use converse_core::reqwest::header::{HeaderName, HeaderValue};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

#[cfg(feature = "axum")]
pub use config::{BODY_LIMIT, InvalidConfig, TOLERANCE, WebhookConfig};
pub use error::VerifyError;
#[cfg(feature = "axum")]
pub use extractor::{BirdWebhook, UnknownEvent};
#[cfg(feature = "axum")]
pub use rejection::WebhookRejection;
pub use verified::Verified;

/// The header with the signature, in base64.
pub const SIGNATURE: &str = "messagebird-signature";

/// The header with the time of the request. That it is in seconds since 1970 is inferred: Bird's page states no unit.
pub const TIMESTAMP: &str = "messagebird-request-timestamp";

/// The header with the id of the request. It is not signed.
pub const REQUEST_ID: &str = "messagebird-request-id";

/// How far ahead of this machine's clock the time may be.
const AHEAD: Duration = Duration::from_secs(5 * 60);

/// Checks that a request was signed with the key, and that its time is at most `tolerance` in the past and at most
/// `tolerance` or 5 minutes, whichever is less, in the future: clocks differ, but not by hours. `None` accepts a
/// request of any age, see [Redeliveries](self#redeliveries).
///
/// - `url` is the address that Bird has for the subscription, letter by letter, with its query. Behind a proxy that
///   differs from what the server sees: take it from your settings, not from the request.
/// - `body` is the body as received. JSON that was parsed and serialized again has another signature.
/// - `signing_key` is the subscription's key as Bird has it.
///
/// The signature is compared in constant time. The signed content is the time, the address and the SHA-256 of the
/// body, as Bird's page on webhooks says; the other headers are not.
///
/// `wasm32-unknown-unknown` has no clock: there, only [`verify_at`] exists.
///
/// # Errors
/// A header is missing, is present twice or is malformed; the key is empty; the signature does not match; the time is
/// out of range. The time is checked last, so that only a request that Bird signed is reported as too old.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub fn verify(
    headers: &HeaderMap,
    url: &str,
    body: &[u8],
    signing_key: impl AsRef<[u8]>,
    tolerance: impl Into<Option<Duration>>,
) -> Result<Verified, VerifyError> {
    verify_at(
        headers,
        url,
        body,
        signing_key,
        tolerance,
        SystemTime::now(),
    )
}

/// Like [`verify`], at a given time: for tests, for requests that are checked later, and for platforms without a clock.
///
/// # Errors
/// Those of [`verify`].
pub fn verify_at(
    headers: &HeaderMap,
    url: &str,
    body: &[u8],
    signing_key: impl AsRef<[u8]>,
    tolerance: impl Into<Option<Duration>>,
    now: SystemTime,
) -> Result<Verified, VerifyError> {
    let required = |name| header(headers, name)?.ok_or(VerifyError::MissingHeader { name });
    let signature = required(SIGNATURE)?;
    let timestamp = required(TIMESTAMP)?;
    let request_id = header(headers, REQUEST_ID)?;

    let signature = STANDARD
        .decode(signature)
        .map_err(|_| VerifyError::MalformedHeader { name: SIGNATURE })?;
    mac(signing_key.as_ref(), timestamp, url, body)?
        .verify_slice(&signature)
        .map_err(|_| VerifyError::WrongSignature)?;
    let time = time(timestamp).ok_or(VerifyError::MalformedHeader { name: TIMESTAMP })?;
    if let Some(tolerance) = tolerance.into() {
        check_time(time, now, tolerance)?;
    }
    Ok(Verified {
        id: STANDARD.encode(signature),
        timestamp: time,
        request_id: request_id.map(str::to_owned),
    })
}

/// Returns the headers of a webhook that Bird sends at a time, for tests of your handler.
///
/// ```
/// use std::time::SystemTime;
///
/// use converse::bird::webhook;
///
/// let (url, body, key) = ("https://example.com/hooks/bird", b"{}", "key");
/// let now = SystemTime::now();
/// let headers = webhook::sign(url, body, key, now)?;
/// assert!(webhook::verify_at(&headers, url, body, key, None, now).is_ok());
/// # Ok::<(), webhook::VerifyError>(())
/// ```
///
/// # Errors
/// The key is empty. A time before 1970 cannot be a header, and is [`VerifyError::MalformedHeader`].
#[cfg(feature = "testing")]
pub fn sign(
    url: &str,
    body: &[u8],
    signing_key: impl AsRef<[u8]>,
    time: SystemTime,
) -> Result<HeaderMap, VerifyError> {
    let malformed = |name| VerifyError::MalformedHeader { name };
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    let timestamp = since.map_err(|_| malformed(TIMESTAMP))?.as_secs();
    let mac = mac(signing_key.as_ref(), &timestamp.to_string(), url, body)?;
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let signature = HeaderValue::try_from(signature).map_err(|_| malformed(SIGNATURE))?;
    Ok(HeaderMap::from_iter([
        (HeaderName::from_static(SIGNATURE), signature),
        (HeaderName::from_static(TIMESTAMP), timestamp.into()),
    ]))
}

/// Returns the string of a header that may be present once.
fn header<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a str>, VerifyError> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(VerifyError::RepeatedHeader { name });
    }
    match value.to_str() {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(VerifyError::MalformedHeader { name }),
    }
}

/// Parses a time from digits. The parser of numbers would accept a sign too.
fn time(seconds: &str) -> Option<SystemTime> {
    let digits = seconds.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = seconds.parse().ok().filter(|_| digits)?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Returns the HMAC of what Bird signs.
fn mac(key: &[u8], timestamp: &str, url: &str, body: &[u8]) -> Result<Hmac<Sha256>, VerifyError> {
    // Anybody can sign with an empty key: a forgotten setting must not accept everything.
    if key.is_empty() {
        return Err(VerifyError::EmptyKey);
    }
    let mut mac = Hmac::new_from_slice(key).map_err(|_| VerifyError::EmptyKey)?;
    for part in [
        timestamp.as_bytes(),
        b"\n",
        url.as_bytes(),
        b"\n",
        &Sha256::digest(body),
    ] {
        mac.update(part);
    }
    Ok(mac)
}

fn check_time(time: SystemTime, now: SystemTime, tolerance: Duration) -> Result<(), VerifyError> {
    let over = |distance: Duration, most| distance.checked_sub(most).filter(|by| !by.is_zero());
    let outcome = match now.duration_since(time) {
        Ok(age) => over(age, tolerance).map(|by| VerifyError::TooOld { by }),
        Err(ahead) => {
            let by = over(ahead.duration(), tolerance.min(AHEAD));
            by.map(|by| VerifyError::TooNew { by })
        }
    };
    outcome.map_or(Ok(()), Err)
}
