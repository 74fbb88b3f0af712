//! Whether there is a next attempt, and what is reported of all of them.

use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

#[tokio::test(start_paused = true)]
async fn what_may_not_be_repeated_is_sent_once() {
    for end in [
        Status(400),
        Status(401),
        Status(408),
        Status(429),
        Status(500),
        Status(503),
        Wait(429, 1),
        Wait(503, 0),
        Hang,
        Break(ErrorKind::Transport, Delivery::Unknown),
        Break(ErrorKind::Decode, Delivery::Accepted),
    ] {
        let outcome = Call::of(&CREATE).run(&[end]).await;
        assert_eq!((outcome.attempts, outcome.begun.len()), (1, 1));
    }
    // No byte left: it may be sent.
    let outcome = Call::of(&CREATE)
        .run(&[REFUSED, REFUSED, Status(200)])
        .await;
    assert_eq!(outcome.attempts, 3);
    let outcome = Call::of(&CREATE).run(&[REFUSED, Status(503)]).await;
    assert_eq!(outcome.attempts, 2);
    assert_eq!(outcome.failure(), (ErrorKind::Server, Delivery::Unknown));
}

#[tokio::test(start_paused = true)]
async fn a_policy_of_none_sends_once() {
    for operation in [&GET, &CREATE] {
        for end in [Status(503), REFUSED, Hang] {
            let call = Call {
                renewable: true,
                ..Call::of(operation).policy(RetryPolicy::none())
            };
            let outcome = call.run(&[end]).await;
            assert_eq!((outcome.attempts, outcome.begun.len()), (1, 1));
        }
    }
    let call = Call {
        renewable: true,
        ..Call::of(&GET).policy(RetryPolicy::none())
    };
    assert_eq!(call.run(&[Status(401)]).await.begun.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_least_certain_attempt_speaks_for_the_call() {
    let one_of = |ends: [End; 2]| async move {
        let call = Call::of(&GET).policy(RetryPolicy::default().max_attempts(2));
        call.run(&ends).await.failure()
    };
    // An attempt that may have been carried out is not undone by one that was refused.
    assert_eq!(
        one_of([Hang, REFUSED]).await,
        (ErrorKind::Connect, Delivery::Unknown)
    );
    assert_eq!(
        one_of([Status(503), Status(404)]).await,
        (ErrorKind::NotFound, Delivery::Unknown)
    );
    // A byte has left.
    assert_eq!(
        one_of([Status(429), REFUSED]).await,
        (ErrorKind::Connect, Delivery::Rejected)
    );
    assert_eq!(
        one_of([REFUSED, REFUSED]).await,
        (ErrorKind::Connect, Delivery::NotSent)
    );
}

#[tokio::test(start_paused = true)]
async fn a_401_is_tried_once_with_a_new_credential() {
    let call = |operation, renewable| Call {
        renewable,
        ..Call::of(operation)
    };
    let outcome = call(&GET, true).run(&[Status(401), Status(200)]).await;
    assert_eq!(outcome.begun, [0, 0]);
    let outcome = call(&GET, true).run(&[Status(401)]).await;
    assert_eq!(outcome.attempts, 2);
    assert_eq!(
        outcome.failure(),
        (ErrorKind::Unauthorized, Delivery::Rejected)
    );
    assert_eq!(call(&GET, false).run(&[Status(401)]).await.attempts, 1);
    assert_eq!(call(&CREATE, true).run(&[Status(401)]).await.attempts, 1);
    // No new one can be obtained: the result is the 401.
    let outcome = call(&GET, true).run(&[Status(401), Untried]).await;
    assert_eq!(
        outcome.failure(),
        (ErrorKind::Unauthorized, Delivery::Rejected)
    );
    assert_eq!(outcome.attempts, 1);
    let outcome = call(&GET, true).run(&[Untried]).await;
    assert_eq!(
        outcome.failure(),
        (ErrorKind::Credential, Delivery::NotSent)
    );
    assert_eq!(outcome.attempts, 0);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_gone_is_not_sent_again() {
    for end in [Status(503), Status(401), REFUSED] {
        let call = Call {
            gone: true,
            renewable: true,
            ..Call::of(&GET)
        };
        assert_eq!(call.run(&[end]).await.begun, [0]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_does_nothing_more() {
    let tried = Arc::new(AtomicU32::new(0));
    struct Counting(Arc<AtomicU32>);
    impl Attempts for Counting {
        type Body = Bytes;

        async fn attempt(&mut self, number: u32, _: Instant) -> Result<Reply, Box<Failure>> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Err(Box::new(Failure {
                attempts: number,
                ..Failure::new(&GET, ErrorKind::Connect, Delivery::NotSent)
            }))
        }

        fn can_retry(&self) -> bool {
            true
        }
    }
    let counter = Arc::clone(&tried);
    let call = tokio::spawn(async move {
        let call = Call::of(&GET);
        let retry_loop = RetryLoop {
            limits: &Limits::of(&call.options),
            start: Instant::now(),
            safety: RetrySafety::new(&GET, false),
            budget: &call.budget,
            renewable: false,
            jitter: || 1.0,
        };
        retry_loop.run(Counting(counter)).await.is_ok()
    });
    sleep(Duration::from_millis(100)).await;
    call.abort();
    sleep(Duration::from_secs(3600)).await;
    assert_eq!(tried.load(Ordering::SeqCst), 1);
}
