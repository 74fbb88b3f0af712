//! Which failed attempts may be retried without doing their work twice.

use crate::error::{Delivery, ErrorKind, Failure};
use crate::operation::{Operation, Safety};

/// Statuses that are transient.
pub(crate) const TRANSIENT: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// Whether a request may be retried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetrySafety {
    operation: &'static Operation,
    /// Idempotent, by nature or through an idempotency key.
    idempotent: bool,
}

impl RetrySafety {
    /// `has_idempotency_key`: the request carries an idempotency key that stays the same in every attempt.
    pub(crate) fn new(operation: &'static Operation, has_idempotency_key: bool) -> Self {
        Self {
            operation,
            idempotent: has_idempotency_key || operation.safety == Safety::Idempotent,
        }
    }

    /// Returns whether another attempt may follow one that failed like this.
    ///
    /// `failure` belongs to this attempt alone, not to the ones before it.
    pub(crate) fn allows_after(&self, failure: &Failure) -> bool {
        let broke = matches!(failure.kind, ErrorKind::Timeout | ErrorKind::Transport);
        match failure.status.map(|status| status.as_u16()) {
            Some(status) if self.operation.retry.never_retry.contains(&status) => false,
            // Unless a layer made the status up, after a response that says otherwise.
            Some(status) if self.operation.retry.not_processed.contains(&status) => {
                self.idempotent || was_not_carried_out(failure)
            }
            // The response got lost. Only reading again is certainly without effect: the
            // response to a second DELETE would be that the resource does not exist.
            Some(200..=299) => {
                let reads = matches!(self.operation.method, "GET" | "HEAD" | "QUERY");
                self.idempotent && reads && broke
            }
            Some(status) => self.idempotent && TRANSIENT.contains(&status),
            None if failure.delivery == Delivery::NotSent => failure.kind == ErrorKind::Connect,
            None => self.idempotent && broke,
        }
    }

    /// Returns whether the request may be sent again with a new credential after a 401.
    pub(crate) fn allows_new_credential(&self, failure: &Failure) -> bool {
        failure.kind == ErrorKind::Unauthorized
            && (self.idempotent
                || self.operation.retry.not_processed.contains(&401)
                    && was_not_carried_out(failure))
            && !self.operation.retry.never_retry.contains(&401)
    }
}

fn was_not_carried_out(failure: &Failure) -> bool {
    matches!(failure.delivery, Delivery::NotSent | Delivery::Rejected)
}

#[cfg(test)]
mod tests;
