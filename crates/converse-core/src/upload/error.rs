//! Why an upload failed, and at which step.

use std::error::Error as StdError;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;

use crate::error::{Delivery, Error, ErrorKind, Failure, TransportError, saying};
use crate::headers::{request_id, retry_after};

/// Why an upload failed.
///
/// `Display` is one line: provider, step, and what went wrong. Neither `Display` nor `Debug` nor
/// the chain of sources shows the address, a header, the other side's message, or
/// the path of a file: whoever has such an address can use it.
pub struct UploadError {
    inner: Box<Inner>,
}

struct Inner {
    provider: &'static str,
    step: UploadStep,
    kind: ErrorKind,
    status: Option<StatusCode>,
    raw_body: Option<Bytes>,
    retry_after: Option<Duration>,
    request_id: Option<String>,
    detail: Option<String>,
    source: Option<Source>,
}

enum Source {
    Call(Error),
    Other(Box<dyn StdError + Send + Sync>),
}

/// The step at which an upload failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadStep {
    /// Asking the provider where to send the bytes.
    Asking,
    /// Reading the source, be it for its length, its checksum or while it was sent; also waiting for
    /// it.
    Reading,
    /// Sending the bytes, or waiting for the response. The refusal of a host that closes the connection early may
    /// be lost: then there is no status, and the kind is [`ErrorKind::Transport`].
    Sending,
}

impl UploadError {
    pub(super) fn new(provider: &'static str, step: UploadStep, kind: ErrorKind) -> Self {
        Self {
            inner: Box::new(Inner {
                provider,
                step,
                kind,
                status: None,
                raw_body: None,
                retry_after: None,
                request_id: None,
                detail: None,
                source: None,
            }),
        }
    }

    pub(super) fn of_call(provider: &'static str, error: Error) -> Self {
        let mut this = Self::new(provider, UploadStep::Asking, error.kind());
        this.inner.status = error.status();
        this.inner.source = Some(Source::Call(error));
        this
    }

    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.inner.detail = Some(detail.into());
        self
    }

    pub(super) fn source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.inner.source = Some(Source::Other(Box::new(source)));
        self
    }

    /// A response whose body was not read yet.
    pub(super) fn answer(mut self, answer: &reqwest::Response) -> Self {
        let headers = answer.headers();
        self.inner.status = Some(answer.status());
        self.inner.retry_after = retry_after(headers, SystemTime::now());
        self.inner.request_id = request_id(headers).map(str::to_owned);
        self
    }

    pub(super) fn body(mut self, raw_body: Option<Bytes>) -> Self {
        self.inner.raw_body = raw_body;
        self
    }

    /// Returns the short name of the provider.
    pub fn provider(&self) -> &'static str {
        self.inner.provider
    }

    /// Returns the step that failed.
    pub fn step(&self) -> UploadStep {
        self.inner.step
    }

    /// Returns what went wrong. A problem with the source is [`ErrorKind::Invalid`], and an address
    /// that cannot be used [`ErrorKind::Decode`].
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns the status of the response, if there was one: the provider's at [`UploadStep::Asking`], or else
    /// that of the host that the bytes went to.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// Returns the body of that response, if it is complete and within the client's limit. A storage service
    /// gives its reason there, and may repeat what it was sent.
    pub fn raw_body(&self) -> Option<&[u8]> {
        match &self.inner.source {
            Some(Source::Call(error)) => error.raw_body(),
            _ => self.inner.raw_body.as_deref(),
        }
    }

    /// Returns how long the other side asks to wait before the next request, counted from its response.
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.inner.source {
            Some(Source::Call(error)) => error.retry_after(),
            _ => self.inner.retry_after,
        }
    }

    /// Returns the id that the other side gave the request: its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        match &self.inner.source {
            Some(Source::Call(error)) => error.request_id(),
            _ => self.inner.request_id.as_deref(),
        }
    }

    /// Returns the messages of the causes below HTTP, for debugging: why a connection could not be made
    /// or broke.
    ///
    /// Nothing else shows them, since they may hold names out of a certificate, addresses and other
    /// parts of what the other side or a proxy sent: see [`Error::transport_detail`].
    pub fn transport_detail(&self) -> Option<&str> {
        match self.inner.source.as_ref()? {
            Source::Call(error) => error.transport_detail(),
            Source::Other(source) => TransportError::detail_of(&**source),
        }
    }

    /// Returns the error of the call that asked for the address, if that failed. Its advice is about that
    /// call alone: an upload may be retried.
    pub fn call(&self) -> Option<&Error> {
        match &self.inner.source {
            Some(Source::Call(error)) => Some(error),
            _ => None,
        }
    }
}

/// The step and all else are in [`get_ref`](Error::get_ref). An upload can be retried, whatever its delivery: the file is
/// in no message yet.
impl From<UploadError> for Error {
    fn from(error: UploadError) -> Self {
        let inner = &error.inner;
        let delivery = match (&inner.source, inner.step, inner.status) {
            (Some(Source::Call(call)), ..) => call.delivery(),
            (_, UploadStep::Sending, Some(status)) if status.is_success() => Delivery::Accepted,
            (_, UploadStep::Sending, Some(_)) => Delivery::Rejected,
            (_, UploadStep::Sending, None) => Delivery::Unknown,
            _ => Delivery::NotSent,
        };
        let failure = Failure {
            status: inner.status,
            raw_body: error.raw_body().map(Bytes::copy_from_slice),
            retry_after: error.retry_after(),
            ..Failure::of(inner.provider, "".into(), inner.kind, delivery)
        };
        let failure = match &inner.source {
            Some(Source::Call(call)) => saying(failure, call),
            _ => failure,
        };
        Self::new(Failure {
            source: Some(Box::new(error)),
            is_of_source: true,
            ..failure
        })
    }
}

impl fmt::Display for UploadStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Asking => "asking for the address",
            Self::Reading => "reading the source",
            Self::Sending => "sending the bytes",
        })
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        write!(f, "{} upload, {}: ", inner.provider, inner.step)?;
        if let Some(Source::Call(error)) = &inner.source {
            // Not its advice: the address refers to no file yet, so asking again is harmless.
            return error.fmt_without_advice(f);
        }
        if let Some(status) = inner.status {
            write!(f, "{} ", status.as_u16())?;
        }
        write!(f, "{}", inner.kind)?;
        if let Some(detail) = &inner.detail {
            write!(f, ": {detail}")?;
        }
        if let Some(Source::Other(source)) = &inner.source {
            write!(f, ": {source}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        f.debug_struct("UploadError")
            .field("provider", &inner.provider)
            .field("step", &inner.step)
            .field("kind", &inner.kind)
            .field("status", &inner.status)
            .field("detail", &inner.detail)
            .field("source", &StdError::source(self))
            .finish_non_exhaustive()
    }
}

impl StdError for UploadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.inner.source.as_ref()? {
            // The call's error is part of this message already.
            Source::Call(error) => error.source(),
            Source::Other(source) => Some(&**source),
        }
    }
}
