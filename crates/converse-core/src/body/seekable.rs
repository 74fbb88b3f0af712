//! A reader that can go back to its start, which clones of a blob share in turn.

use std::io::{self, SeekFrom};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use sync_wrapper::SyncWrapper;
use tokio::io::{AsyncRead, AsyncSeek, AsyncSeekExt, ReadBuf};
use tokio::sync::{Mutex, OwnedMutexGuard};

trait ReadSeek: AsyncRead + AsyncSeek + Send + Unpin {}

impl<T: AsyncRead + AsyncSeek + Send + Unpin> ReadSeek for T {}

type Reader = Box<dyn ReadSeek>;

/// A reader that clones of a blob share.
#[derive(Clone)]
pub(crate) struct Seekable(Arc<Mutex<Reader>>);

impl Seekable {
    pub(crate) fn new(reader: impl AsyncRead + AsyncSeek + Send + Unpin + 'static) -> Self {
        Self(Arc::new(Mutex::new(Box::new(reader))))
    }

    /// Returns the reader at its start, and its length. Waits while another clone reads.
    pub(crate) async fn open(&self) -> io::Result<(Rewound, u64)> {
        let mut reader = Arc::clone(&self.0).lock_owned().await;
        let length = reader.seek(SeekFrom::End(0)).await?;
        reader.rewind().await?;
        Ok((Rewound(SyncWrapper::new(reader)), length))
    }
}

impl PartialEq for Seekable {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The right to read, until it is dropped.
pub(crate) struct Rewound(SyncWrapper<OwnedMutexGuard<Reader>>);

impl AsyncRead for Rewound {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut **self.0.get_mut()).poll_read(cx, buffer)
    }
}
