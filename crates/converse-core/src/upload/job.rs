//! `UploadJob`: the steps that uploads are made of.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use http_body::Body;
use sync_wrapper::SyncWrapper;
use tokio::task::yield_now;
use tokio::time::{Instant, timeout_at};

use super::error::{UploadError, UploadStep};
use super::tracked_body::Progress;
use crate::body::{Blob, CHUNK, Source, open_blob};
use crate::call::ResponseValue;
use crate::client::{HttpSettings, Limits};
use crate::error::{CallError, ErrorKind};

/// Name of the source in messages.
pub(super) const SOURCE: &str = "the source";

/// An upload in progress: the state that a provider's steps use. All of them end when the
/// upload's time does.
pub struct UploadJob {
    pub(super) provider: &'static str,
    pub(super) source: Blob,
    pub(super) length: u64,
    /// The host of the client's base URL.
    pub(super) host: String,
    /// Whether the client's base URL is on this machine.
    pub(super) local: bool,
    pub(super) limits: Limits,
    pub(super) deadline: Instant,
    pub(super) stall: Duration,
    pub(super) wire: SyncWrapper<Wire>,
}

/// The settings for sending the bytes.
#[derive(Default)]
pub(super) struct Wire {
    pub(super) progress: Option<Progress>,
    pub(super) http: HttpSettings,
}

impl UploadJob {
    /// The content to send.
    pub fn source(&self) -> &Blob {
        &self.source
    }

    /// Returns its size in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Returns the error of a source that the provider would not accept.
    pub fn refused(&self, why: &str) -> UploadError {
        self.error(UploadStep::Reading, ErrorKind::Invalid)
            .detail(why)
    }

    /// Returns the error of a response without an address that can be used.
    pub fn no_address(&self, why: &str) -> UploadError {
        self.error(UploadStep::Asking, ErrorKind::Decode)
            .detail(why)
    }

    /// Returns the error of an argument that cannot be sent.
    pub fn invalid(&self, why: &str) -> UploadError {
        self.error(UploadStep::Asking, ErrorKind::Invalid)
            .detail(why)
    }

    /// Passes all bytes of the source to a function, piece by piece, and keeps them to be sent. Yields to other tasks
    /// after each piece.
    ///
    /// # Errors
    /// It can be read only once, cannot be read at all, or its length has changed.
    pub async fn read(&self, mut see: impl FnMut(&[u8]) + Send) -> Result<(), UploadError> {
        if let Source::Stream { .. } = self.source.source {
            let why = "it is read twice, and a stream can be read once; give bytes, a path or `Blob::seekable`";
            return Err(self.refused(why));
        }
        let reading = async {
            let mut open = open_blob(&self.source, SOURCE).await?;
            let mut came = 0;
            while let Some(frame) = poll_fn(|cx| Pin::new(&mut open).poll_frame(cx)).await {
                let frame = frame.map_err(|error| error.to_string())?;
                let mut bytes = frame.into_data().unwrap_or_default();
                came += bytes.len() as u64;
                while !bytes.is_empty() {
                    see(&bytes.split_to(bytes.len().min(CHUNK)));
                    // A source that is always ready would never yield to other tasks, nor to the clock.
                    yield_now().await;
                }
            }
            self.same_length(came)
        };
        self.in_time(UploadStep::Reading, reading)
            .await?
            .map_err(|why| self.refused(&why))
    }

    /// Waits for the response of the call that asks for the address.
    ///
    /// # Errors
    /// The call's own, which is [`UploadError::call`] then.
    pub async fn ask<T, E>(
        &self,
        call: impl Future<Output = Result<ResponseValue<T>, CallError<E>>> + Send,
    ) -> Result<T, UploadError> {
        self.in_time(UploadStep::Asking, call)
            .await?
            .map(ResponseValue::into_inner)
            .map_err(|error| UploadError::of_call(self.provider, error.into_error()))
    }

    /// Determines the length of the source.
    pub(super) async fn measure(&mut self) -> Result<(), UploadError> {
        let measuring = async {
            // A stream is not opened: it could not be opened again.
            if let Source::Stream { length, .. } = &self.source.source {
                return length.ok_or_else(|| {
                    "the length of a stream must be known: state it by `Blob::length`".to_owned()
                });
            }
            let open = open_blob(&self.source, SOURCE).await?;
            open.size_hint()
                .exact()
                .ok_or_else(|| format!("{SOURCE} has no length"))
        };
        let length = self.in_time(UploadStep::Reading, measuring).await?;
        self.length = length.map_err(|why| self.refused(&why))?;
        Ok(())
    }

    /// Checks that the source still has its first length.
    pub(super) fn same_length(&self, now: u64) -> Result<(), String> {
        match self.length {
            length if length == now => Ok(()),
            length => Err(format!(
                "{SOURCE} has changed: it had {length} bytes, and now has {now}"
            )),
        }
    }

    pub(super) async fn in_time<T>(
        &self,
        step: UploadStep,
        future: impl Future<Output = T>,
    ) -> Result<T, UploadError> {
        let outcome = timeout_at(self.deadline, future).await;
        outcome.map_err(|_| late(self.provider, step))
    }

    pub(super) fn error(&self, step: UploadStep, kind: ErrorKind) -> UploadError {
        UploadError::new(self.provider, step, kind)
    }
}

pub(super) fn late(provider: &'static str, step: UploadStep) -> UploadError {
    UploadError::new(provider, step, ErrorKind::Timeout)
        .detail("the time for the whole upload ran out")
}
