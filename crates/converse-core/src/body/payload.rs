//! A request body being sent: bytes, files and streams, one after the other.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};
use reqwest::header::HeaderValue;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, Take};
use tokio_util::io::ReaderStream;

use super::blob::{Blob, Source};
use super::blob_streams::CHUNK;
use super::payload_error::PayloadError;
use super::seekable::Rewound;
use super::shared_stream::Claim;

/// The content to send, and its media type.
#[derive(Clone)]
pub(crate) struct Payload {
    pub(crate) content_type: HeaderValue,
    pieces: Vec<Piece>,
}

/// A stretch of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    /// A blob, and its name in messages.
    Blob(Blob, String),
}

impl Payload {
    /// # Errors
    /// The media type is not valid in a header.
    pub(crate) fn new(
        media_type: impl Into<Cow<'static, str>>,
        pieces: Vec<Piece>,
    ) -> Result<Self, String> {
        let media_type = match media_type.into() {
            Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
            Cow::Owned(text) => text.into(),
        };
        let content_type = HeaderValue::from_maybe_shared(media_type)
            .map_err(|_| "the body's content type is not valid in a header".to_owned())?;
        Ok(Self {
            content_type,
            pieces,
        })
    }

    /// Returns whether it is a body of parts, whose boundary the media type has.
    pub(crate) fn is_in_parts(&self) -> bool {
        self.content_type.as_bytes().starts_with(b"multipart/")
    }

    /// Returns all bytes, if none of them are in files and streams.
    pub(crate) fn in_memory(&self) -> Option<Bytes> {
        let mut all = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(bytes) => all.extend_from_slice(bytes),
                Piece::Blob(blob, _) => all.extend_from_slice(blob.as_bytes()?),
            }
        }
        Some(all.into())
    }

    /// Returns the bytes if they are in memory, and in one piece. `None` for none at all: the HTTP client would not send
    /// their length.
    pub(crate) fn in_one_piece(&self) -> Option<Bytes> {
        match &self.pieces[..] {
            [Piece::Bytes(bytes)] => Some(bytes),
            [Piece::Blob(blob, _)] => blob.as_bytes(),
            _ => None,
        }
        .filter(|bytes| !bytes.is_empty())
        .cloned()
    }

    /// Returns whether [`open`](Self::open) returns the whole body (again).
    pub(crate) fn is_repeatable(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Bytes(_) => true,
            Piece::Blob(blob, _) => blob.is_repeatable(),
        })
    }

    /// Returns how many bytes come before the only blob, and how many after it.
    pub(crate) fn around_blob(&self) -> (u64, u64) {
        let is_blob = |piece: &Piece| matches!(piece, Piece::Blob(..));
        let at = self.pieces.iter().position(is_blob).unwrap_or_default();
        let sum = |pieces: &[Piece]| -> u64 {
            let length = |piece: &Piece| match piece {
                Piece::Bytes(bytes) => bytes.len() as u64,
                Piece::Blob(..) => 0,
            };
            pieces.iter().map(length).sum()
        };
        (sum(&self.pieces[..at]), sum(&self.pieces[at..]))
    }

    /// Returns the body for one attempt: files are opened, streams are claimed.
    ///
    /// # Errors
    /// A file or stream cannot be sent; the message does not repeat its path.
    pub(crate) async fn open(&self) -> Result<(reqwest::Body, BodyFailure), String> {
        let open = self.open_pieces().await?;
        let failure = open.failure.clone();
        Ok((reqwest::Body::wrap(open), failure))
    }

    /// Like [`open`](Self::open), piece by piece.
    pub(crate) async fn open_pieces(&self) -> Result<OpenPayload, String> {
        let mut pieces = VecDeque::new();
        for piece in &self.pieces {
            pieces.push_back(match piece {
                Piece::Bytes(bytes) => Open::Bytes(bytes.clone()),
                Piece::Blob(blob, name) => open(blob, name).await?,
            });
        }
        Ok(OpenPayload::new(pieces))
    }
}

/// Opens a single blob for reading.
///
/// # Errors
/// As [`Payload::open`].
pub(crate) async fn open_blob(blob: &Blob, name: &str) -> Result<OpenPayload, String> {
    let pieces = [open(blob, name).await?].into();
    Ok(OpenPayload::new(pieces))
}

