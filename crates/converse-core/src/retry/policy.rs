//! Whether and when a failed attempt is retried.
//!
//! The few lines of backoff are our own: the crates looked at either add their jitter on top of the
//! whole pause (`backon`), where full jitter draws from zero up to it, or have a clock of their own
//! that tests cannot control.

use std::time::Duration;

/// How often a failed attempt is retried, and how long the pauses are.
///
/// What may be retried at all is not a setting: see [`reliability`](crate::reliability). The default
/// is at most 3 attempts, begun within 60 s; pauses with full jitter, of at most 0.5 s, 1 s, 2 s and
/// so on up to 20 s; a `Retry-After` of at most 30 s is waited for.
///
/// ```
/// # use converse_core as converse;
/// use std::time::Duration;
/// use converse::RetryPolicy;
/// let patient = RetryPolicy::default().max_attempts(5).max_retry_after(Duration::from_secs(50));
/// assert_ne!(patient, RetryPolicy::none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a policy does nothing until it is given to a client or a call"]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) total: Duration,
    base_delay: Duration,
    max_delay: Duration,
    pub(crate) max_retry_after: Duration,
}

impl RetryPolicy {
    /// Returns a policy of one attempt, whatever happens.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the most attempts of one call, the first included. 0 means 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets how long after the call's start the last attempt may begin. The call's own timeout also
    /// applies.
    pub fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// Sets the longest first pause; it doubles from one pause to the next.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the longest pause, without the time that `Retry-After` asks for.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest `Retry-After` that is waited for. If the server asks for more, the call fails at
    /// once, and [`Error::retry_after`](crate::Error::retry_after) says how long to wait: retrying
    /// sooner would do harm.
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.max_retry_after = longest;
        self
    }

    /// Returns the pause before the given retry, counted from 1, with full jitter: anything from zero up
    /// to the ceiling. `jitter` is in `0..=1`.
    pub(crate) fn pause(&self, retry: u32, jitter: f64) -> Duration {
        let doubled = 2u32.saturating_pow(retry.saturating_sub(1));
        let ceiling = self.base_delay.saturating_mul(doubled).min(self.max_delay);
        Duration::try_from_secs_f64(ceiling.as_secs_f64() * jitter).unwrap_or(ceiling)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            total: Duration::from_secs(60),
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(30),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_their_ceiling_with_full_jitter() {
        let policy = RetryPolicy::default();
        let most: Vec<_> = (1..=8)
            .map(|repeat| policy.pause(repeat, 1.0).as_millis())
            .collect();
        assert_eq!(most, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
        for repeat in [1, 2, 31, 32, 33, u32::MAX] {
            assert_eq!(policy.pause(repeat, 0.0), Duration::ZERO);
            assert_eq!(
                policy.pause(repeat, 0.5) * 2,
                policy.pause(repeat, 1.0),
                "{repeat}"
            );
        }
        let endless = policy.base_delay(Duration::MAX).max_delay(Duration::MAX);
        assert_eq!(endless.pause(9, 1.0), Duration::MAX);
    }

    #[test]
    fn no_policy_has_less_than_one_attempt() {
        assert_eq!(RetryPolicy::none().max_attempts, 1);
        assert_eq!(RetryPolicy::default().max_attempts(0).max_attempts, 1);
        assert_eq!(RetryPolicy::default().max_attempts, 3);
        assert_eq!(RetryPolicy::default().total, Duration::from_secs(60));
    }
}
