//! Streams of responses for programs without an async runtime.

use std::future::poll_fn;
use std::io::{self, Read};
use std::path::PathBuf;
use std::pin::Pin;

use tokio::io::{AsyncRead, ReadBuf};

use super::byte_stream::ByteStream;
use super::event_stream::EventStream;
use super::json_stream::JsonStream;
use crate::blocking::{Blocking, Refused, wait};
use crate::error::Error;

impl ByteStream {
    /// Returns the chunks one after the other, for programs without an async runtime: an `Iterator`, and a
    /// [`Read`].
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.operation(), self)
    }

    /// Writes the rest of the body to a file as [`save_to`](Self::save_to) does, for programs without an async runtime.
    ///
    /// # Errors
    /// Those of [`save_to`](Self::save_to); in an async runtime, that it would block it.
    pub fn save_to_blocking(self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let operation = self.operation();
        wait(self.save_to(path)).unwrap_or_else(|why| Err(Error::refused(operation, why)))
    }
}

impl<T> EventStream<T> {
    /// Returns the events one after the other, for programs without an async runtime.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.operation(), self)
    }
}

impl<T> JsonStream<T> {
    /// Returns the items one after the other, for programs without an async runtime.
    pub fn blocking(self) -> Blocking<Self> {
        Blocking::new(self.operation(), self)
    }
}

/// An [`Error`] is the inner error of the `io::Error`.
impl Read for Blocking<ByteStream> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut buffer = ReadBuf::new(buffer);
        let stream = self.get_mut();
        wait(poll_fn(|cx| {
            Pin::new(&mut *stream).poll_read(cx, &mut buffer)
        }))
        .unwrap_or_else(|why| Err(io::Error::other(why)))?;
        Ok(buffer.filled().len())
    }
}