async fn open(blob: &Blob, name: &str) -> Result<Open, String> {
    let problem = |error: io::Error| format!("{name} cannot be read: {}", error.kind());
    match &blob.source {
        Source::Memory(bytes) => Ok(Open::Bytes(bytes.clone())),
        Source::Path(path) => {
            // Checked before it is opened: opening a pipe waits for its other end.
            let metadata = tokio::fs::metadata(path).await.map_err(problem)?;
            if !metadata.is_file() {
                return Err(format!("{name} cannot be read: not a file"));
            }
            let file = File::open(path).await.map_err(problem)?;
            let length = file.metadata().await.map_err(problem)?.len();
            // Bytes that are appended from now on are not part of it.
            let reader = ReaderStream::with_capacity(file.take(length), CHUNK);
            Ok(Open::Reader(Reader::new(Input::File(reader), Some(length))))
        }
        Source::Seekable { shared, length } => {
            let (reader, actual) = shared.open().await.map_err(problem)?;
            let length = length.unwrap_or(actual);
            if length != actual {
                return Err(format!(
                    "{name} has {actual} bytes, but its stated length is {length}"
                ));
            }
            let reader = ReaderStream::with_capacity(reader, CHUNK);
            Ok(Open::Reader(Reader::new(
                Input::Seekable(reader),
                Some(length),
            )))
        }
        Source::Stream { shared, length } => {
            let claim = Claim::new(shared)
                .ok_or_else(|| format!("{name} is a stream that was sent already"))?;
            Ok(Open::Reader(Reader::new(Input::Claim(claim), *length)))
        }
    }
}

/// Why a body was aborted, once it was. A connection does not always report it: over HTTP/2 the error says only
/// that the stream was reset.
#[derive(Clone, Default)]
pub(crate) struct BodyFailure(Arc<OnceLock<PayloadError>>);

impl BodyFailure {
    pub(crate) fn get(&self) -> Option<&PayloadError> {
        self.0.get()
    }
}

enum Input {
    File(ReaderStream<Take<File>>),
    Seekable(ReaderStream<Rewound>),
    Claim(Claim),
}

/// A file or stream being read, and checked against its length.
struct Reader {
    source: Input,
    /// The stated length. `None`: any.
    length: Option<u64>,
    /// How many bytes were read.
    came: u64,
    /// The last bytes of the stated length: sent once it is certain that no bytes follow.
    last: Option<Bytes>,
    ended: bool,
}

impl Reader {
    fn new(source: Input, length: Option<u64>) -> Self {
        Self {
            source,
            length,
            came: 0,
            last: None,
            ended: false,
        }
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        while !self.ended {
            let bytes = match ready!(self.source.poll_next(cx)) {
                // An empty chunk would end a chunked body, and replace the last one.
                Some(Ok(bytes)) if bytes.is_empty() => continue,
                Some(Ok(bytes)) => bytes,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.ended = true;
                    break;
                }
            };
            let came = self.came.saturating_add(bytes.len() as u64);
            self.came = came;
            match self.length {
                Some(stated) if came > stated => {
                    let error = PayloadError::TooLong { stated, came };
                    return Poll::Ready(Some(Err(error)));
                }
                Some(stated) if came == stated => self.last = Some(bytes),
                _ => return Poll::Ready(Some(Ok(bytes))),
            }
        }
        let came = self.came;
        Poll::Ready(match self.length {
            Some(stated) if came < stated => Some(Err(PayloadError::TooShort { stated, came })),
            _ => self.last.take().map(Ok),
        })
    }

    fn left(&self) -> Option<u64> {
        let held = self.last.as_ref().map_or(0, |bytes| bytes.len() as u64);
        Some(self.length?.saturating_sub(self.came) + held)
    }
}

impl Input {
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        let item = match self {
            Self::File(reader) => ready!(Pin::new(reader).poll_next(cx)),
            Self::Seekable(reader) => ready!(Pin::new(reader).poll_next(cx)),
            Self::Claim(claim) => return claim.poll_next(cx),
        };
        Poll::Ready(item.map(|item| item.map_err(|error| PayloadError::of(&error))))
    }
}

enum Open {
    Bytes(Bytes),
    Reader(Reader),
}

/// A body for one attempt.
pub(crate) struct OpenPayload {
    pieces: VecDeque<Open>,
    failure: BodyFailure,
}

impl OpenPayload {
    fn new(pieces: VecDeque<Open>) -> Self {
        Self {
            pieces,
            failure: BodyFailure::default(),
        }
    }
}

impl http_body::Body for OpenPayload {
    type Data = Bytes;
    type Error = PayloadError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        while let Some(piece) = self.pieces.front_mut() {
            let next = match piece {
                Open::Bytes(bytes) if bytes.is_empty() => None,
                Open::Bytes(bytes) => Some(Ok(std::mem::take(bytes))),
                Open::Reader(reader) => ready!(reader.poll_next(cx)),
            };
            if let Some(Err(error)) = &next {
                // The first error is the cause of all others.
                let _ = self.failure.0.set(error.clone());
            }
            match next {
                Some(next) => return Poll::Ready(Some(next.map(Frame::data))),
                None => self.pieces.pop_front(),
            };
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let mut lengths = self.pieces.iter().map(|piece| match piece {
            Open::Bytes(bytes) => Some(bytes.len() as u64),
            Open::Reader(reader) => reader.left(),
        });
        // A sum that overflows is not a length that can be sent.
        lengths
            .try_fold(0_u64, |sum, length| sum.checked_add(length?))
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
