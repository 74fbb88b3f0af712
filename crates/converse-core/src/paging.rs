//! Paginated operations as streams.
//!
//! The builder of such an operation has `.stream()` for the items of all pages and `.pages()` for the
//! pages themselves. Both make one call per page, like `.send()` in all respects: limits, retries,
//! credential, traces. Arguments are those of the builder for every page; only the position changes.
//!
//! - A page is fetched when it is needed, never ahead: not before all items of the page before it
//!   were taken.
//! - The stream ends after the last page, see [`PagingStyle`](crate::operation::PagingStyle), and after the first
//!   error. A dropped stream does nothing more.
//! - If a page's next position is a page that was already read, its items are returned, and then an error
//!   of kind [`RepeatedPage`](crate::ErrorKind::RepeatedPage) instead of an endless loop. For
//!   that, a stream keeps the cursors that it read.
//! - The same error replaces a numbered page that has items and equals the one before byte by
//!   byte: the provider ignores the number, or responds to numbers past the end with its last page.
//!
//! - Where a page says how many items there are on all pages, `total()` returns it after the first page.
//!
//! # Resuming after an error
//!
//! `position()` returns where to resume, see [`Resume`]: at the page that could not be fetched. All items of the
//! pages before it were returned by then, so a stream from there on loses nothing and repeats
//! nothing. If the next position is not a value of the parameter or was already
//! read, it is [`Resume::Nowhere`].
//!
//! ```
//! # use converse_core as converse;
//! use converse::CallError;
//! use converse::error::ErrorBody;
//! use converse::paging::{Items, Position, Resume};
//! use futures_util::StreamExt;
//!
//! /// Returns all items, resumed wherever a page fails, three times at most.
//! async fn take_all<I, P: Position, E: ErrorBody>(
//!     stream_from: impl Fn(Option<P>) -> Items<I, P, E>,
//! ) -> Result<Vec<I>, CallError<E>> {
//!     let (mut found, mut items) = (Vec::new(), stream_from(None));
//!     let mut failures = 0;
//!     while let Some(item) = items.next().await {
//!         let error = match item {
//!             Ok(item) => {
//!                 found.push(item);
//!                 continue;
//!             }
//!             Err(error) => error,
//!         };
//!         failures += 1;
//!         items = match items.position() {
//!             _ if failures > 3 => return Err(error),
//!             // The first page failed.
//!             Resume::Start => stream_from(None),
//!             // For the builder: `.cursor(position)`, say, or `.page(position)`.
//!             Resume::At(position) => stream_from(Some(position)),
//!             // The first page would repeat all items.
//!             Resume::Nowhere => return Err(error),
//!         };
//!     }
//!     Ok(found)
//! }
//! ```

mod pager;
mod position;

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::{fmt, vec};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use crate::call::{Request, ResponseValue};
use crate::error::{CallError, ErrorBody};
use pager::{Fetched, Pager};

pub use position::{Position, Resume};

/// The parts of a typed page that a stream reads.
#[doc(hidden)]
pub struct Reader<T, I> {
    /// The list of its items. `None` if it has none.
    pub items: fn(&mut T) -> Option<&mut Vec<I>>,
    /// The next position as a string, if the page has one.
    pub next: fn(&T) -> Option<String>,
    /// The number of the items of all pages, if the page has it.
    pub total: fn(&T) -> Option<u64>,
}

/// Returns a total, unless it is negative.
#[doc(hidden)]
pub fn total(stated: impl TryInto<u64>) -> Option<u64> {
    stated.try_into().ok()
}

/// The pages of an operation, one call each, fetched when needed. See [`paging`](crate::paging).
///
/// `T` is the page, `P` the type of a position, `E` the operation's error body.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T, P, E> {
    pager: Pager<T, P, E>,
}

/// The items of all pages of an operation. See [`paging`](crate::paging).
///
/// `I` is the item, `P` the type of a position, `E` the operation's error body.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<I, P, E> {
    pager: Pager<Vec<I>, P, E>,
    /// The items of the latest page that were not returned yet.
    left: vec::IntoIter<I>,
}

impl<T, P, E> Pages<T, P, E>
where
    T: Send + 'static,
    P: Position,
    E: ErrorBody,
{
    /// `request` is the call of the first page, and `send` makes a call.
    #[doc(hidden)]
    pub fn new<I, F, S>(request: Request, send: S, reader: Reader<T, I>) -> Self
    where
        I: 'static,
        F: Future<Output = Result<ResponseValue<T>, CallError<E>>> + Send + 'static,
        S: Fn(Request) -> F + Send + 'static,
    {
        Self {
            pager: Pager::new(request, move |request| {
                let (call, Reader { items, next, total }) = (send(request), reader);
                async move {
                    let mut page = call.await?;
                    Ok(Fetched {
                        total: total(&page),
                        count: items(&mut page).map_or(0, |items| items.len()),
                        next: next(&page),
                        page,
                    })
                }
            }),
        }
    }
}

