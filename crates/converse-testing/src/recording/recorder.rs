//! Records the exchanges of a client.

use std::future::Future;
use std::io::Write;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::{fmt, fs, io};

use converse_core::http::{Bytes, Request, Response};
use converse_core::layer::{AttemptService, Body, BoxError};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tower::{Layer, Service};

use super::exchange::{Answered, Asked, Content, Exchange};
use super::mask::Mask;

/// Records what passes through its layer. Clones share what they recorded. See [`recording`](crate::recording).
#[derive(Clone, Default)]
pub struct Recorder {
    mask: Mask,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Recorder {
    /// Returns a recorder that masks fields and query parameters with the name of a secret.
    pub fn new() -> Self {
        Self::default()
    }

    /// Masks more fields and query parameters, by name: at any depth, in any case, with any separators. A masked value has
    /// another one of its kind in its place: `***`, 0, a nil UUID, the year 1970.
    pub fn mask<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        for name in names {
            self.mask.add(name.as_ref());
        }
        self
    }

    /// Returns the layer for [`ClientBuilder::layer`](converse_core::ClientBuilder::layer). The innermost one sees what is
    /// sent: add it last.
    pub fn layer(&self) -> RecordLayer {
        RecordLayer(self.clone())
    }

    /// Returns how many exchanges were recorded: those whose response came to its end.
    pub fn len(&self) -> usize {
        self.exchanges().len()
    }

    /// Returns whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes the recording, in place of what the file held. An exchange is a line.
    ///
    /// # Errors
    /// The file cannot be written; then it is as it was.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let mut text = Vec::new();
        for exchange in self.exchanges().iter() {
            serde_json::to_writer(&mut text, exchange)?;
            text.push(b'\n');
        }
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let mut temporary = name.to_owned();
        temporary.push(format!(".{}.new", std::process::id()));
        let temporary = path.with_file_name(temporary);
        let written = fs::File::create(&temporary)
            .and_then(|mut file| file.write_all(&text))
            .and_then(|()| fs::rename(&temporary, path));
        if written.is_err() {
            // What is half written does not stay; that it cannot be removed says no more than the first error.
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    fn exchanges(&self) -> MutexGuard<'_, Vec<Exchange>> {
        // No code leaves it half changed.
        self.exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// The layer of a [`Recorder`].
#[derive(Debug, Clone)]
pub struct RecordLayer(Recorder);

impl Layer<AttemptService> for RecordLayer {
    type Service = Recording;

    fn layer(&self, inner: AttemptService) -> Recording {
        Recording {
            inner,
            recorder: self.0.clone(),
        }
    }
}

/// The service of a [`RecordLayer`].
#[derive(Debug, Clone)]
pub struct Recording {
    inner: AttemptService,
    recorder: Recorder,
}

impl Service<Request<Body>> for Recording {
    type Response = Response<Recorded>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let asked = Asked::of(&request, &self.recorder.mask);
        let (called, recorder) = (self.inner.call(request), self.recorder.clone());
        Box::pin(async move {
            let response = called.await?;
            let (parts, body) = response.into_parts();
            let exchange = asked.map(|request| Exchange {
                request,
                response: Answered::of(parts.status.as_u16(), &parts.headers, &[], &recorder.mask),
            });
            let body = Recorded {
                inner: body,
                bytes: Vec::new(),
                exchange,
                recorder,
            };
            Ok(Response::from_parts(parts, body))
        })
    }
}

/// The body of a response, which is recorded when it has come to its end.
pub struct Recorded {
    inner: Body,
    bytes: Vec<u8>,
    exchange: Option<Exchange>,
    recorder: Recorder,
}

impl Recorded {
    fn finish(&mut self) {
        if let Some(mut exchange) = self.exchange.take() {
            exchange.response.body = Content::of(&self.bytes, &self.recorder.mask);
            self.recorder.exchanges().push(exchange);
        }
    }
}

impl HttpBody for Recorded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = std::task::ready!(Pin::new(&mut self.inner).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => {
                if let Some(data) = frame.data_ref() {
                    self.bytes.extend_from_slice(data);
                }
                // Whoever knows the length does not ask again.
                if self.inner.is_end_stream() {
                    self.finish();
                }
            }
            Some(Err(_)) => self.exchange = None,
            None => self.finish(),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        // A body without bytes is read all the same, so that its exchange is recorded.
        self.inner.is_end_stream() && self.exchange.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
