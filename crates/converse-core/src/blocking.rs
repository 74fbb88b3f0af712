//! Calls of programs without an async runtime.
//!
//! `.send_blocking()` stands beside `.send()` at every call, and [`Blocking`] goes through a stream. Limits, retries,
//! connections and errors are those of the async form: a runtime in the background, one for the program, does the work.
//! It is started at the first call, with one thread.
//!
//! In an async runtime such a call would block other tasks, and is refused as [`ErrorKind::Runtime`].
//!
//! ```no_run
//! # use converse_core::{CallError, ResponseValue};
//! # trait Call { fn send_blocking(self) -> Result<ResponseValue<u32>, CallError>; }
//! fn price(call: impl Call) -> converse_core::Result<u32> {
//!     let price = call.send_blocking()?;
//!     Ok(price.into_inner())
//! }
//! ```

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{CallError, Delivery, Error, ErrorKind, Failure};
use crate::operation::Operation;

/// Waits for a future on the thread that calls it. The error says why that cannot be done.
pub(crate) fn wait<F: Future>(future: F) -> Result<F::Output, &'static str> {
    if Handle::try_current().is_ok() {
        return Err(
            "this thread belongs to an async runtime, whose tasks it could block: use the async form, `.send().await`, or a thread of its own, `std::thread::spawn`",
        );
    }
    Ok(runtime()?.block_on(future))
}

/// Returns the runtime of all blocking calls.
fn runtime() -> Result<&'static Runtime, &'static str> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        let builder = builder.worker_threads(1).thread_name("converse");
        builder.enable_all().build().ok()
    });
    runtime.as_ref().ok_or("the system gave no thread for it")
}

/// Waits for a call.
///
/// # Errors
/// Those of the call; that it cannot be waited for.
#[doc(hidden)]
pub fn send<T, E>(
    operation: &'static Operation,
    call: impl Future<Output = Result<T, CallError<E>>>,
) -> Result<T, CallError<E>> {
    wait(call).unwrap_or_else(|why| Err(CallError::refused(operation, why)))
}

/// An error that can say that something cannot be waited for.
#[doc(hidden)]
pub trait Refused {
    fn refused(operation: &Operation, why: &str) -> Self;
}

/// The items of a stream, one after the other, for programs without an async runtime.
///
/// It ends where the stream does: one of pages after an error, one of events or items only if no more can come.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked for an item"]
pub struct Blocking<S> {
    operation: &'static Operation,
    stream: S,
    /// Whether it could not be waited for.
    ended: bool,
}

impl<S> Blocking<S> {
    pub(crate) fn new(operation: &'static Operation, stream: S) -> Self {
        Self {
            operation,
            stream,
            ended: false,
        }
    }

    pub(crate) fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }

    /// Returns the stream, to ask where it is.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<S, T, E> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T, E>> + Unpin,
    E: Refused,
{
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = wait(poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx)));
        next.unwrap_or_else(|why| {
            self.ended = true;
            Some(Err(E::refused(self.operation, why)))
        })
    }
}

impl<E> Refused for CallError<E> {
    fn refused(operation: &Operation, why: &str) -> Self {
        let failure = Failure::new(operation, ErrorKind::Runtime, Delivery::NotSent);
        Self::plain(failure.detail(why))
    }
}

impl Refused for Error {
    fn refused(operation: &Operation, why: &str) -> Self {
        // It is that of a part of a response: the operation was carried out.
        let failure = Failure::new(operation, ErrorKind::Runtime, Delivery::Accepted);
        Self::new(failure.detail(why))
    }
}
