//! How many retries a client makes altogether, so that it does not multiply an outage.

use std::sync::{Arc, Mutex, PoisonError};

/// The price of one retry, in tokens.
const COST: u32 = 5;
/// The price of a retry after a timeout: the server is likely overloaded.
const TIMEOUT_COST: u32 = 10;
/// The refund for a call that succeeded without a retry.
const REFUND: u32 = 1;

/// A limit on the retries of a client and all its clones: a bucket of tokens.
///
/// A retry takes from the bucket, a double share after a timeout; when it is empty, failed attempts are
/// not retried. A success refunds the price of the retry before it, or a fifth of a share if there
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

/// The tokens that a retry took from the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paid(u32);

impl RetryBudget {
    /// Returns a full bucket that holds so many retries.
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

    /// Refunds a call that succeeded, perhaps after a retry.
    pub(crate) fn refund(&self, paid: Option<Paid>) {
        let Paid(refund) = paid.unwrap_or(Paid(REFUND));
        let capacity = self.bucket.capacity;
        self.change(|tokens| Some(tokens.saturating_add(refund).min(capacity)));
    }

    fn change(&self, change: impl FnOnce(u32) -> Option<u32>) -> bool {
        // A number is valid even if its holder panicked.
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

/// Returns a bucket of 100 retries.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_budget_ends_retries_and_successes_fill_it() {
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
