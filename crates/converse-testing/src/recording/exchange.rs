//! One recorded exchange: a line of a file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use converse_core::http::{HeaderMap, HeaderName, HeaderValue};
use converse_core::layer::Attempt;
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
    /// From where the path template of the operation begins: the base URL is not part of it.
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
        if let Ok(mut json) = serde_json::from_slice(bytes) {
            mask.apply(&mut json);
            return Self::Json(json);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(mask.form(text)),
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
    /// Returns the recorded part of a request; `body` is `None` if it is sent as it is read.
    pub(super) fn of(
        attempt: Attempt,
        method: &str,
        path: &str,
        query: Option<&str>,
        body: Option<&[u8]>,
        mask: &Mask,
    ) -> Self {
        let operation = attempt.operation();
        let template = operation.path.split('?').next().unwrap_or_default();
        let depth = template.matches('/').count();
        let cuts: Vec<usize> = path.match_indices('/').map(|(cut, _)| cut).collect();
        let start = cuts.len().saturating_sub(depth);
        let path = cuts.get(start).map_or(path, |start| &path[*start..]);
        Self {
            operation: operation.id.to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            query: mask.query(query.unwrap_or_default()),
            body: body.map_or(Content::Streamed, |body| Content::of(body, mask)),
        }
    }
}

impl Answered {
    pub(super) fn of(status: u16, headers: &HeaderMap, body: &[u8], mask: &Mask) -> Self {
        let headers = headers
            .iter()
            .filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
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

/// Headers of the connection and of the moment, and those that carry credentials.
const LEFT_OUT: [&str; 8] = [
    "connection",
    "content-length",
    "date",
    "keep-alive",
    "set-cookie",
    "transfer-encoding",
    "www-authenticate",
    "authorization",
];
