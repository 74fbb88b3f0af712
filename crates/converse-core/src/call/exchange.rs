//! One call over the wire, from its arguments to its response.

use std::future::Future;
use std::pin::{Pin, pin};

use bytes::Bytes;
use tokio::time::Instant;

use super::http_attempts::HttpAttempts;
use super::prepared::Prepared;
use super::read_body::Taken;
use super::reply::Reply;
use super::request::Request;
use super::retry_loop::RetryLoop;
use super::retry_safety::RetrySafety;
use super::runtime::in_runtime;
use super::trace;
use crate::error::{Delivery, ErrorKind, Failure};
use crate::operation::Operation;
use crate::types::Shape;

impl Request {
    /// Makes the call. Anything but a complete success is a failure.
    ///
    /// Arguments are checked when this is called, not when it is polled: the future would have to hold the request, and
    /// so would each one around it.
    pub(crate) fn call(self) -> impl Future<Output = Result<Reply, Box<Failure>>> {
        let operation = self.operation;
        let drift = self.client.shared().drift.clone().zip(self.success);
        let exchange = self.exchange::<Bytes>();
        async move {
            let reply = exchange.await?;
            if let Some((drift, shape)) = drift {
                drift.compare(operation, shape(), &reply.body);
            }
            Ok(reply)
        }
    }

    /// Says what describes the type of its success.
    #[doc(hidden)]
    pub fn returns(&mut self, success: fn() -> Shape) {
        self.success = Some(success);
    }

    /// Makes the call, up to what `B` takes of the body of a success. Checks the arguments as [`call`](Self::call) does.
    ///
    /// Boxed: each future around it would have room for it twice, and be copied with it.
    pub(crate) fn exchange<B: Taken>(
        self,
    ) -> Pin<Box<impl Future<Output = Result<Reply<B>, Box<Failure>>>>> {
        let operation = self.operation;
        let listed_codes = self.client.provider().error_codes;
        let prepared = Prepared::new(self);
        Box::pin(async move {
            let span = trace::call(operation);
            let outcome = match prepared {
                Ok(ref call) => trace::in_span(&span, pin!(Some(make_attempts(call)))).await,
                Err(failure) => Err(failure),
            };
            trace::ended(&span, &outcome);
            outcome.map_err(|mut failure| {
                failure.listed_codes = listed_codes;
                failure
            })
        })
    }
}

async fn make_attempts<B: Taken>(call: &Prepared) -> Result<Reply<B>, Box<Failure>> {
    needs_runtime(call.operation)?;
    let shared = call.client.shared();
    let start = Instant::now();
    let retry_loop = RetryLoop {
        limits: &call.limits,
        start,
        safety: RetrySafety::new(call.operation, call.has_idempotency_key),
        budget: &shared.retry_budget,
        renewable: call.credentials.iter().any(|(_, it)| it.is_renewable()),
        jitter: shared.jitter,
    };
    retry_loop.run(HttpAttempts::new(call, start)).await
}

/// Checks that the call is polled in a runtime.
fn needs_runtime(operation: &Operation) -> Result<(), Box<Failure>> {
    in_runtime().map_err(|help| {
        let failure = Failure::new(operation, ErrorKind::Runtime, Delivery::NotSent);
        Box::new(failure.detail(help))
    })
}
