//! How many retries a client makes altogether, so that it does not multiply an outage.

use std::sync::{Arc, Mutex, PoisonError};

/// What one retry costs, in tokens.
const COST: u32 = 5;
/// What a retry after a timeout costs: the server is likely drowning.
const TIMEOUT_COST: u32 = 10;
/// What a call that succeeded without a retry gives back.
const REFUND: u32 = 1;

/// How many retries a client and all its clones have at hand: a bucket of tokens.
///
/// A retry takes from the bucket, two shares after a timeout; when it is empty, failed attempts are
/// not retried. A success gives back what the retry before it cost, or a fifth of a share if there
/// was none. So while all calls succeed the bucket is full, and in an outage a client soon sends each
/// call once.
///
/// Clones share one bucket. Give the same to several clients to let them share it too.
#[derive(Clone, Debug)]
pub struct RetryBudget {
    bucket: Arc<Bucket>,
}

#[derive(Debug)]
struct Bucket {
    tokens: Mutex<u32>,
    capacity: u32,
}

/// What a retry took from the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paid(u32);

impl RetryBudget {
    /// A full bucket that holds so many retries.
    pub fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(COST);
        Self {
            bucket: Arc::new(Bucket {
                tokens: Mutex::new(capacity),
                capacity,
            }),
        }
    }

    /// Pays for a retry. `None`: there is not enough left.
    pub(crate) fn pay(&self, after_timeout: bool) -> Option<Paid> {
        let cost = if after_timeout { TIMEOUT_COST } else { COST };
        self.change(|tokens| tokens.checked_sub(cost))
            .then_some(Paid(cost))
    }

    /// Gives back for a call that succeeded, perhaps after a retry.
    pub(crate) fn refund(&self, paid: Option<Paid>) {
        let Paid(refund) = paid.unwrap_or(Paid(REFUND));
        let capacity = self.bucket.capacity;
        self.change(|tokens| Some(tokens.saturating_add(refund).min(capacity)));
    }

    fn change(&self, change: impl FnOnce(u32) -> Option<u32>) -> bool {
        // A number is whole even if its holder panicked.
        let tokens = self.bucket.tokens.lock();
        let mut tokens = tokens.unwrap_or_else(PoisonError::into_inner);
        match change(*tokens) {
            Some(changed) => {
                *tokens = changed;
                true
            }
            None => false,
        }
    }
}

/// A bucket of 100 retries.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_budget_ends_repeats_and_successes_fill_it() {
        let budget = RetryBudget::new(2);
        let clone = budget.clone();
        assert_eq!(budget.pay(false), Some(Paid(COST)));
        assert_eq!(clone.pay(false), Some(Paid(COST)));
        assert_eq!(budget.pay(false), None);
        for _ in 0..COST {
            assert_eq!(budget.pay(false), None);
            clone.refund(None);
        }
        let paid = budget.pay(false);
        assert_eq!((paid, budget.pay(false)), (Some(Paid(COST)), None));
        budget.refund(paid);
        assert_eq!(budget.pay(false), paid);
    }

    #[test]
    fn a_timeout_costs_twice_and_the_bucket_never_overflows() {
        let budget = RetryBudget::new(2);
        for _ in 0..100 {
            budget.refund(Some(Paid(TIMEOUT_COST)));
        }
        assert_eq!(budget.pay(true), Some(Paid(TIMEOUT_COST)));
        assert_eq!(budget.pay(false), None);
        assert_eq!(RetryBudget::new(0).pay(false), None);
        assert!(RetryBudget::new(u32::MAX).pay(true).is_some());
    }
}
