//! Settings that may differ from call to call.

use std::fmt;
use std::time::Duration;

use super::extra_headers::ExtraHeaders;
use crate::retry::RetryPolicy;

/// Settings that may differ from call to call. Unset ones are those of the client.
///
/// ```
/// # use converse_core as converse;
/// use std::time::Duration;
/// use converse::{CallOptions, RetryPolicy};
/// let options = CallOptions::new().timeout(Duration::from_secs(5)).retry(RetryPolicy::none());
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) read_timeout: Option<Duration>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) decode_limit: Option<usize>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) headers: ExtraHeaders,
    pub(crate) idempotency_key: Option<String>,
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

    /// Adds a header to the request: trace context, a tenant. One of the same name is replaced, that of the client too.
    ///
    /// The call fails as [`Invalid`](crate::ErrorKind::Invalid), before anything is sent, if the name or the value is not
    /// valid (printable ASCII), if the header belongs to the connection, to the body (`Content-Type`) or to a
    /// credential, or if an argument of the call is sent in it. `Debug` does not show the value.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers.set(name.as_ref(), value.as_ref());
        self
    }

    /// Sets the key by which the provider recognizes a retry, instead of a random one. The same key in a later call
    /// is the same request to the provider: give each message its own.
    ///
    /// The call fails as [`Invalid`](crate::ErrorKind::Invalid), before anything is sent, if the operation has no
    /// idempotency key, or the key is not valid in a header.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
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
            headers: self.headers.over(&others.headers),
            idempotency_key: self
                .idempotency_key
                .or_else(|| others.idempotency_key.clone()),
        }
    }
}

/// Without the values of headers, and without the key.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("read_timeout", &self.read_timeout)
            .field("body_limit", &self.body_limit)
            .field("decode_limit", &self.decode_limit)
            .field("retry", &self.retry)
            .field("headers", &self.headers)
            .field("has_idempotency_key", &self.idempotency_key.is_some())
            .finish()
    }
}
