//! `Blob`: bytes to send, from memory, a file or a stream.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

#[cfg(feature = "client")]
use super::{seekable::Seekable, shared_stream::SharedStream};

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
    #[cfg(feature = "client")]
    Seekable {
        shared: Seekable,
        length: Option<u64>,
    },
    #[cfg(feature = "client")]
    Stream {
        shared: Arc<std::sync::Mutex<SharedStream>>,
        length: Option<u64>,
    },
}

impl Blob {
    /// Creates a blob from the content of a file. It is opened when the call is made, and again for a
    /// retry. Its name goes into a form, unless [`file_name`](Self::file_name) sets another.
    pub fn path(path: impl AsRef<Path>) -> Self {
        Self::of(Source::Path(path.as_ref().into()))
    }

    /// Sets the file name, for a form.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type, for a form and for operations that accept several. The default
    /// is `application/octet-stream`.
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Returns whether all of it can be sent, also for a retry: always for bytes in memory, files
    /// and readers that can seek, for a stream as long as nothing was read.
    pub fn is_repeatable(&self) -> bool {
        match &self.source {
            Source::Memory(_) | Source::Path(_) => true,
            #[cfg(feature = "client")]
            Source::Seekable { .. } => true,
            #[cfg(feature = "client")]
            Source::Stream { shared, .. } => SharedStream::is_fresh(shared),
        }
    }

    /// Returns the bytes, if they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Memory(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the file name: the one that was set, or else that of the path, or else `file`.
    pub fn name(&self) -> &str {
        let of_path = || match &self.source {
            Source::Path(path) => path.file_name()?.to_str(),
            _ => None,
        };
        self.file_name.as_deref().or_else(of_path).unwrap_or("file")
    }

    /// Returns the media type that was set.
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
            #[cfg(feature = "client")]
            (Self::Seekable { shared: one, .. }, Self::Seekable { shared: other, .. }) => {
                one == other
            }
            #[cfg(feature = "client")]
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
            #[cfg(feature = "client")]
            Source::Seekable { length, .. } => {
                blob.field("from", &format_args!("reader"));
                blob.field("length", length)
            }
            #[cfg(feature = "client")]
            Source::Stream { length, .. } => {
                blob.field("from", &format_args!("stream"));
                blob.field("length", length)
            }
        };
        blob.field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
