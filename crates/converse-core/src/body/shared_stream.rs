//! A stream to send, which clones of a blob share and one call reads.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::payload_error::PayloadError;

/// A stream that clones of a blob share.
pub(crate) struct SharedStream {
    stream: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>> + Send>>,
    claimed: bool,
    started: bool,
}

impl SharedStream {
    pub(crate) fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self {
            stream: Box::pin(Checked(Box::pin(stream))),
            claimed: false,
            started: false,
        }
    }

    /// Returns whether it can still be claimed.
    pub(crate) fn is_fresh(shared: &Mutex<Self>) -> bool {
        !lock(shared).claimed
    }
}

/// A stream that panicked is treated like one that failed: the call is aborted.
fn lock(shared: &Mutex<SharedStream>) -> MutexGuard<'_, SharedStream> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The right to read a shared stream. Returned if nothing was read.
pub(crate) struct Claim(Arc<Mutex<SharedStream>>);

impl Claim {
    /// `None`: it is claimed, or was.
    pub(crate) fn new(shared: &Arc<Mutex<SharedStream>>) -> Option<Self> {
        let mut stream = lock(shared);
        if stream.claimed {
            return None;
        }
        stream.claimed = true;
        drop(stream);
        Some(Self(Arc::clone(shared)))
    }

    pub(crate) fn poll_next(
        &self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, PayloadError>>> {
        let mut shared = lock(&self.0);
        shared.started = true;
        shared.stream.as_mut().poll_next(cx)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut stream = lock(&self.0);
        stream.claimed = stream.started;
    }
}

/// A stream whose errors show no content.
struct Checked<S>(Pin<Box<S>>);

impl<S, E> Stream for Checked<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(item.map(|item| item.map_err(|error| PayloadError::of(&*error.into()))))
    }
}
