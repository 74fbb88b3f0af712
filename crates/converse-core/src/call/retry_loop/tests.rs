//! On a paused clock, and without a network: attempts are scripted.

mod when;
mod whether;

use std::sync::Arc;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::*;
use crate::client::CallOptions;
use crate::decode::Budget;
use crate::operation::Operation;
use crate::operation::test_support::{CREATE, GET};
use crate::retry::RetryPolicy;

/// How one attempt ends.
#[derive(Clone, Copy)]
enum End {
    Status(u16),
    /// A status that asks to wait for so many seconds.
    Wait(u16, u64),
    Break(ErrorKind, Delivery),
    /// Lasts as long as it may.
    Hang,
    /// No credential can be obtained.
    Untried,
}

use End::{Break, Hang, Status, Untried, Wait};

const REFUSED: End = Break(ErrorKind::Connect, Delivery::NotSent);

/// Attempts that end as listed, the last one forever; records when each began.
struct Script {
    operation: &'static Operation,
    ends: Vec<End>,
    start: Instant,
    /// The body was a stream, and was read.
    gone: bool,
    begun: Arc<std::sync::Mutex<Vec<Duration>>>,
}

impl Attempts for Script {
    type Body = Bytes;

    async fn attempt(&mut self, number: u32, end: Instant) -> Result<Reply, Box<Failure>> {
        let begun = self.start.elapsed();
        self.begun.lock().expect("no holder panics").push(begun);
        let index = (number as usize - 1).min(self.ends.len() - 1);
        let of_status = |status: u16, retry_after| {
            let status = StatusCode::from_u16(status).expect("three digits");
            let kind = ErrorKind::of_status(status);
            let delivery = Delivery::of_status(self.operation, status);
            Failure {
                status: Some(status),
                attempts: number,
                retry_after,
                ..Failure::new(self.operation, kind, delivery)
            }
        };
        let failure = match self.ends[index] {
            Status(200) => {
                return Ok(Reply {
                    status: StatusCode::OK,
                    headers: HeaderMap::new(),
                    body: Bytes::new(),
                    delivery: None,
                    attempts: 0,
                    budget: Budget::of(&[]),
                });
            }
            Status(status) => of_status(status, None),
            Wait(status, seconds) => of_status(status, Some(Duration::from_secs(seconds))),
            Break(kind, delivery) => Failure {
                attempts: number,
                ..Failure::new(self.operation, kind, delivery)
            },
            Hang => {
                tokio::time::sleep_until(end).await;
                Failure {
                    attempts: number,
                    ..Failure::new(self.operation, ErrorKind::Timeout, Delivery::Unknown)
                }
            }
            Untried => Failure::new(self.operation, ErrorKind::Credential, Delivery::NotSent),
        };
        Err(Box::new(failure))
    }

    fn can_retry(&self) -> bool {
        !self.gone
    }
}

/// One call of an operation.
struct Call {
    operation: &'static Operation,
    options: CallOptions,
    budget: RetryBudget,
    renewable: bool,
    gone: bool,
    jitter: fn() -> f64,
}

/// The result: the reported attempts, when each began in ms, and the failure if it
/// failed.
struct Outcome {
    attempts: u32,
    begun: Vec<u128>,
    failure: Option<Box<Failure>>,
}

impl Call {
    fn of(operation: &'static Operation) -> Self {
        Self {
            operation,
            options: CallOptions::new(),
            budget: RetryBudget::default(),
            renewable: false,
            gone: false,
            // The longest pause there can be.
            jitter: || 1.0,
        }
    }

    fn policy(mut self, policy: RetryPolicy) -> Self {
        self.options = self.options.retry(policy);
        self
    }

    async fn run(&self, ends: &[End]) -> Outcome {
        let begun = Arc::default();
        let retry_loop = RetryLoop {
            limits: &Limits::of(&self.options),
            start: Instant::now(),
            safety: RetrySafety::new(self.operation, false),
            budget: &self.budget,
            renewable: self.renewable,
            jitter: self.jitter,
        };
        let outcome = retry_loop
            .run(Script {
                operation: self.operation,
                ends: ends.to_vec(),
                start: Instant::now(),
                gone: self.gone,
                begun: Arc::clone(&begun),
            })
            .await;
        let begun = begun.lock().expect("no holder panics");
        let begun = begun.iter().map(Duration::as_millis).collect();
        match outcome {
            Ok(reply) => Outcome {
                attempts: reply.attempts,
                begun,
                failure: None,
            },
            Err(failure) => Outcome {
                attempts: failure.attempts,
                begun,
                failure: Some(failure),
            },
        }
    }
}

impl Outcome {
    /// Kind and delivery of the failure.
    fn failure(&self) -> (ErrorKind, Delivery) {
        let failure = self.failure.as_ref().expect("it failed");
        (failure.kind, failure.delivery)
    }
}
