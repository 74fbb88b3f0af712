//! The attempts of one call, and the pauses between them.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::reply::Reply;
use super::retry_safety::RetrySafety;
use super::trace;
use crate::client::Limits;
use crate::error::{Delivery, ErrorKind, Failure};
use crate::retry::{Paid, RetryBudget};

/// Makes the attempts of one call. Separate from the loop, so that tests run it without a network.
pub(crate) trait Attempts {
    /// What is taken of the body of a success.
    type Body;

    /// Returns whether the body can be sent again: a stream that was read cannot.
    fn can_retry(&self) -> bool;

    /// Makes one attempt, counted from 1, that ends by then.
    ///
    /// If `attempts` of a failure is 0, not even a connection was tried.
    fn attempt(
        &mut self,
        number: u32,
        end: Instant,
    ) -> impl Future<Output = Result<Reply<Self::Body>, Box<Failure>>> + Send;
}

/// The inputs of the decision on the next attempt.
pub(crate) struct RetryLoop<'a> {
    pub(crate) limits: &'a Limits,
    /// When the call began.
    pub(crate) start: Instant,
    pub(crate) safety: RetrySafety,
    pub(crate) budget: &'a RetryBudget,
    /// Whether a 401 makes the next attempt use another credential.
    pub(crate) renewable: bool,
    /// Returns a random number in `0..1`.
    pub(crate) jitter: fn() -> f64,
}

impl RetryLoop<'_> {
    /// Makes attempts until one succeeds or no retry is allowed. Spawns nothing: when the future is
    /// dropped, the call is over.
    pub(crate) async fn run<A: Attempts>(
        mut self,
        mut attempts: A,
    ) -> Result<Reply<A::Body>, Box<Failure>> {
        let mut now = self.start;
        let mut earlier: Option<Box<Failure>> = None;
        let mut paid = None;
        let mut number = 0;
        loop {
            number += 1;
            let end = self.limits.end_of_attempt(self.start, now);
            let mut failure = match attempts.attempt(number, end).await {
                Ok(reply) => {
                    self.budget.refund(paid);
                    return Ok(Reply {
                        attempts: number,
                        ..reply
                    });
                }
                // Not even tried: the call fails with the failure of the attempt before.
                Err(failure) if failure.attempts == 0 => return Err(earlier.unwrap_or(failure)),
                Err(failure) => failure,
            };
            let next = match attempts.can_retry() {
                true => self.next(&failure, number, self.start.elapsed()),
                false => None,
            };
            let so_far = earlier.map_or(Delivery::NotSent, |earlier| earlier.delivery);
            failure.delivery = failure.delivery.or_earlier(so_far);
            let Some((pause, cost)) = next else {
                return Err(failure);
            };
            trace::retry(&failure, number, pause);
            paid = Some(cost);
            earlier = Some(failure);
            if !pause.is_zero() {
                // Boxed: few calls pause, and a timer is large.
                Box::pin(sleep(pause)).await;
            }
            now = Instant::now();
        }
    }

    /// Returns how long to wait before the next attempt and what was paid for it. `None`: this was the last.
    fn next(
        &mut self,
        failure: &Failure,
        number: u32,
        elapsed: Duration,
    ) -> Option<(Duration, Paid)> {
        let policy = self.limits.retry;
        if number >= policy.max_attempts {
            return None;
        }
        let pause = if self.renewable && self.safety.allows_new_credential(failure) {
            // Once: another refusal of a new credential is permanent.
            self.renewable = false;
            Duration::ZERO
        } else if self.safety.allows_after(failure) {
            let asked = failure.retry_after.unwrap_or_default();
            if asked > policy.max_retry_after {
                return None;
            }
            // The jitter is added to the requested pause: many clients got the same response.
            asked.saturating_add(policy.pause(number, (self.jitter)()))
        } else {
            return None;
        };
        let begins = elapsed.saturating_add(pause);
        if begins >= policy.total.min(self.limits.timeout) {
            return None;
        }
        let paid = self.budget.pay(failure.kind == ErrorKind::Timeout)?;
        Some((pause, paid))
    }
}

#[cfg(test)]
mod tests;