impl<I, P, E> Items<I, P, E>
where
    I: Send + 'static,
    P: Position,
    E: ErrorBody,
{
    /// `request` is the call of the first page, and `send` makes a call.
    #[doc(hidden)]
    pub fn new<T, F, S>(request: Request, send: S, reader: Reader<T, I>) -> Self
    where
        T: Send + 'static,
        F: Future<Output = Result<ResponseValue<T>, CallError<E>>> + Send + 'static,
        S: Fn(Request) -> F + Send + 'static,
    {
        Self {
            pager: Pager::new(request, move |request| {
                let (call, Reader { items, next, total }) = (send(request), reader);
                async move {
                    let page = call.await?;
                    let (next, total) = (next(&page), total(&page));
                    let take = |mut page| items(&mut page).map(std::mem::take).unwrap_or_default();
                    let page = page.map(take);
                    Ok(Fetched {
                        count: page.len(),
                        next,
                        total,
                        page,
                    })
                }
            }),
            left: Vec::new().into_iter(),
        }
    }
}

impl<T, P: Position, E> Pages<T, P, E> {
    /// Returns the position of the page that is fetched next, or that could not be fetched.
    pub fn position(&self) -> Resume<P> {
        self.pager.position()
    }

    /// Returns the number of the items of all pages, as the latest page says it. `None` before the first page, and if the
    /// document does not say where a page has it ([`Paging::total`](crate::operation::Paging::total)).
    ///
    /// It is the server's word, and may change from page to page: the size hint of the stream does not rely on it.
    pub fn total(&self) -> Option<u64> {
        self.pager.total()
    }
}

impl<I, P: Position, E> Items<I, P, E> {
    /// Returns the position of the page that is fetched next, or that could not be fetched.
    /// Items of the pages before it may still follow; after an error they do not.
    pub fn position(&self) -> Resume<P> {
        self.pager.position()
    }

    /// Returns the number of the items of all pages, as the latest page says it. `None` before the first page, and if the
    /// document does not say where a page has it ([`Paging::total`](crate::operation::Paging::total)).
    ///
    /// It is the server's word, and may change from page to page: the size hint of the stream does not rely on it.
    pub fn total(&self) -> Option<u64> {
        self.pager.total()
    }
}

#[cfg(feature = "blocking")]
impl<T, P, E> Pages<T, P, E> {
    /// Returns the pages one after the other, for programs without an async runtime.
    pub fn blocking(self) -> crate::blocking::Blocking<Self> {
        crate::blocking::Blocking::new(self.pager.operation(), self)
    }
}

#[cfg(feature = "blocking")]
impl<I, P, E> Items<I, P, E> {
    /// Returns the items one after the other, for programs without an async runtime.
    pub fn blocking(self) -> crate::blocking::Blocking<Self> {
        crate::blocking::Blocking::new(self.pager.operation(), self)
    }
}

impl<T, P: Position, E: ErrorBody> Pages<T, P, E> {
    /// Returns the next page, or `None` after the last one. It is that of `TryStreamExt`, without an import.
    ///
    /// # Errors
    /// The page cannot be fetched.
    pub async fn try_next(&mut self) -> Result<Option<ResponseValue<T>>, CallError<E>> {
        let next = poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await;
        next.transpose()
    }
}

impl<I, P: Position, E: ErrorBody> Items<I, P, E> {
    /// Returns the next item, or `None` after the last one. It is that of `TryStreamExt`, without an import.
    ///
    /// # Errors
    /// The page of the item cannot be fetched.
    pub async fn try_next(&mut self) -> Result<Option<I>, CallError<E>> {
        let next = poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await;
        next.transpose()
    }
}

impl<T, P, E> Stream for Pages<T, P, E>
where
    P: Position,
    E: ErrorBody,
{
    type Item = Result<ResponseValue<T>, CallError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pager.poll_page(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, self.pager.has_ended().then_some(0))
    }
}

impl<I, P, E> Stream for Items<I, P, E>
where
    P: Position,
    E: ErrorBody,
{
    type Item = Result<I, CallError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.left.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pager.poll_page(cx)) {
                Some(Ok(page)) => self.left = page.into_inner().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.left.len();
        (left, self.pager.has_ended().then_some(left))
    }
}

impl<T, P, E> FusedStream for Pages<T, P, E>
where
    P: Position,
    E: ErrorBody,
{
    fn is_terminated(&self) -> bool {
        self.pager.has_ended()
    }
}

impl<I, P, E> FusedStream for Items<I, P, E>
where
    P: Position,
    E: ErrorBody,
{
    fn is_terminated(&self) -> bool {
        self.left.len() == 0 && self.pager.has_ended()
    }
}

// A future that is polled in place is boxed.
impl<T, P, E> Unpin for Pages<T, P, E> {}
impl<I, P, E> Unpin for Items<I, P, E> {}

impl<T, I> Clone for Reader<T, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, I> Copy for Reader<T, I> {}

/// Without the position and the items: they may be personal.
impl<T, P, E> fmt::Debug for Pages<T, P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pager.describe(&mut f.debug_struct("Pages"))
    }
}

/// Without the position and the items: they may be personal.
impl<I, P, E> fmt::Debug for Items<I, P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pager
            .describe(f.debug_struct("Items").field("left", &self.left.len()))
    }
}
