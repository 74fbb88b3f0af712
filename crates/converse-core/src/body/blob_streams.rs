//! Blobs that are read while they are sent, from streams and readers.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, AsyncSeek};
use tokio_util::io::ReaderStream;

use super::blob::{Blob, Source};
use super::seekable::Seekable;
use super::shared_stream::SharedStream;

/// How many bytes of a file or reader are read at once.
pub(crate) const CHUNK: usize = 64 * 1024;

/// Bytes that are read while they are sent.
impl Blob {
    /// Creates a blob from a stream. All clones share the stream, and it can be sent once.
    ///
    /// An error of the stream aborts the call. Of the error itself only the kind of a
    /// [`std::io::Error`] is reported.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::of(Source::Stream {
            shared: Arc::new(Mutex::new(SharedStream::new(stream))),
            length: None,
        })
    }

    /// Creates a blob from everything a reader reads. Like a [`stream`](Self::stream), it can be sent once.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::stream(ReaderStream::with_capacity(reader, CHUNK))
    }

    /// Creates a blob from a reader that can seek to its start: it can be sent again, and read before it
    /// is sent. All clones share the reader, and take turns. Its length is the position of its
    /// end; if another one is stated by [`length`](Self::length), it is not sent.
    pub fn seekable(reader: impl AsyncRead + AsyncSeek + Send + Unpin + 'static) -> Self {
        Self::of(Source::Seekable {
            shared: Seekable::new(reader),
            length: None,
        })
    }

    /// States how many bytes a stream has, for the `Content-Length`. Without it a stream is sent chunk by
    /// chunk; a stream with more or fewer bytes than stated aborts the call. It must end after so
    /// many bytes: the last of them are held back until it does, so cut one that stays open with
    /// [`take`](tokio::io::AsyncReadExt::take).
    ///
    /// Bytes in memory and files have a length of their own, and this changes nothing.
    pub fn length(mut self, bytes: u64) -> Self {
        if let Source::Stream { length, .. } | Source::Seekable { length, .. } = &mut self.source {
            *length = Some(bytes);
        }
        self
    }
}
