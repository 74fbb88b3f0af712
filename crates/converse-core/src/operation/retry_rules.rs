//! When an operation may be retried: its nature, and what its provider promises.

/// Whether an operation is idempotent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Safety {
    /// Sent twice, it does the same as once.
    Idempotent,
    /// Sent twice, it may do its work twice: a second message to a real person.
    NotIdempotent,
}

/// What a provider promises about retries of an operation. Few promise anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RetryRules {
    /// Statuses that the provider guarantees to mean that nothing was done. A call that ends in one
    /// of them is retried even if the operation is not idempotent.
    pub not_processed: &'static [u16],
    /// Statuses that do not pass by waiting, such as a monthly limit. A call that ends in one of them
    /// is never retried.
    pub never_retry: &'static [u16],
    /// The header of a key by which the provider recognizes a retried request as the same. A call
    /// carries one key in all its attempts, made up unless the caller gives one, and is retried
    /// like an idempotent one.
    pub idempotency_key: Option<&'static str>,
}

impl RetryRules {
    /// No promise.
    pub const fn new() -> Self {
        Self {
            not_processed: &[],
            never_retry: &[],
            idempotency_key: None,
        }
    }

    /// Statuses that mean that nothing was done.
    pub const fn not_processed(mut self, statuses: &'static [u16]) -> Self {
        self.not_processed = statuses;
        self
    }

    /// Statuses that do not pass by waiting.
    pub const fn never_retry(mut self, statuses: &'static [u16]) -> Self {
        self.never_retry = statuses;
        self
    }

    /// The header of the key by which a retried request is recognized.
    pub const fn idempotency_key(mut self, header: &'static str) -> Self {
        self.idempotency_key = Some(header);
        self
    }
}
