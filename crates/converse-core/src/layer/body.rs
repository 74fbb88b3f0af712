//! The body of the requests and responses that layers see.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

/// Any error: what a layer fails with.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request or response that passes through layers.
///
/// It is an [`http_body::Body`]. Dropping it unread is allowed.
#[derive(Default)]
pub struct Body(pub(super) reqwest::Body);

impl Body {
    /// Returns a body that is read as it is sent.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Sync + 'static,
    {
        Self(reqwest::Body::wrap(body))
    }

    /// Returns a body without bytes.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Returns all of its bytes, to sign or to record them. `None` if they are read as they are sent or received: files,
    /// streams, and the bodies of responses.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        self.0.as_bytes()
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = Pin::new(&mut self.0).poll_frame(context);
        frame.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// Without the bytes.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").finish_non_exhaustive()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(bytes.into())
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self(text.into())
    }
}
