//! `Blob`: bytes to send, from memory, a file or a stream.

use std::error::Error as StdError;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, AsyncSeek};
use tokio_util::io::ReaderStream;

use super::seekable::Seekable;
use super::shared_stream::SharedStream;

/// How much of a file or reader is read at once.
pub(crate) const CHUNK: usize = 64 * 1024;

/// Bytes to send: a body, or a part of a form.
///
/// ```
/// # use converse_core as converse;
/// use converse::Blob;
///
/// let note = Blob::from("hello").file_name("note.txt").content_type("text/plain");
/// let photo = Blob::path("photo.png").content_type("image/png");
/// assert_ne!(note, photo);
/// ```
///
/// Two blobs are equal when their names and types are, and their bytes in memory, their path, or
/// the stream that they share.
#[derive(Clone)]
pub struct Blob {
    pub(crate) source: Source,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
}

/// Where the bytes of a blob come from.
#[derive(Clone)]
pub(crate) enum Source {
    Memory(Bytes),
    Path(Arc<Path>),
    Seekable {
        shared: Seekable,
        length: Option<u64>,
    },
    Stream {
        shared: Arc<Mutex<SharedStream>>,
        length: Option<u64>,
    },
}

impl Blob {
    /// The content of a file. It is opened when the call is made, and again when the call is made
    /// again. Its name goes into a form, unless [`file_name`](Self::file_name) gives another.
    pub fn path(path: impl AsRef<Path>) -> Self {
        Self::of(Source::Path(path.as_ref().into()))
    }

    /// What a stream yields. All clones share the stream, and it can be sent once.
    ///
    /// An error of the stream breaks the call off. Of the error itself only the kind of a
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

    /// What a reader reads, to its end. Like a [`stream`](Self::stream), it can be sent once.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::stream(ReaderStream::with_capacity(reader, CHUNK))
    }

    /// What a reader reads that can go back to its start: it can be sent again, and read before it
    /// is sent. All clones share the reader, and take turns. Its length is what it says when it is
    /// asked for its end; with another one stated by [`length`](Self::length), it is not sent.
    pub fn seekable(reader: impl AsyncRead + AsyncSeek + Send + Unpin + 'static) -> Self {
        Self::of(Source::Seekable {
            shared: Seekable::new(reader),
            length: None,
        })
    }

    /// The file's name, for a form.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The media type, for a form and where the operation takes several. A blob that does not say
    /// is `application/octet-stream`.
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// How many bytes a stream has, for the `Content-Length`. Without it a stream is sent chunk by
    /// chunk; a stream that then has more or fewer bytes breaks the call off. It must end after so
    /// many bytes: the last of them are held back until it does, so cut one that stays open with
    /// [`take`](tokio::io::AsyncReadExt::take).
    ///
    /// What lies in memory or in a file knows its own length, and this changes nothing.
    pub fn length(mut self, bytes: u64) -> Self {
        if let Source::Stream { length, .. } | Source::Seekable { length, .. } = &mut self.source {
            *length = Some(bytes);
        }
        self
    }

    /// Whether it can be sent as a whole, also after it was sent: always from memory, from a file
    /// and from what can go back, from a stream as long as nothing was read.
    pub fn is_repeatable(&self) -> bool {
        match &self.source {
            Source::Memory(_) | Source::Path(_) | Source::Seekable { .. } => true,
            Source::Stream { shared, .. } => SharedStream::is_fresh(shared),
        }
    }

    /// The bytes, if they lie in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Memory(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The file's name: the one that was given, or else that of the path, or else `file`.
    pub fn name(&self) -> &str {
        let of_path = || match &self.source {
            Source::Path(path) => path.file_name()?.to_str(),
            _ => None,
        };
        self.file_name.as_deref().or_else(of_path).unwrap_or("file")
    }

    /// The media type that was given.
    pub fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    pub(crate) fn of(source: Source) -> Self {
        Self {
            source,
            file_name: None,
            content_type: None,
        }
    }
}

impl From<Bytes> for Blob {
    fn from(bytes: Bytes) -> Self {
        Self::of(Source::Memory(bytes))
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Blob {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for Blob {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<&'static str> for Blob {
    fn from(text: &'static str) -> Self {
        text.as_bytes().into()
    }
}

impl PartialEq for Blob {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
            && self.file_name == other.file_name
            && self.content_type == other.content_type
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Memory(one), Self::Memory(other)) => one == other,
            (Self::Path(one), Self::Path(other)) => one == other,
            (Self::Seekable { shared: one, .. }, Self::Seekable { shared: other, .. }) => {
                one == other
            }
            (Self::Stream { shared: one, .. }, Self::Stream { shared: other, .. }) => {
                Arc::ptr_eq(one, other)
            }
            _ => false,
        }
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut blob = f.debug_struct("Blob");
        match &self.source {
            Source::Memory(bytes) => blob.field("length", &bytes.len()),
            Source::Path(_) => blob.field("from", &format_args!("file")),
            Source::Seekable { length, .. } => {
                blob.field("from", &format_args!("reader"));
                blob.field("length", length)
            }
            Source::Stream { length, .. } => {
                blob.field("from", &format_args!("stream"));
                blob.field("length", length)
            }
        };
        blob.field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
