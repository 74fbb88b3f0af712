//! The responses that a test sets.

use axum::response::Response;
use converse_core::http::{Bytes, HeaderMap, StatusCode};
use converse_core::reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::Value;

/// A response to give: status, headers, body.
///
/// ```
/// use converse::testing::Answer;
/// use serde_json::json;
///
/// let busy = Answer::new(429, json!({"message": "slow down"})).header("retry-after", "7");
/// let proxy = Answer::new(502, "<h1>Bad gateway</h1>").header("content-type", "text/html");
/// // What a network does: the call cannot know whether it was carried out.
/// let (silent, gone) = (Answer::hang(), Answer::disconnect());
/// ```
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) fault: Option<Fault>,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// What happens in place of a response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fault {
    /// Nothing, until the client gives up.
    Hang,
    /// The connection closes.
    Disconnect,
}

impl Answer {
    /// Returns no response: the request is read, and the client waits until its time is up. Then the call ends as
    /// [`Timeout`](crate::ErrorKind::Timeout), [`Unknown`](crate::Delivery::Unknown). Give that call a short
    /// [`attempt_timeout`](crate::CallOptions::attempt_timeout).
    pub fn hang() -> Self {
        Self::of(Fault::Hang)
    }

    /// Returns no response: the request is read, and the connection closes. The call ends as
    /// [`Transport`](crate::ErrorKind::Transport), [`Unknown`](crate::Delivery::Unknown).
    pub fn disconnect() -> Self {
        Self::of(Fault::Disconnect)
    }

    fn of(fault: Fault) -> Self {
        Self {
            fault: Some(fault),
            ..Self::new(200, ())
        }
    }

    /// Creates a response. A JSON value sets its media type, other bodies set none.
    ///
    /// # Panics
    /// When the status is not in 200..=999: a status below is not final.
    #[track_caller]
    pub fn new(status: u16, body: impl Into<Body>) -> Self {
        let code = StatusCode::from_u16(status).ok();
        let code = code.filter(|code| !code.is_informational());
        let Some(status) = code else {
            panic!("{status} is not a status that ends a call");
        };
        let body = body.into();
        let mut headers = HeaderMap::new();
        if let Some(media_type) = body.media_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        Self {
            fault: None,
            status,
            headers,
            body: body.bytes,
        }
    }

    /// Adds a header to the response. `content-type` replaces the present one.
    ///
    /// # Panics
    /// When name or value is not valid in a header.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
        else {
            panic!("`{name}: {value}` is not a header");
        };
        if name == CONTENT_TYPE {
            self.headers.insert(name, value);
        } else {
            self.headers.append(name, value);
        }
        self
    }
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let mut response = Self::new(answer.body.into());
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        response
    }
}

/// The body of an [`Answer`]: a JSON value, text, bytes, or `()` for none.
#[derive(Debug, Clone)]
pub struct Body {
    bytes: Bytes,
    media_type: Option<&'static str>,
}

impl From<Value> for Body {
    fn from(value: Value) -> Self {
        Self {
            bytes: value.to_string().into(),
            media_type: Some("application/json"),
        }
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Bytes::new().into()
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Bytes::copy_from_slice(text.as_bytes()).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Self {
        Bytes::copy_from_slice(bytes).into()
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self {
            bytes,
            media_type: None,
        }
    }
}
