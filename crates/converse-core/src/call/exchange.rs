//! One call over the wire: its attempts, each a request and its response.

use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{StatusCode, Url};
use tokio::time::{Instant, timeout};
use tracing::Instrument;

use super::prepared::Prepared;
use super::read_body::{BodyProblem, Taken, read_body, size};
use super::reply::Reply;
use super::request::Request;
use super::retry_loop::{Attempts, RetryLoop};
use super::retry_safety::RetrySafety;
use super::runtime::in_runtime;
use super::trace;
use crate::body::{BodyFailure, Payload};
use crate::client::Limits;
use crate::credential::{Credential, CredentialError, Issued};
use crate::decode::Budget;
use crate::error::{Delivery, ErrorKind, Failure, TransportError};
use crate::layer::{Answer, Attempt, SendError};
use crate::operation::{CredentialPlace, Operation, SecurityScheme};
use crate::types::Shape;

impl Request {
    /// Makes the call. Anything but a complete success is a failure.
    pub(crate) async fn call(self) -> Result<Reply, Box<Failure>> {
        let operation = self.operation;
        let drift = self.client.shared().drift.clone().zip(self.success);
        let reply = self.exchange::<Bytes>().await?;
        if let Some((drift, shape)) = drift {
            drift.compare(operation, shape(), &reply.body);
        }
        Ok(reply)
    }

    /// Says what describes the type of its success.
    #[doc(hidden)]
    pub fn returns(&mut self, success: fn() -> Shape) {
        self.success = Some(success);
    }

    /// Makes the call, up to what `B` takes of the body of a success.
    pub(crate) async fn exchange<B: Taken>(self) -> Result<Reply<B>, Box<Failure>> {
        let span = trace::call(self.operation);
        let listed_codes = self.client.provider().error_codes;
        let outcome = async {
            let call = Prepared::new(self)?;
            needs_runtime(call.operation)?;
            let shared = call.client.shared();
            let limits = call.client.limits();
            let retry_loop = RetryLoop {
                limits,
                safety: RetrySafety::new(call.operation, call.has_idempotency_key),
                budget: &shared.retry_budget,
                renewable: call.credentials.iter().any(|(_, it)| it.is_renewable()),
                jitter: shared.jitter,
            };
            let exchange = Exchange {
                call: &call,
                limits,
                start: Instant::now(),
                taken: PhantomData,
            };
            retry_loop.run(exchange).await
        }
        .instrument(span.clone())
        .await;
        trace::ended(&span, &outcome);
        outcome.map_err(|mut failure| {
            failure.listed_codes = listed_codes;
            failure
        })
    }
}

/// Checks that the call is polled in a runtime.
fn needs_runtime(operation: &Operation) -> Result<(), Box<Failure>> {
    in_runtime().map_err(|help| {
        let failure = Failure::new(operation, ErrorKind::Runtime, Delivery::NotSent);
        Box::new(failure.detail(help))
    })
}

/// Makes attempts over the network.
struct Exchange<'a, B> {
    call: &'a Prepared,
    limits: Limits,
    start: Instant,
    taken: PhantomData<fn() -> B>,
}

impl<B: Taken> Attempts for Exchange<'_, B> {
    type Body = B;

    async fn attempt(&mut self, number: u32, limit: Duration) -> Result<Reply<B>, Box<Failure>> {
        let issued = self.issue().await?;
        // Obtaining a new credential may have taken time.
        let limit = limit.min(self.limits.of_attempt(self.start.elapsed()));
        let base_url = &self.call.client.shared().base_url;
        let span = trace::attempt(self.call.operation, base_url, number);
        let outcome = self
            .send(number, limit, &issued)
            .instrument(span.clone())
            .await;
        trace::ended(&span, &outcome);
        outcome
    }

    fn can_retry(&self) -> bool {
        self.call.body.as_ref().is_none_or(Payload::is_repeatable)
    }
}

