//! The attempts of a call, each a request over HTTP and its response.

use std::marker::PhantomData;
use std::pin::pin;

use bytes::Bytes;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{StatusCode, Url};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::prepared::Prepared;
use super::read_body::{BodyProblem, Taken, read_body, size};
use super::reply::Reply;
use super::retry_loop::Attempts;
use super::trace;
use crate::body::{BodyFailure, Payload};
use crate::credential::{CredentialError, Issued};
use crate::decode::Budget;
use crate::error::{Delivery, ErrorKind, Failure, TransportError};
use crate::layer::{Answer, Attempt, SendError};
use crate::operation::CredentialPlace;
use crate::timer::Timer;

/// Makes attempts over HTTP.
pub(super) struct HttpAttempts<'a, B> {
    call: &'a Prepared,
    /// When the call began.
    start: Instant,
    taken: PhantomData<fn() -> B>,
}

impl<'a, B> HttpAttempts<'a, B> {
    pub(super) fn new(call: &'a Prepared, start: Instant) -> Self {
        Self {
            call,
            start,
            taken: PhantomData,
        }
    }
}

impl<B: Taken> Attempts for HttpAttempts<'_, B> {
    type Body = B;

    async fn attempt(&mut self, number: u32, end: Instant) -> Result<Reply<B>, Box<Failure>> {
        let (issued, end) = match self.at_hand() {
            Some(issued) => (self.checked(issued)?, end),
            None => {
                // Boxed: few attempts wait for a credential.
                let issued = Box::pin(self.obtain()).await?;
                // An attempt has its time from when it has its credential.
                let limits = &self.call.limits;
                (issued, limits.end_of_attempt(self.start, Instant::now()))
            }
        };
        let base_url = &self.call.client.shared().base_url;
        let span = trace::attempt(self.call.operation, base_url, number);
        let sending = pin!(Some(self.send(number, end, &issued)));
        let outcome = trace::in_span(&span, sending).await;
        trace::ended(&span, &outcome);
        outcome
    }

    fn can_retry(&self) -> bool {
        self.call.body.as_ref().is_none_or(Payload::is_repeatable)
    }
}

impl<B: Taken> HttpAttempts<'_, B> {
    /// Returns the secrets of the credentials, in their order. `None` if one has to be obtained.
    fn at_hand(&self) -> Option<Vec<Issued>> {
        let credentials = self.call.credentials.iter();
        credentials.map(|(_, it)| it.at_hand()).collect()
    }

    /// Obtains the secrets of the credentials, in their order.
    async fn obtain(&self) -> Result<Vec<Issued>, Box<Failure>> {
        let end = self.call.limits.end(self.start);
        let mut issued = Vec::new();
        for (_, credential) in &self.call.credentials {
            match timeout_at(end, credential.issue()).await {
                Ok(Ok(one)) => issued.push(one),
                Ok(Err(problem)) => return Err(self.refused(problem)),
                Err(_) => {
                    let failure = self.unsendable(ErrorKind::Timeout);
                    return Err(Box::new(failure.detail("while a credential was fetched")));
                }
            }
        }
        self.checked(issued)
    }

    /// Returns the secrets if each has the form that is sent in its place.
    fn checked(&self, issued: Vec<Issued>) -> Result<Vec<Issued>, Box<Failure>> {
        for ((scheme, _), issued) in self.call.credentials.iter().zip(&issued) {
            if !issued.secret.fits(scheme.place) {
                return Err(self.refused(CredentialError::new(match scheme.place {
                    CredentialPlace::Basic => {
                        "it must be a user name and a password: `Token::basic`"
                    }
                    _ => "it must not be a user name and a password",
                })));
            }
        }
        Ok(issued)
    }

    fn refused(&self, problem: CredentialError) -> Box<Failure> {
        Box::new(self.unsendable(ErrorKind::Credential).source(problem))
    }

    fn unsendable(&self, kind: ErrorKind) -> Failure {
        Failure::new(self.call.operation, kind, Delivery::NotSent)
    }

    /// Opens a body that is not in memory: a file is opened anew for each attempt.
    async fn open(
        &self,
        body: &Payload,
        timer: &mut Timer<'_>,
    ) -> Result<(reqwest::Body, BodyFailure), Box<Failure>> {
        match timer.limit(body.open()).await {
            Ok(Ok(opened)) => Ok(opened),
            Ok(Err(problem)) => Err(Box::new(Failure::invalid(self.call.operation, &problem))),
            Err(_) => {
                let failure = self.unsendable(ErrorKind::Timeout);
                Err(Box::new(failure.detail("while the body was opened")))
            }
        }
    }

    /// Sends the request once.
    async fn send(
        &self,
        number: u32,
        end: Instant,
        issued: &[Issued],
    ) -> Result<Reply<B>, Box<Failure>> {
        let Prepared {
            client, operation, ..
        } = self.call;
        let sleep = pin!(sleep_until(end));
        let mut timer = Timer::new(sleep);
        let (body, body_failure) = match &self.call.body {
            None => (None, None),
            Some(body) => match body.in_one_piece() {
                Some(bytes) => (Some(bytes.into()), None),
                None => {
                    // Boxed: most bodies are in memory.
                    let (body, failure) = Box::pin(self.open(body, &mut timer)).await?;
                    (Some(body), Some(failure))
                }
            },
        };
        let shared = client.shared();
        let attempt = Attempt {
            operation,
            number,
            base_path: shared.base_url.path().len(),
        };
        let credentials = || self.call.credentials.iter().zip(issued);
        let secrets = credentials().map(|((scheme, _), issued)| (scheme.place, &issued.secret));
        let answer = shared
            .sender
            .send(attempt, self.call.http(body), secrets, &mut timer)
            .await;
        let Answer {
            mut response,
            delivery,
        } = answer.map_err(|error| self.unsent(number, error, body_failure.as_ref()))?;
        let reply = Reply {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
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
        let limits = &self.call.limits;
        let mut failure = if reply.status.is_success() {
            match B::take(response, limits, &mut timer).await {
                Ok(body) => {
                    let budget = self.budget(body.read());
                    return Ok(reply.with(body, budget));
                }
                Err(problem) => self.failure(reply, Err(problem)),
            }
        } else {
            // Boxed: it is the same future again.
            let body = Box::pin(read_body(response, limits, &mut timer)).await;
            self.failure(reply, body)
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
            deadline: Some(self.call.limits.end(self.start)),
            ..Budget::of(body).limited(self.call.limits.decode_limit)
        }
    }

    /// Judges a response that is not a complete success.
    fn failure(&self, reply: Reply<()>, body: Result<Bytes, BodyProblem>) -> Box<Failure> {
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
            failure = failure.detail(&target(&self.call.url, &reply.headers));
        }
        match body {
            Ok(body) => {
                let budget = self.budget(&body);
                Box::new(reply.with(body, budget).add_to(failure))
            }
            Err(problem) => {
                let (kind, failure) = match problem {
                    BodyProblem::TooLarge => {
                        let limit = size(self.call.limits.body_limit);
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
