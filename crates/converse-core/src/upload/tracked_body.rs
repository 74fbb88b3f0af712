//! The bytes being sent: a body that reports its progress, and that can be taken back.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::Instant;

use super::error::UploadStep;
use crate::body::{CHUNK, OpenPayload, PayloadError};

/// Is called with the bytes of the file sent so far, and their total.
pub(super) type Progress = Box<dyn FnMut(u64, u64) + Send>;

/// The upload's part of the body that it gave to the connection.
///
/// A connection may hold on to a body for long, even after a response. The content of the body
/// is dropped with this: nothing more is read, sent or reported, and the source is free.
pub(super) struct Sending(Shared);

/// The body: it is sent in small pieces, and reports each.
pub(super) struct TrackedBody(Shared);

type Shared = Arc<Mutex<State>>;

/// Shared state. It is never locked while the caller's code runs: a source or a listener that blocks
/// must not delay the timer.
struct State {
    /// The content of the body: away while it is read, and gone once the upload is over.
    flow: Option<Flow>,
    over: bool,
    /// Size of the body in bytes.
    whole: u64,
    /// How many of them the connection was given.
    sent: u64,
    /// Time of the last progress.
    moved: Instant,
    /// The tasks that wait for the source.
    waits: Option<Waker>,
    /// The problem with the source.
    failure: Option<PayloadError>,
}

/// The content from the caller.
struct Flow {
    body: OpenPayload,
    /// A piece of the body that is too large to be sent at once.
    rest: Bytes,
    /// How many bytes of the body precede those of the file.
    before: u64,
    /// Size of the file in bytes.
    length: u64,
    sent: u64,
    progress: Option<Progress>,
}

impl Sending {
    /// The file's bytes are `length` many and come after `before` others.
    pub(super) fn new(
        body: OpenPayload,
        before: u64,
        length: u64,
        progress: Option<Progress>,
    ) -> Self {
        let whole = body.size_hint().exact().unwrap_or(u64::MAX);
        let mut flow = Flow {
            body,
            rest: Bytes::new(),
            before,
            length,
            sent: 0,
            progress,
        };
        flow.report();
        Self(Arc::new(Mutex::new(State {
            flow: Some(flow),
            over: false,
            whole,
            sent: 0,
            moved: Instant::now(),
            waits: None,
            failure: None,
        })))
    }

    pub(super) fn body(&self) -> TrackedBody {
        TrackedBody(Arc::clone(&self.0))
    }

    /// Returns the time of the last progress.
    pub(super) fn moved(&self) -> Instant {
        lock(&self.0).moved
    }

    /// Returns what the transfer waits for: the source, or the other side.
    pub(super) fn step(&self) -> UploadStep {
        match lock(&self.0).waits {
            Some(_) => UploadStep::Reading,
            None => UploadStep::Sending,
        }
    }

    /// Returns the problem with the source, if any.
    pub(super) fn failure(&self) -> Option<PayloadError> {
        lock(&self.0).failure.take()
    }

    /// Returns whether the connection was given every byte.
    pub(super) fn is_whole(&self) -> bool {
        let state = lock(&self.0);
        state.sent == state.whole
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        let (flow, waits) = {
            let mut state = lock(&self.0);
            state.over = true;
            (state.flow.take(), state.waits.take())
        };
        drop(flow);
        // The connection learns that nothing follows.
        if let Some(waits) = waits {
            waits.wake();
        }
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    // No code leaves it half changed.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Flow {
    /// Reports how much of the file was sent.
    fn report(&mut self) {
        let sent = self.sent.saturating_sub(self.before).min(self.length);
        if let Some(listener) = &mut self.progress {
            listener(sent, self.length);
        }
    }

    /// Returns the next piece of the body.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        if self.rest.is_empty() {
            let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
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
        // Bytes outside of the file have no progress to report.
        if counts && self.sent <= self.before.saturating_add(self.length) {
            self.report();
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

impl Body for TrackedBody {
    type Data = Bytes;
    type Error = PayloadError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        // The connection need only know that nothing follows: a normal end would make the body look complete.
        let broken = || Poll::Ready(Some(Err(PayloadError::Read(None))));
        let flow = {
            let mut state = lock(&self.0);
            state.waits = Some(cx.waker().clone());
            state.flow.take()
        };
        // The upload is over, or its source or listener panicked.
        let Some(mut flow) = flow else {
            return broken();
        };
        let polled = flow.poll(cx);
        let mut state = lock(&self.0);
        if state.over {
            drop(state);
            return broken();
        }
        state.sent = flow.sent;
        state.flow = Some(flow);
        let piece = ready!(polled);
        state.waits = None;
        state.moved = Instant::now();
        match piece {
            Some(Ok(piece)) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            Some(Err(error)) => {
                state.failure = Some(error);
                broken()
            }
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        let state = lock(&self.0);
        let flow = state.flow.as_ref();
        flow.is_some_and(|flow| flow.rest.is_empty() && flow.body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        let state = lock(&self.0);
        let left = state.flow.as_ref().and_then(|flow| {
            let left = flow.body.size_hint().exact()?;
            left.checked_add(flow.rest.len() as u64)
        });
        left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
