//! One recorded exchange: a line of a file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use converse_core::http::{HeaderMap, HeaderName, HeaderValue, Request};
use converse_core::layer::{Attempt, Body};
use converse_core::reqwest::header::CONTENT_TYPE;
use http_body::Body as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::mask::Mask;

/// A request and its response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    pub(super) request: Asked,
    pub(super) response: Answered,
}

/// The part of a request that says which response is its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    pub(super) operation: String,
    pub(super) method: String,
    /// After that of the base URL.
    pub(super) path: String,
    /// The decoded pairs, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) query: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Content::is_empty")]
    pub(super) body: Content,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answered {
    pub(super) status: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) headers: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Content::is_empty")]
    pub(super) body: Content,
}

/// A body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Content {
    #[default]
    Empty,
    Json(Value),
    Text(String),
    Base64(String),
    /// Bytes that were sent as they were read.
    Streamed,
}

impl Content {
    /// Returns the content of a body, with secrets masked.
    pub(super) fn of(bytes: &[u8], mask: &Mask) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        if let Ok(mut json) = serde_json::from_slice::<Value>(bytes) {
            let is_masked = mask.apply(&mut json);
            // Only what comes back byte by byte is kept as JSON: a number may have more digits than a value has.
            if is_masked || json.to_string().as_bytes() == bytes {
                return Self::Json(json);
            }
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(mask.text(text)),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    /// Returns the bytes. `None` if they are not base64.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Empty | Self::Streamed => Some(Vec::new()),
            Self::Json(json) => Some(json.to_string().into_bytes()),
            Self::Text(text) => Some(text.clone().into_bytes()),
            Self::Base64(text) => STANDARD.decode(text).ok(),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::Empty
    }
}

impl Asked {
    /// Returns the recorded part of a request. A body that is sent as it is read is not part of it, nor one in parts:
    /// what separates them is another each time.
    pub(super) fn of(request: &Request<Body>, mask: &Mask) -> Option<Self> {
        let attempt = request.extensions().get::<Attempt>()?;
        let uri = request.uri();
        let path = uri.path().get(attempt.base_path()..).unwrap_or_default();
        let content_type = request.headers().get(CONTENT_TYPE);
        let is_in_parts = content_type.is_some_and(|it| it.as_bytes().starts_with(b"multipart/"));
        let body = match request.body() {
            _ if is_in_parts => None,
            body if body.is_end_stream() => Some(&[][..]),
            body => body.as_bytes(),
        };
        Some(Self {
            operation: attempt.operation().id.to_owned(),
            method: request.method().as_str().to_owned(),
            path: path.to_owned(),
            query: mask.query(uri.query().unwrap_or_default()),
            body: body.map_or(Content::Streamed, |body| Content::of(body, mask)),
        })
    }
}

impl Answered {
    pub(super) fn of(status: u16, headers: &HeaderMap, body: &[u8], mask: &Mask) -> Self {
        let headers = headers.iter().filter(|(name, _)| is_kept(name.as_str()));
        let text = |(name, value): (&HeaderName, &HeaderValue)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        };
        Self {
            status,
            headers: headers.filter_map(text).collect(),
            body: Content::of(body, mask),
        }
    }
}

/// Returns whether a header is recorded: those that say what a body is, when to retry, and which request it was. Any other
/// may carry a secret.
fn is_kept(name: &str) -> bool {
    let kept = [
        "content-type",
        "content-language",
        "etag",
        "last-modified",
        "retry-after",
    ];
    kept.contains(&name) || name.contains("ratelimit") || name.ends_with("request-id")
}
