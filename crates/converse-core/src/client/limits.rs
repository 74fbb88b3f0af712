//! Limits on the time and memory of a call.

use std::time::Duration;

use tokio::time::Instant;

use super::options::CallOptions;
use crate::retry::RetryPolicy;

/// The default limit on making a connection: 10 s.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The default limit on a whole call, with all its attempts and the pauses between them:
/// 60 s.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// The default limit on one attempt, from connecting to the last byte of the body:
/// 30 s.
pub const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// The default limit on a body that stalls between two chunks: 15 s.
pub const READ_TIMEOUT: Duration = Duration::from_secs(15);

/// The default limit on the bytes of a response body: 16 MiB.
pub const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// The default limit on the headers of an HTTP/1 response: 100.
///
/// All of them together are never more than about 408 KiB, which is hyper's own limit and cannot be
/// set.
pub const HEADER_COUNT_LIMIT: usize = 100;

/// The default limit on the bytes of the headers of an HTTP/2 response: 16 KiB.
pub const HEADER_BYTES_LIMIT: u32 = 16 * 1024;

/// The limits of one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) body_limit: usize,
    /// In proportion to the body, unless set.
    pub(crate) decode_limit: Option<usize>,
    pub(crate) retry: RetryPolicy,
}

impl Limits {
    /// Combines the options with the defaults.
    pub(crate) fn of(options: &CallOptions) -> Self {
        Self {
            timeout: options.timeout.unwrap_or(TIMEOUT),
            attempt_timeout: options.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT),
            read_timeout: options.read_timeout.unwrap_or(READ_TIMEOUT),
            body_limit: options.body_limit.unwrap_or(BODY_LIMIT),
            decode_limit: options.decode_limit,
            retry: options.retry.unwrap_or_default(),
        }
    }

    /// Returns when a call has to end that began then.
    pub(crate) fn end(&self, start: Instant) -> Instant {
        after(start, self.timeout)
    }

    /// Returns when an attempt has to end that begins now, of a call that began at `start`.
    pub(crate) fn end_of_attempt(&self, start: Instant, now: Instant) -> Instant {
        self.end(start).min(after(now, self.attempt_timeout))
    }
}

/// Returns the instant so much later; one that is years away if there is none.
fn after(start: Instant, duration: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);
    start.checked_add(duration).unwrap_or_else(|| start + FAR)
}
