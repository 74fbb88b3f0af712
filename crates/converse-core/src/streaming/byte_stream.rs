//! The bytes of a response, as they come.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::ops::Deref;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_core::stream::FusedStream;
use http_body::Body as _;
use sync_wrapper::SyncWrapper;
use tokio::io::{AsyncRead, AsyncWriteExt as _, ReadBuf};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use super::partial_file::PartialFile;
use super::response_head::ResponseHead;
use crate::call::{Reply, broken, in_runtime};
use crate::client::Limits;
use crate::error::{Error, ErrorKind, TransportError};
use crate::operation::Operation;

type Progress = Box<dyn FnMut(u64, Option<u64>) + Send>;

/// The bytes of a response, as they come: a `Stream` of chunks, an `AsyncRead`, or a file
/// ([`save_to`](Self::save_to)). Dereferences to status and headers. See [`streaming`](crate::streaming) for its limits.
///
/// As an `AsyncRead`, an [`Error`] is the inner error of the `io::Error`.
#[must_use = "a stream does nothing until it is read"]
pub struct ByteStream {
    head: ResponseHead,
    /// `None` after the end.
    body: Option<reqwest::Body>,
    limits: Limits,
    received: u64,
    /// Bytes of a chunk that a short read left.
    left: Bytes,
    /// The limit on the present wait.
    stall: Option<Pin<Box<Sleep>>>,
    /// When the whole body must be there.
    deadline: Option<Instant>,
    overall: Option<Pin<Box<Sleep>>>,
    progress: SyncWrapper<Option<Progress>>,
}

impl ByteStream {
    pub(super) fn new(
        operation: &'static Operation,
        reply: Reply<reqwest::Body>,
        limits: Limits,
    ) -> Self {
        let (head, body) = ResponseHead::new(operation, reply);
        Self {
            head,
            body: Some(body),
            limits,
            received: 0,
            left: Bytes::new(),
            stall: None,
            deadline: None,
            overall: None,
            progress: SyncWrapper::new(None),
        }
    }

    /// Sets a function that is called with the bytes received so far, and with the length of the body if it is stated:
    /// after each chunk. It runs between two chunks, so keep it short.
    pub fn progress(mut self, report: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = SyncWrapper::new(Some(Box::new(report)));
        self
    }

    /// Sets how long reading the rest of the body may take, counted from now. There is no limit by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        // A time beyond the clock is no limit. The clock of a runtime is asked for once one is there: on the first poll.
        self.deadline = Instant::now().checked_add(timeout);
        self.overall = None;
        self
    }

    /// Writes the rest of the body to a file, and returns its number of bytes.
    ///
    /// The bytes go into a new file in the same folder, which is synced and renamed once it is complete. An existing
    /// file is replaced then, and not before; so is a link, which is not followed. After an error, or if the future is
    /// dropped, the new file is removed.
    ///
    /// # Errors
    /// The body breaks, stalls or is incomplete, or the file cannot be written ([`ErrorKind::File`]). The error's
    /// [`delivery`](Error::delivery) is `Accepted`.
    pub async fn save_to(mut self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let target = path.into();
        let created = blocking(move || PartialFile::create(target)).await;
        let (partial, file) = created.map_err(|problem| self.unwritten(&problem))?;
        let mut file = tokio::fs::File::from_std(file);
        let mut saved = 0;
        while let Some(chunk) = poll_fn(|cx| self.poll_bytes(cx)).await {
            let chunk = chunk?;
            let written = file.write_all(&chunk).await;
            written.map_err(|problem| self.unwritten(&problem))?;
            saved += chunk.len() as u64;
        }
        let flushed = file.flush().await;
        flushed.map_err(|problem| self.unwritten(&problem))?;
        let file = file.into_std().await;
        let placed = blocking(move || partial.put_in_place(&file)).await;
        placed.map_err(|problem| self.unwritten(&problem))?;
        Ok(saved)
    }

    /// Closes the connection.
    pub(super) fn close(&mut self) {
        self.body = None;
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Returns the next bytes, those that a short read left first.
    pub(super) fn poll_bytes(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        match self.left.is_empty() {
            true => self.poll_chunk(cx),
            false => Poll::Ready(Some(Ok(std::mem::take(&mut self.left)))),
        }
    }

    /// Returns the next chunk, never an empty one. Nothing follows an error.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        if let Err(help) = in_runtime() {
            self.body = None;
            let failure = self.head.failure(ErrorKind::Runtime).detail(help);
            return Poll::Ready(Some(Err(Error::new(failure))));
        }
        if let Some(deadline) = self.deadline
            && let overall = self
                .overall
                .get_or_insert_with(|| Box::pin(sleep_until(deadline)))
            && overall.as_mut().poll(cx).is_ready()
        {
            return self.failed(ErrorKind::Timeout, TransportError::out_of_time());
        }
        loop {
            match Pin::new(&mut *body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    self.stall = None;
                    // Trailers are no part of the body.
                    let chunk = frame.into_data().unwrap_or_default();
                    if chunk.is_empty() {
                        continue;
                    }
                    self.received += chunk.len() as u64;
                    if let Some(report) = self.progress.get_mut() {
                        report(self.received, self.head.length());
                    }
                    return Poll::Ready(Some(Ok(chunk)));
                }
                Poll::Ready(Some(Err(error))) => {
                    let (kind, source) = broken(&error);
                    return self.failed(kind, source);
                }
                Poll::Ready(None) => {
                    // The HTTP client compares the stated length: a short body is an error.
                    self.body = None;
                    return Poll::Ready(None);
                }
                Poll::Pending => {
                    let limit = self.limits.read_timeout;
                    let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(limit)));
                    ready!(stall.as_mut().poll(cx));
                    return self.failed(ErrorKind::Timeout, TransportError::stalled());
                }
            }
        }
    }

    fn failed(
        &mut self,
        kind: ErrorKind,
        source: TransportError,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        // Closes the connection.
        self.body = None;
        let error = Error::new(self.head.failure(kind).source(source));
        Poll::Ready(Some(Err(error)))
    }

    /// Returns the error of a file that cannot be written. Its path may be personal.
    fn unwritten(&self, problem: &io::Error) -> Error {
        let detail = format!("the file cannot be written: {}", problem.kind());
        Error::new(self.head.failure(ErrorKind::File).detail(&detail))
    }
}

/// Runs work on the file system. If this is dropped, so is what the work returns.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

impl Deref for ByteStream {
    type Target = ResponseHead;

    fn deref(&self) -> &ResponseHead {
        &self.head
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_bytes(cx)
    }
}

impl FusedStream for ByteStream {
    fn is_terminated(&self) -> bool {
        self.left.is_empty() && self.body.is_none()
    }
}

impl AsyncRead for ByteStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match ready!(self.poll_bytes(cx)) {
            Some(Ok(mut chunk)) => {
                let fits = chunk.len().min(buffer.remaining());
                buffer.put_slice(&chunk.split_to(fits));
                self.left = chunk;
                Poll::Ready(Ok(()))
            }
            Some(Err(error)) => {
                let kind = match error.kind() {
                    ErrorKind::Timeout => io::ErrorKind::TimedOut,
                    _ => io::ErrorKind::Other,
                };
                Poll::Ready(Err(io::Error::new(kind, error)))
            }
            None => Poll::Ready(Ok(())),
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("head", &self.head)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
