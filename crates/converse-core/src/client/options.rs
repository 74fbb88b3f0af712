//! Settings that may differ from call to call.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// Settings that may differ from call to call. Unset ones are those of the client.
///
/// ```
/// # use converse_core as converse;
/// use std::time::Duration;
/// use converse::{CallOptions, RetryPolicy};
/// let options = CallOptions::new().timeout(Duration::from_secs(5)).retry(RetryPolicy::none());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) decode_limit: Option<usize>,
    pub(crate) retry: Option<RetryPolicy>,
}

impl CallOptions {
    /// Returns settings that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long a whole call may take: all attempts, from connecting to the last byte of the body,
    /// and the pauses between them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how long one attempt may take, from connecting to the last byte of the body. It never
    /// outlasts the call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets how long a body may stall between two chunks.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = Some(timeout);
        self
    }

    /// Sets how many bytes of a response body are read, those of an error too. A longer one is not kept
    /// in part: the call fails as [`TooLarge`](crate::ErrorKind::TooLarge), or as its status says.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// Sets how many bytes of memory decoding one response may take. The default is 16 MiB and 16 times
    /// the bytes of the body. A response that takes more fails as [`TooLarge`](crate::ErrorKind::TooLarge), or as
    /// its status says.
    ///
    /// A small body may become a large value: each `{}` of a list is a struct with all its
    /// fields. Each value counts 16 bytes more than it takes, and lists count what they reserve.
    pub fn decode_limit(mut self, bytes: usize) -> Self {
        self.decode_limit = Some(bytes);
        self
    }

    /// Sets whether and when a failed attempt is retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Returns these settings, with the others where these are unset.
    pub(crate) fn over(self, others: &Self) -> Self {
        Self {
            timeout: self.timeout.or(others.timeout),
            attempt_timeout: self.attempt_timeout.or(others.attempt_timeout),
            read_timeout: self.read_timeout.or(others.read_timeout),
            body_limit: self.body_limit.or(others.body_limit),
            decode_limit: self.decode_limit.or(others.decode_limit),
            retry: self.retry.or(others.retry),
        }
    }
}
