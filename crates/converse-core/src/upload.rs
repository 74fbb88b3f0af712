//! `Upload`: a file that is sent to an address which the provider returns first.

mod error;
mod job;
mod tracked_body;
mod transfer;

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use sync_wrapper::SyncWrapper;
use tokio::time::Instant;

#[cfg(feature = "blocking")]
use crate::blocking;
use crate::body::Blob;
use crate::call::in_runtime;
use crate::client::Client;
use crate::error::ErrorKind;

pub use error::{UploadError, UploadStep};
pub use job::UploadJob;

/// The default limit on a whole upload: 30 min, enough for 100 MiB at half a
/// megabit per second.
pub const UPLOAD_TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// The default limit on a stalled transfer: 60 s.
pub const STALL_TIMEOUT: Duration = Duration::from_secs(60);

type Steps<T> = Box<dyn FnOnce(UploadJob) -> Pending<T> + Send>;
type Pending<T> = Pin<Box<dyn Future<Output = Result<T, UploadError>> + Send>>;

/// The upload of a file to a provider: asks the provider for an address, and sends the bytes there.
///
/// The address is on another host, which receives no credential, cookie, header or user agent of the
/// client. The bytes go over an HTTP client of their own, see
/// [`configure_http`](Self::configure_http). They are read piece by piece and are never in memory
/// as a whole, redirects are not followed, and nothing is retried. A message cannot refer to a failed
/// upload, so it can be retried if its source can be read again
/// ([`Blob::is_repeatable`]).
#[must_use = "an upload is made by `send`"]
pub struct Upload<T> {
    job: UploadJob,
    timeout: Duration,
    steps: Steps<T>,
}

impl<T> Upload<T> {
    /// Creates an upload with these steps: for the modules that know a provider's protocol.
    #[doc(hidden)]
    pub fn new<F>(
        client: &Client,
        source: Blob,
        steps: impl FnOnce(UploadJob) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<T, UploadError>> + Send + 'static,
    {
        let job = UploadJob {
            provider: client.provider().name,
            source,
            length: 0,
            host: client.shared().base_url.host().to_owned(),
            local: client.shared().base_url.is_loopback(),
            limits: client.limits(),
            deadline: Instant::now(),
            stall: STALL_TIMEOUT,
            wire: SyncWrapper::default(),
        };
        Self {
            job,
            timeout: UPLOAD_TIMEOUT,
            steps: Box::new(|job| Box::pin(steps(job))),
        }
    }

    /// Sets a function that is called with the bytes of the file sent so far, and with its size: with zero
    /// when sending begins, then after each piece. Sent bytes may still be in a buffer of this
    /// machine. It runs between two pieces, so keep it short; it must not panic, which would break the
    /// connection.
    pub fn progress(mut self, report: impl FnMut(u64, u64) + Send + 'static) -> Self {
        self.job.wire.get_mut().progress = Some(Box::new(report));
        self
    }

    /// Sets how long the upload may take, from the first access to the file to the last response. The default is
    /// [`UPLOAD_TIMEOUT`]. The call for the address also has the client's own limits.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long the transfer may stall: reading, writing, or waiting for the response. The default is
    /// [`STALL_TIMEOUT`].
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.job.stall = timeout;
        self
    }

    /// Sets how long making the connection for the bytes may take. The default is
    /// [`CONNECT_TIMEOUT`](crate::limits::CONNECT_TIMEOUT).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.job.wire.get_mut().http.connect_timeout = timeout;
        self
    }

    /// Changes the HTTP client that sends the bytes: proxies, root certificates. May be called
    /// repeatedly.
    ///
    /// The settings of [`ClientBuilder`](crate::ClientBuilder::configure_http) do not apply
    /// here: headers, cookies or a certificate of the client are not for this host. The allowed changes
    /// and the fixed settings are the same as there; an upload sends no credential and no user agent, so
    /// that default headers given here are sent as they are, unless the provider names a header of that
    /// name for the bytes.
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        let wire = self.job.wire.get_mut();
        wire.http.configure.push(Box::new(configure));
        self
    }

    /// Makes the upload.
    ///
    /// # Errors
    /// The source cannot be read or does not have its stated length; the provider returns no
    /// address, or one that is not https, or on this machine while the base URL is not (if both are,
    /// http is accepted); the bytes could not be sent, or were refused. [`UploadError::step`] says
    /// which.
    pub async fn send(self) -> Result<T, UploadError> {
        let mut job = self.job;
        in_runtime().map_err(|help| {
            UploadError::new(job.provider, UploadStep::Asking, ErrorKind::Runtime).detail(help)
        })?;
        // A limit that overflows is no limit.
        let now = Instant::now();
        let never = now + Duration::from_secs(365 * 24 * 60 * 60);
        job.deadline = now.checked_add(self.timeout).unwrap_or(never);
        job.measure().await?;
        (self.steps)(job).await
    }
}

#[cfg(feature = "blocking")]
impl<T> Upload<T> {
    /// Makes the upload and waits for it, for programs without an async runtime.
    ///
    /// # Errors
    /// Those of [`send`](Self::send); in an async runtime, that it would block it.
    pub fn send_blocking(self) -> Result<T, UploadError> {
        let provider = self.job.provider;
        // The clock of its limits is the runtime's.
        blocking::wait(async move { self.send().await }).unwrap_or_else(|why| {
            let error = UploadError::new(provider, UploadStep::Asking, ErrorKind::Runtime);
            Err(error.detail(why))
        })
    }
}

impl<T> fmt::Debug for Upload<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("provider", &self.job.provider)
            .field("source", &self.job.source)
            .field("timeout", &self.timeout)
            .field("stall_timeout", &self.job.stall)
            .finish_non_exhaustive()
    }
}
