//! Which failed attempts may be repeated without doing their work twice.

use reqwest::Method;

use crate::error::{Delivery, ErrorKind, Failure};
use crate::operation::{Operation, Safety};

/// The statuses that pass by themselves.
pub(crate) const TRANSIENT: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// How far a request may be sent more than once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetrySafety {
    operation: &'static Operation,
    /// Twice is the same as once: by the operation's nature, or by a key that tells the provider.
    harmless: bool,
}

impl RetrySafety {
    /// `has_idempotency_key`: the request carries an idempotency key that stays the same in every attempt.
    pub(crate) fn new(operation: &'static Operation, has_idempotency_key: bool) -> Self {
        Self {
            operation,
            harmless: has_idempotency_key || operation.safety == Safety::Idempotent,
        }
    }

    /// Whether the attempt that ended so may be followed by another.
    ///
    /// `failure` tells of that attempt alone, not of the ones before it.
    pub(crate) fn allows_after(&self, failure: &Failure) -> bool {
        let broke = matches!(failure.kind, ErrorKind::Timeout | ErrorKind::Transport);
        match failure.status.map(|status| status.as_u16()) {
            Some(status) if self.operation.never_retry.contains(&status) => false,
            Some(status) if self.operation.not_processed.contains(&status) => true,
            // The answer came and got lost. Only reading again is surely without a trace: a
            // second DELETE would answer that there is nothing.
            Some(200..=299) => {
                let reads = matches!(self.operation.method, Method::GET | Method::HEAD);
                self.harmless && reads && broke
            }
            Some(status) => self.harmless && TRANSIENT.contains(&status),
            None if failure.delivery == Delivery::NotSent => failure.kind == ErrorKind::Connect,
            None => self.harmless && broke,
        }
    }

    /// Whether the request may go out again with a new credential after a 401.
    pub(crate) fn allows_new_credential(&self, failure: &Failure) -> bool {
        failure.kind == ErrorKind::Unauthorized
            && (self.harmless || self.operation.not_processed.contains(&401))
            && !self.operation.never_retry.contains(&401)
    }
}

#[cfg(test)]
mod tests;
