//! The one timer of an attempt.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep};

/// The one timer of an attempt, whose steps share it: it is registered with the runtime once, and only if there is
/// something to wait for.
pub(crate) struct Timer<'a> {
    sleep: Pin<&'a mut Sleep>,
    end: Instant,
}

/// Why a step was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expired {
    /// The attempt has to end.
    End,
    /// The step alone took longer than it may.
    Step,
}

impl<'a> Timer<'a> {
    /// Creates the timer of an attempt that ends when `sleep` does.
    pub(crate) fn new(sleep: Pin<&'a mut Sleep>) -> Self {
        let end = sleep.deadline();
        Self { sleep, end }
    }

    /// Does a step that may last until the end of the attempt.
    pub(crate) async fn limit<F: Future>(&mut self, step: F) -> Result<F::Output, Expired> {
        self.limit_to(None, step).await
    }

    /// Does a step that may also last no longer than this.
    pub(crate) async fn limit_step<F: Future>(
        &mut self,
        longest: Duration,
        step: F,
    ) -> Result<F::Output, Expired> {
        self.limit_to(Some(longest), step).await
    }

    async fn limit_to<F: Future>(
        &mut self,
        longest: Option<Duration>,
        step: F,
    ) -> Result<F::Output, Expired> {
        let mut step = pin!(step);
        let mut is_set = false;
        poll_fn(|cx| {
            if let Poll::Ready(done) = step.as_mut().poll(cx) {
                return Poll::Ready(Ok(done));
            }
            if !is_set {
                let stall = longest.and_then(|it| Instant::now().checked_add(it));
                let deadline = stall.map_or(self.end, |it| it.min(self.end));
                if deadline != self.sleep.deadline() {
                    self.sleep.as_mut().reset(deadline);
                }
                is_set = true;
            }
            // A step that never waits uses up what its task may do in a turn: the timer is looked at all the same.
            if pin!(unconstrained(self.sleep.as_mut()))
                .poll(cx)
                .is_pending()
            {
                return Poll::Pending;
            }
            let is_end = self.sleep.deadline() >= self.end;
            Poll::Ready(Err(if is_end { Expired::End } else { Expired::Step }))
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::task::consume_budget;
    use tokio::time::{advance, sleep_until};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_step_ends_with_the_attempt_or_by_itself() {
        let start = Instant::now();
        let mut sleep = pin!(sleep_until(start + 10 * SECOND));
        let mut timer = Timer::new(sleep.as_mut());
        assert_eq!(timer.limit_step(SECOND, ready(1)).await, Ok(1));
        let stalled = timer.limit_step(2 * SECOND, pending::<()>()).await;
        assert_eq!((stalled, start.elapsed()), (Err(Expired::Step), 2 * SECOND));
        // The limit of one step is not that of the next.
        let slept = timer.limit(tokio::time::sleep(5 * SECOND)).await;
        assert_eq!((slept, start.elapsed()), (Ok(()), 7 * SECOND));
        let ended = timer.limit_step(9 * SECOND, pending::<()>()).await;
        assert_eq!((ended, start.elapsed()), (Err(Expired::End), 10 * SECOND));
        assert_eq!(timer.limit(pending::<()>()).await, Err(Expired::End));
    }

    #[tokio::test(start_paused = true)]
    async fn a_step_that_never_waits_ends_too() {
        let mut sleep = pin!(sleep_until(Instant::now() + SECOND));
        let mut timer = Timer::new(sleep.as_mut());
        // Uses up what its task may do in a turn, and lets time pass.
        let busy = poll_fn(|cx| {
            let mut work = pin!(async {
                loop {
                    consume_budget().await;
                }
            });
            let worked: Poll<()> = work.as_mut().poll(cx);
            assert!(worked.is_pending());
            let mut passing = pin!(advance(SECOND));
            assert!(passing.as_mut().poll(cx).is_pending());
            Poll::<()>::Pending
        });
        assert_eq!(timer.limit(busy).await, Err(Expired::End));
    }
}
