//! The bytes on their way: a body that tells how far it is, and that can be taken back.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use http_body::{Body, Frame, SizeHint};
use tokio::time::Instant;

use super::{Progress, UploadStep};
use crate::Bytes;
use crate::payload::{CHUNK, OpenPayload, PayloadError};

/// What an upload keeps of the body that it gave away.
///
/// A connection may hold on to a body for long, also when it has heard an answer. What the body is
/// made of goes when this is dropped: nothing more is read, sent or told, and the source is free.
pub(super) struct Sending(Shared);

/// The body: it goes out in small pieces, and tells of each.
pub(super) struct Watched(Shared);

/// Nothing once the upload is over.
type Shared = Arc<Mutex<Option<State>>>;

struct State {
    body: OpenPayload,
    /// A piece of the body that is too large to go out at once.
    rest: Bytes,
    /// How many bytes the body has.
    whole: u64,
    /// How many of them come before those of the file.
    before: u64,
    /// How many the file has.
    length: u64,
    sent: u64,
    progress: Option<Progress>,
    /// When something moved last.
    moved: Instant,
    /// Who waits for the source.
    waits: Option<Waker>,
    /// What was wrong with the source.
    failure: Option<PayloadError>,
}

impl Sending {
    /// The file's bytes are `length` many and come after `before` others.
    pub(super) fn new(
        body: OpenPayload,
        before: u64,
        length: u64,
        progress: Option<Progress>,
    ) -> Self {
        let mut state = State {
            whole: body.size_hint().exact().unwrap_or(u64::MAX),
            body,
            rest: Bytes::new(),
            before,
            length,
            sent: 0,
            progress,
            moved: Instant::now(),
            waits: None,
            failure: None,
        };
        state.tell();
        Self(Arc::new(Mutex::new(Some(state))))
    }

    pub(super) fn body(&self) -> Watched {
        Watched(Arc::clone(&self.0))
    }

    /// When something moved last.
    pub(super) fn moved(&self) -> Instant {
        self.look(|state| state.moved).unwrap_or_else(Instant::now)
    }

    /// What is waited for: more of the source, or the other side.
    pub(super) fn step(&self) -> UploadStep {
        match self.look(|state| state.waits.is_some()) {
            Some(true) => UploadStep::Reading,
            _ => UploadStep::Sending,
        }
    }

    /// What was wrong with the source, if anything was.
    pub(super) fn failure(&self) -> Option<PayloadError> {
        self.look(|state| state.failure.take()).flatten()
    }

    /// Whether the connection was given every byte.
    pub(super) fn is_whole(&self) -> bool {
        self.look(|state| state.sent == state.whole) == Some(true)
    }

    fn look<T>(&self, look: impl FnOnce(&mut State) -> T) -> Option<T> {
        lock(&self.0).as_mut().map(look)
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        let state = lock(&self.0).take();
        // The connection hears that no more comes.
        if let Some(waits) = state.and_then(|state| state.waits) {
            waits.wake();
        }
    }
}

/// A source or a listener that panicked is no worse than one that failed: the upload breaks off.
fn lock(shared: &Shared) -> MutexGuard<'_, Option<State>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// Tells how much of the file is out.
    fn tell(&mut self) {
        let sent = self.sent.saturating_sub(self.before).min(self.length);
        if let Some(told) = &mut self.progress {
            told(sent, self.length);
        }
    }

    /// The next piece of the body.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        if self.rest.is_empty() {
            self.waits = Some(cx.waker().clone());
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
            self.waits = None;
            self.rest = match frame {
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
        }
        let size = self.rest.len().min(CHUNK);
        let piece = self.rest.split_to(size);
        let counts = self.sent >= self.before;
        self.sent += size as u64;
        self.moved = Instant::now();
        // What is not of the file has no progress to tell of.
        if counts && self.sent <= self.before.saturating_add(self.length) {
            self.tell();
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = PayloadError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        // The connection need not know more than that no more comes: an end would pass for whole.
        let broken = || Poll::Ready(Some(Err(PayloadError::Read(None))));
        let mut shared = lock(&self.0);
        let Some(state) = &mut *shared else {
            return broken();
        };
        match ready!(state.poll(cx)) {
            Some(Ok(piece)) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            Some(Err(error)) => {
                state.failure = Some(error);
                broken()
            }
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        let shared = lock(&self.0);
        let state = shared.as_ref();
        state.is_some_and(|state| state.rest.is_empty() && state.body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        let shared = lock(&self.0);
        let left = shared.as_ref().and_then(|state| {
            let left = state.body.size_hint().exact()?;
            left.checked_add(state.rest.len() as u64)
        });
        left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
