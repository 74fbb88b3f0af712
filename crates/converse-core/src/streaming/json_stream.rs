//! The items of JSON lines and JSON text sequences, as they come.

use std::fmt;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_core::stream::FusedStream;
use serde::de::DeserializeOwned;

use super::byte_stream::ByteStream;
use super::records::Records;
use super::response_head::ResponseHead;
use crate::decode::{self, Budget, DecodeError};
use crate::error::Error;

/// The items of a response of JSON lines or of a JSON text sequence, as they come. Dereferences to status and headers.
/// See [`streaming`](crate::streaming) for its limits.
///
/// An item that does not decode is an error of kind [`Decode`](crate::ErrorKind::Decode) that says which item it is;
/// [`raw_body()`](Error::raw_body) has its text, and the stream goes on. The stream ends after any other error.
#[must_use = "a stream does nothing until it is polled"]
pub struct JsonStream<T> {
    bytes: ByteStream,
    records: Records,
    chunk: Bytes,
    /// The number of items so far.
    count: u64,
    ended: bool,
    read: fn(&[u8], Budget) -> Result<T, DecodeError>,
}

impl<T: DeserializeOwned> JsonStream<T> {
    pub(super) fn new(bytes: ByteStream, separator: u8) -> Self {
        Self {
            records: Records::new(separator, bytes.limits().body_limit),
            bytes,
            chunk: Bytes::new(),
            count: 0,
            ended: false,
            read: decode::json,
        }
    }
}

impl<T> JsonStream<T> {
    fn item(&mut self, record: &[u8]) -> Result<T, Error> {
        self.count += 1;
        let budget = Budget::of(record).limited(self.bytes.limits().decode_limit);
        (self.read)(record, budget).map_err(|problem| {
            let place = format!("item {}", self.count);
            self.bytes.undecodable(&place, record, problem)
        })
    }
}

impl<T> Deref for JsonStream<T> {
    type Target = ResponseHead;

    fn deref(&self) -> &ResponseHead {
        &self.bytes
    }
}

impl<T> Stream for JsonStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while !this.ended {
            match this.records.next(&mut this.chunk) {
                Ok(Some(record)) => return Poll::Ready(Some(this.item(&record))),
                Ok(None) => {}
                Err(too_large) => {
                    this.ended = true;
                    let error = too_large.error(&this.bytes, this.bytes.limits());
                    this.bytes.close();
                    return Poll::Ready(Some(Err(error)));
                }
            }
            match ready!(this.bytes.poll_bytes(cx)) {
                Some(Ok(chunk)) => this.chunk = chunk,
                Some(Err(problem)) => {
                    this.ended = true;
                    return Poll::Ready(Some(Err(problem)));
                }
                None => {
                    this.ended = true;
                    let last = this.records.finish();
                    return Poll::Ready(last.map(|record| this.item(&record)));
                }
            }
        }
        Poll::Ready(None)
    }
}

impl<T> FusedStream for JsonStream<T> {
    fn is_terminated(&self) -> bool {
        self.ended
    }
}

// An item is never held.
impl<T> Unpin for JsonStream<T> {}

/// Without the items.
impl<T> fmt::Debug for JsonStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonStream")
            .field("head", &**self)
            .field("items", &self.count)
            .finish_non_exhaustive()
    }
}
