//! A body that tells how far it is.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use http_body::{Body, Frame, SizeHint};
use tokio::time::Instant;

use super::Progress;
use crate::Bytes;
use crate::exclusive::Exclusive;
use crate::payload::{CHUNK, OpenPayload, PayloadError};

/// A body that goes out in small pieces, and tells of each.
pub(super) struct Watched {
    body: OpenPayload,
    /// A piece of the body that is too large to go out at once.
    rest: Bytes,
    /// How many bytes of the body come before those of the file.
    before: u64,
    sent: u64,
    watch: Watch,
    progress: Exclusive<Option<Progress>>,
    length: u64,
}

/// When the body moved last.
#[derive(Clone)]
pub(super) struct Watch(Arc<Mutex<Instant>>);

impl Watch {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    pub(super) fn last(&self) -> Instant {
        *self.lock()
    }

    fn moved(&self) {
        *self.lock() = Instant::now();
    }

    fn lock(&self) -> MutexGuard<'_, Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    /// The file's bytes are `length` many and come after `before` others.
    pub(super) fn new(
        body: OpenPayload,
        before: u64,
        length: u64,
        watch: Watch,
        progress: Option<Progress>,
    ) -> Self {
        let mut this = Self {
            body,
            rest: Bytes::new(),
            before,
            sent: 0,
            watch,
            progress: Exclusive::new(progress),
            length,
        };
        this.tell();
        this
    }

    /// Tells how much of the file is out.
    fn tell(&mut self) {
        self.watch.moved();
        let sent = self.sent.saturating_sub(self.before).min(self.length);
        if let Some(told) = self.progress.get_mut() {
            told(sent, self.length);
        }
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = PayloadError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        if self.rest.is_empty() {
            self.rest = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
                end => return Poll::Ready(end),
            };
        }
        let size = self.rest.len().min(CHUNK);
        let piece = self.rest.split_to(size);
        let counts = self.sent >= self.before;
        self.sent += size as u64;
        // What is not of the file yet has no progress to tell of.
        match counts && self.sent <= self.before.saturating_add(self.length) {
            true => self.tell(),
            false => self.watch.moved(),
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.body.size_hint().exact();
        let left = left.and_then(|left| left.checked_add(self.rest.len() as u64));
        left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
