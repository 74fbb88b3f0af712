//! How much time and memory a call may take.

use std::time::Duration;

use super::options::CallOptions;
use crate::retry::RetryPolicy;

/// How long making a connection may take, unless set otherwise: 10 s.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a whole call may take, with all its attempts and the pauses between them, unless set
/// otherwise: 60 s.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// How long one attempt may take, from connecting to the last byte of the body, unless set
/// otherwise: 30 s.
pub const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a body may stall between two pieces, unless set otherwise: 15 s.
pub const READ_TIMEOUT: Duration = Duration::from_secs(15);

/// How many bytes of a response body are read, unless set otherwise: 16 MiB.
pub const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// How many headers an HTTP/1 response may have, unless set otherwise: 100.
///
/// All of them together are never more than about 408 KiB, which is hyper's own limit and cannot be
/// set.
pub const HEADER_COUNT_LIMIT: usize = 100;

/// How many bytes the headers of an HTTP/2 response may have, unless set otherwise: 16 KiB.
pub const HEADER_BYTES_LIMIT: u32 = 16 * 1024;

/// What holds for one call.
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
    /// What the options say, and the defaults where they say nothing.
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

    /// How long an attempt may take that starts so long after the call did.
    pub(crate) fn of_attempt(&self, elapsed: Duration) -> Duration {
        self.timeout
            .saturating_sub(elapsed)
            .min(self.attempt_timeout)
    }
}
