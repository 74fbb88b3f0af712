//! Responses that are read as they come.
//!
//! The builder of an operation whose success is bytes or text has `.send_stream()` beside `.send()`. It returns a
//! [`ByteStream`] as soon as the headers of a success are there. An operation whose success is `text/event-stream`
//! returns an [`EventStream`] of typed events, one of JSON lines (`application/jsonl`, `application/x-ndjson`,
//! `application/json-seq` and the like) a [`JsonStream`] of typed items. All have status, headers, request id and
//! attempts first, see [`ResponseHead`].
//!
//! - Until the headers are there, it is a call like any other: `attempt_timeout`, `timeout`, retries, credential,
//!   traces. An error status is read completely, up to `body_limit`, and is a [`CallError`](crate::CallError).
//! - After that nothing is retried. `read_timeout` limits the time between two chunks; it runs only while a read waits,
//!   so a slow reader loses nothing. [`ByteStream::timeout`] limits the whole body, which has no limit otherwise:
//!   `timeout`, `attempt_timeout` and `body_limit` do not apply to it.
//! - A body that breaks, stalls or is shorter than its `Content-Length` is an error with
//!   [`Delivery::Accepted`](crate::Delivery::Accepted), after all bytes that came. The stream ends after it.
//! - An event, line or record has at most `body_limit` bytes; a longer one ends the stream with
//!   [`TooLarge`](crate::ErrorKind::TooLarge). Decoding one has the usual `decode_limit`.
//! - A dropped stream closes its connection.
//!
//! With the feature `blocking`, `.send_stream_blocking()` and the streams' `.blocking()` do the same without an async
//! runtime.
//!
//! ```no_run
//! # use converse_core as converse;
//! # async fn run(stream: converse::streaming::ByteStream) -> Result<(), converse::Error> {
//! // let stream = client.export_messages().send_stream().await?;
//! println!("{} {:?}", stream.status(), stream.length());
//! let bytes = stream
//!     .progress(|received, total| println!("{received} of {total:?}"))
//!     .save_to("messages.csv")
//!     .await?;
//! println!("{bytes} bytes");
//! # Ok(()) }
//! ```

mod byte_stream;
mod event_parser;
mod event_stream;
mod json_stream;
mod partial_file;
mod records;
mod response_head;
mod send;
#[cfg(feature = "blocking")]
mod without_runtime;

pub use byte_stream::ByteStream;
pub use event_stream::{Event, EventStream};
pub use json_stream::JsonStream;
pub use response_head::ResponseHead;