impl<B: Taken> Exchange<'_, B> {
    /// Returns the secrets of the credentials for the next attempt, in their order.
    async fn issue(&self) -> Result<Vec<Issued>, Box<Failure>> {
        let mut issued = Vec::new();
        for (scheme, credential) in &self.call.credentials {
            issued.push(self.issue_one(scheme, credential).await?);
        }
        Ok(issued)
    }

    async fn issue_one(
        &self,
        scheme: &SecurityScheme,
        credential: &Credential,
    ) -> Result<Issued, Box<Failure>> {
        let operation = self.call.operation;
        let refused = |problem: CredentialError| {
            Box::new(
                Failure::new(operation, ErrorKind::Credential, Delivery::NotSent).source(problem),
            )
        };
        let limit = self.limits.timeout.saturating_sub(self.start.elapsed());
        match timeout(limit, credential.issue()).await {
            Ok(Ok(issued)) if issued.secret.fits(scheme.place) => Ok(issued),
            Ok(Ok(_)) => Err(refused(CredentialError::new(match scheme.place {
                CredentialPlace::Basic => "it must be a user name and a password: `Token::basic`",
                _ => "it must not be a user name and a password",
            }))),
            Ok(Err(problem)) => Err(refused(problem)),
            Err(_) => Err(Box::new(
                Failure::new(operation, ErrorKind::Timeout, Delivery::NotSent)
                    .detail("while a credential was fetched"),
            )),
        }
    }

    /// Returns the body for the next attempt: a file is opened anew.
    async fn body(
        &self,
        limit: Duration,
    ) -> Result<Option<(reqwest::Body, BodyFailure)>, Box<Failure>> {
        let operation = self.call.operation;
        let Some(body) = &self.call.body else {
            return Ok(None);
        };
        match timeout(limit, body.open()).await {
            Ok(Ok(body)) => Ok(Some(body)),
            Ok(Err(problem)) => Err(Box::new(Failure::invalid(operation, &problem))),
            Err(_) => Err(Box::new(
                Failure::new(operation, ErrorKind::Timeout, Delivery::NotSent)
                    .detail("while the body was opened"),
            )),
        }
    }

    /// Sends the request once.
    async fn send(
        &self,
        number: u32,
        limit: Duration,
        issued: &[Issued],
    ) -> Result<Reply<B>, Box<Failure>> {
        let Prepared {
            client, operation, ..
        } = self.call;
        let credentials = || self.call.credentials.iter().zip(issued);
        let secrets = credentials().map(|((scheme, _), issued)| (scheme.place, &issued.secret));
        let mut http = self.call.http();
        let start = Instant::now();
        let (body, body_failure) = self.body(limit).await?.unzip();
        *http.body_mut() = body;
        let url = http.url().clone();
        // The HTTP client's own limit would go on after the headers of a body that is read later.
        let left = || limit.saturating_sub(start.elapsed());
        let base_path = client.shared().base_url.path_length();
        let attempt = Attempt {
            operation,
            number,
            base_path,
        };
        let sender = &client.shared().sender;
        let Answer { response, delivery } = sender
            .send(attempt, http, secrets, left())
            .await
            .map_err(|error| self.unsent(number, error, body_failure.as_ref()))?;
        let reply = Reply {
            status: response.status(),
            headers: response.headers().clone(),
            body: (),
            delivery,
            attempts: number,
            budget: Budget::of(&[]),
        };
        if reply.status == StatusCode::UNAUTHORIZED && delivery.is_none() {
            for ((_, credential), issued) in credentials() {
                credential.refused(issued);
            }
        }
        let mut failure = if reply.status.is_success() {
            match within(left(), B::take(response, &self.limits)).await {
                Ok(body) => {
                    let budget = self.budget(body.read());
                    return Ok(reply.with(body, budget));
                }
                Err(problem) => self.failure(&url, reply, Err(problem)),
            }
        } else {
            let body = within(left(), read_body(response, &self.limits)).await;
            self.failure(&url, reply, body)
        };
        let repeats = |text: &str| issued.iter().any(|it| it.secret.is_repeated_in(text));
        failure.find_message(client.provider().error_message, repeats);
        Err(failure)
    }

    /// Returns the failure of an attempt without a response.
    fn unsent(&self, number: u32, error: SendError, body: Option<&BodyFailure>) -> Box<Failure> {
        let SendError {
            kind,
            delivery,
            source,
        } = error;
        let of_body = body.and_then(BodyFailure::get);
        let source = match of_body.filter(|_| kind != ErrorKind::Layer) {
            Some(of_body) => Box::new(TransportError::of_body(of_body)),
            None => source,
        };
        // A request that cannot be written was not even tried.
        let attempts = if kind == ErrorKind::Invalid {
            0
        } else {
            number
        };
        Box::new(Failure {
            attempts,
            source: Some(source),
            ..Failure::new(self.call.operation, kind, delivery)
        })
    }

    /// The limits of decoding the body, which include the call's limit of time.
    fn budget(&self, body: &[u8]) -> Budget {
        Budget {
            deadline: self.start.checked_add(self.limits.timeout),
            ..Budget::of(body).limited(self.limits.decode_limit)
        }
    }

    /// Judges a response that is not a complete success.
    fn failure(
        &self,
        url: &Url,
        reply: Reply<()>,
        body: Result<Bytes, BodyProblem>,
    ) -> Box<Failure> {
        let operation = self.call.operation;
        let status = reply.status;
        let mut failure = Failure::new(
            operation,
            ErrorKind::of_status(status),
            reply
                .delivery
                .unwrap_or_else(|| Delivery::of_status(operation, status)),
        );
        failure.permanent = operation.retry.never_retry.contains(&status.as_u16());
        if failure.kind == ErrorKind::Redirect {
            failure = failure.detail(&target(url, &reply.headers));
        }
        match body {
            Ok(body) => {
                let budget = self.budget(&body);
                Box::new(reply.with(body, budget).add_to(failure))
            }
            Err(problem) => {
                let (kind, failure) = match problem {
                    BodyProblem::TooLarge => {
                        let limit = size(self.limits.body_limit);
                        let detail = format!("the body is over the limit of {limit}");
                        (ErrorKind::TooLarge, failure.detail(&detail))
                    }
                    BodyProblem::Broken(kind, source) => (kind, failure.source(source)),
                };
                // An error status is more useful than a problem with its body.
                let kind = match status.is_success() {
                    true => kind,
                    false => failure.kind,
                };
                let budget = reply.budget;
                Box::new(Failure {
                    raw_body: None,
                    kind,
                    ..reply.with(Bytes::new(), budget).add_to(failure)
                })
            }
        }
    }
}

/// Reads a body within the time that is left.
async fn within<B>(
    limit: Duration,
    body: impl Future<Output = Result<B, BodyProblem>>,
) -> Result<B, BodyProblem> {
    timeout(limit, body).await.unwrap_or_else(|_| {
        let source = TransportError::out_of_time();
        Err(BodyProblem::Broken(ErrorKind::Timeout, source))
    })
}

/// Describes the target of a redirect. A host other than the called one may repeat parts of the request in
/// any spelling, so its name is not shown.
fn target(url: &Url, headers: &HeaderMap) -> String {
    let location = headers
        .get(LOCATION)
        .and_then(|location| location.to_str().ok());
    let target = location.and_then(|location| url.join(location).ok());
    match target.as_ref().and_then(Url::host_str) {
        Some(host) if url.host_str() == Some(host) => format!("to host `{host}`"),
        Some(_) => "to another host".to_owned(),
        None => "to an address without a host".to_owned(),
    }
}
