//! The responses that a test sets.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body as Streamed;
use axum::response::Response;
use converse_core::http::{Bytes, HeaderMap, StatusCode};
use converse_core::reqwest::header::{CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue};
use http_body::{Frame, SizeHint};
use serde_json::Value;

/// A response to give: status, headers, body.
///
/// ```
/// use converse_testing::Answer;
/// use serde_json::json;
///
/// let busy = Answer::new(429, json!({"message": "slow down"})).header("retry-after", "7");
/// let proxy = Answer::new(502, "<h1>Bad gateway</h1>").header("content-type", "text/html");
/// // What a network does: the call cannot know whether it was carried out.
/// let (silent, gone) = (Answer::hang(), Answer::disconnect());
/// ```
#[derive(Debug, Clone)]
pub struct Answer {
    pub(crate) fault: Option<Fault>,
    pub(crate) delay: Duration,
    pub(crate) is_last: bool,
    pub(crate) is_carried_out: bool,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// What happens in place of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing, until the client gives up.
    Hang,
    /// The connection closes before the body of the request is read.
    DisconnectEarly,
    /// The connection closes after the request is read.
    Disconnect,
    /// The connection closes in the middle of the response.
    BreakOff,
}

impl Answer {
    /// Returns no response: the request is read, and the client waits until its time is up. Then the call ends as
    /// [`Timeout`](converse_core::ErrorKind::Timeout), [`Unknown`](converse_core::Delivery::Unknown). Give that call a short
    /// [`attempt_timeout`](converse_core::CallOptions::attempt_timeout).
    pub fn hang() -> Self {
        Self::of(Fault::Hang)
    }

    /// Returns no response: the request is read, and the connection closes. The call ends as
    /// [`Transport`](converse_core::ErrorKind::Transport), [`Unknown`](converse_core::Delivery::Unknown).
    pub fn disconnect() -> Self {
        Self::of(Fault::Disconnect)
    }

    /// Returns no response: the connection closes when the head of the request has come. The call ends as
    /// [`Transport`](converse_core::ErrorKind::Transport), [`Unknown`](converse_core::Delivery::Unknown): a client
    /// cannot know how far a provider has read.
    pub fn disconnect_early() -> Self {
        Self::of(Fault::DisconnectEarly)
    }

    /// Closes the connection in the middle of the body. A success ends as
    /// [`Transport`](converse_core::ErrorKind::Transport), [`Accepted`](converse_core::Delivery::Accepted).
    pub fn break_off(mut self) -> Self {
        self.fault = Some(Fault::BreakOff);
        self
    }

    /// Returns a success with a body that is no JSON, though it says so. The call ends as
    /// [`Decode`](converse_core::ErrorKind::Decode), [`Accepted`](converse_core::Delivery::Accepted).
    pub fn garbage() -> Self {
        Self::new(200, "{\"half\": ").header("content-type", "application/json")
    }

    /// Waits before the response, in real time: the server has a clock of its own.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
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
            delay: Duration::ZERO,
            is_last: false,
            is_carried_out: false,
            status,
            headers,
            body: body.bytes,
        }
    }

    /// Carries the request out before the connection closes or nothing more happens: a server that remembers has done what
    /// the client cannot know of.
    pub fn after_carrying_out(mut self) -> Self {
        self.is_carried_out = true;
        self
    }

    /// Makes the response the last one: afterwards nobody listens, and calls end as
    /// [`Connect`](converse_core::ErrorKind::Connect), [`NotSent`](converse_core::Delivery::NotSent).
    pub fn last(mut self) -> Self {
        self.is_last = true;
        self
    }

    pub(crate) fn not_last(mut self) -> Self {
        self.is_last = false;
        self
    }

    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Returns the body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the response with the headers, the delay and the fault of an order.
    pub(crate) fn with(mut self, ordered: Self) -> Self {
        self.fault = ordered.fault.or(self.fault);
        self.delay = self.delay.max(ordered.delay);
        self.is_last |= ordered.is_last;
        for (name, value) in &ordered.headers {
            match *name == CONTENT_TYPE {
                true => self.headers.insert(name, value.clone()).is_some(),
                false => self.headers.append(name, value.clone()),
            };
        }
        self
    }

    /// Returns the response with a body that is no JSON.
    pub(crate) fn spoiled(mut self) -> Self {
        self.body = match self.body.len() {
            0 | 1 => Bytes::from_static(b"{\"half\": "),
            length => self.body.slice(..length / 2),
        };
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self
    }

    /// Returns the response with the body of another, unless it has one of its own.
    pub(crate) fn around(mut self, other: Option<Self>) -> Self {
        if let Some(other) = other.filter(|_| self.body.is_empty()) {
            self.body = other.body;
            for (name, value) in &other.headers {
                if !self.headers.contains_key(name) {
                    self.headers.append(name, value.clone());
                }
            }
        }
        self
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
        // The client must not send another request on a connection that ends.
        let is_last = answer.is_last;
        let body = match answer.fault {
            Some(Fault::BreakOff) => Streamed::new(BrokenOff::of(&answer.body)),
            _ => answer.body.into(),
        };
        let mut response = Self::new(body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        if is_last {
            let headers = response.headers_mut();
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
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

/// A body that ends before it is complete.
struct BrokenOff {
    /// The first half, until it was sent.
    half: Option<Bytes>,
    announced: u64,
    is_flushed: bool,
}

impl BrokenOff {
    fn of(body: &Bytes) -> Self {
        Self {
            half: Some(body.slice(..body.len() / 2)),
            // An empty body has no middle: one that is announced never comes.
            announced: body.len().max(1) as u64,
            is_flushed: false,
        }
    }
}

impl http_body::Body for BrokenOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        // What was written goes out while a body is awaited, and not when it fails.
        if !std::mem::replace(&mut self.is_flushed, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
