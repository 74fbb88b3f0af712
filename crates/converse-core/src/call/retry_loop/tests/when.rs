//! When the next attempt begins: pauses, `Retry-After`, limits of time and the budget.

use super::*;

#[tokio::test(start_paused = true)]
async fn three_attempts_with_growing_pauses() {
    let outcome = Call::of(&GET).run(&[Status(503)]).await;
    assert_eq!(outcome.begun, [0, 500, 1500]);
    assert_eq!(outcome.attempts, 3);
    assert_eq!(outcome.failure(), (ErrorKind::Server, Delivery::Unknown));

    let outcome = Call::of(&GET)
        .run(&[Status(503), REFUSED, Status(200)])
        .await;
    assert_eq!((outcome.attempts, outcome.begun.len()), (3, 3));
    assert!(outcome.failure.is_none());
}

#[tokio::test(start_paused = true)]
async fn jitter_is_full() {
    for (jitter, begun) in [
        ((|| 0.0) as fn() -> f64, [0, 0, 0]),
        (|| 0.1, [0, 50, 150]),
        (|| 0.5, [0, 250, 750]),
    ] {
        let call = Call {
            jitter,
            ..Call::of(&GET)
        };
        assert_eq!(call.run(&[Status(503)]).await.begun, begun);
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_obeyed_up_to_its_cap() {
    let begun = |ends: &'static [End]| async move {
        let call = Call {
            jitter: || 0.5,
            ..Call::of(&GET)
        };
        call.run(ends).await.begun
    };
    // Never sooner than asked; the jitter comes on top.
    assert_eq!(begun(&[Wait(503, 7), Status(200)]).await, [0, 7250]);
    assert_eq!(begun(&[Wait(429, 0), Status(200)]).await, [0, 250]);
    assert_eq!(begun(&[Wait(503, 30), Status(200)]).await, [0, 30_250]);
    // Retrying sooner than asked would do harm, so there is no retry.
    assert_eq!(begun(&[Wait(503, 31), Status(200)]).await, [0]);
    assert_eq!(begun(&[Wait(503, u64::MAX), Status(200)]).await, [0]);

    let call =
        Call::of(&GET).policy(RetryPolicy::default().max_retry_after(Duration::from_secs(50)));
    let outcome = call.run(&[Wait(503, 50), Status(200)]).await;
    assert_eq!(outcome.begun, [0, 50_500]);
    let outcome = call.run(&[Wait(503, 51)]).await;
    let failure = outcome.failure.expect("it failed");
    assert_eq!(failure.retry_after, Some(Duration::from_secs(51)));
}

#[tokio::test(start_paused = true)]
async fn no_attempt_begins_after_the_whole_time() {
    let eager = RetryPolicy::default()
        .max_attempts(u32::MAX)
        .base_delay(Duration::from_secs(20));
    let call = Call::of(&GET).policy(eager);
    assert_eq!(call.run(&[Status(503)]).await.begun, [0, 20_000, 40_000]);
    let call = Call::of(&GET).policy(eager.total(Duration::from_secs(30)));
    assert_eq!(call.run(&[Status(503)]).await.begun, [0, 20_000]);

    // The call's own limit applies too, and a pause that would outlast it is not waited for.
    let mut call = Call::of(&GET).policy(eager);
    call.options = call.options.timeout(Duration::from_secs(25));
    let start = Instant::now();
    assert_eq!(call.run(&[Status(503)]).await.begun, [0, 20_000]);
    assert_eq!(start.elapsed(), Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_hangs_ends_in_time_over_all_attempts() {
    let start = Instant::now();
    let outcome = Call::of(&GET).run(&[Hang]).await;
    assert_eq!(outcome.begun, [0, 30_500]);
    assert_eq!(outcome.failure(), (ErrorKind::Timeout, Delivery::Unknown));
    assert_eq!(start.elapsed(), Duration::from_secs(60));

    let mut call = Call::of(&GET);
    call.options = call
        .options
        .timeout(Duration::from_secs(10))
        .attempt_timeout(Duration::from_secs(2));
    let start = Instant::now();
    assert_eq!(call.run(&[Hang]).await.begun, [0, 2500, 5500]);
    assert_eq!(start.elapsed(), Duration::from_millis(7500));
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_budget_of_retries() {
    let budget = RetryBudget::new(10);
    let mut attempts = 0;
    for _ in 0..100 {
        let call = Call {
            budget: budget.clone(),
            ..Call::of(&GET)
        };
        attempts += call.run(&[Status(503)]).await.begun.len();
    }
    // An outage is not multiplied: of 200 retries only those in the budget are sent.
    assert_eq!(attempts, 110);
    // Five calls that succeed earn one retry.
    let call = Call {
        budget,
        ..Call::of(&GET)
    };
    for _ in 0..5 {
        call.run(&[Status(200)]).await;
    }
    assert_eq!(call.run(&[Status(503)]).await.attempts, 2);
    assert_eq!(call.run(&[Status(503)]).await.attempts, 1);
}

#[tokio::test(start_paused = true)]
async fn a_repeat_that_helps_costs_nothing() {
    let call = Call {
        budget: RetryBudget::new(2),
        ..Call::of(&GET)
    };
    for _ in 0..10 {
        assert_eq!(call.run(&[Hang, Status(200)]).await.attempts, 2);
    }
}
