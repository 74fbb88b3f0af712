//! When an operation may be retried: whether it is idempotent, and what its provider promises.

/// Whether an operation is idempotent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Safety {
    /// A retry has no further effect.
    Idempotent,
    /// A retry may carry it out a second time: a second message to a real person.
    NotIdempotent,
}

/// What a provider promises about retries of an operation. Few promise anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RetryRules {
    /// Statuses after which the provider guarantees that it did not carry out the operation. A call that
    /// ends in one of them is retried even if the operation is not idempotent.
    pub not_processed: &'static [u16],
    /// Permanent statuses, such as that of a monthly limit. A call that ends in one of them is never
    /// retried.
    pub never_retry: &'static [u16],
    /// The header of the idempotency key, by which the provider recognizes a retry. A call sends the same
    /// key in all attempts, generated unless the caller gives one, and is retried like an idempotent
    /// one.
    pub idempotency_key: Option<&'static str>,
}

impl RetryRules {
    /// Returns rules without a promise.
    pub const fn new() -> Self {
        Self {
            not_processed: &[],
            never_retry: &[],
            idempotency_key: None,
        }
    }

    /// Sets the statuses after which the provider did not carry out the operation.
    pub const fn not_processed(mut self, statuses: &'static [u16]) -> Self {
        self.not_processed = statuses;
        self
    }

    /// Sets the permanent statuses.
    pub const fn never_retry(mut self, statuses: &'static [u16]) -> Self {
        self.never_retry = statuses;
        self
    }

    /// Sets the header of the idempotency key.
    pub const fn idempotency_key(mut self, header: &'static str) -> Self {
        self.idempotency_key = Some(header);
        self
    }
}
