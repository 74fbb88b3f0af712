//! The right to send one attempt, once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use http_body::Body as _;
use reqwest::Url;

use super::attempt::AttemptError;
use super::body::Body;
use crate::credential::{Secret, place_secrets};
use crate::error::{Delivery, ErrorKind, TransportError};
use crate::headers::{belongs_to_connection, sendable};
use crate::operation::{CredentialPlace, Operation};

/// The right to send one attempt, once: an extension of the request, which carries it through the layers. What it holds
/// cannot be seen from outside of this crate.
#[derive(Clone)]
pub(super) struct Pass(Arc<Inner>);

struct Inner {
    method: Method,
    url: Url,
    /// The idempotency key, the same in each attempt.
    key: Option<(HeaderName, HeaderValue)>,
    state: Mutex<State>,
}

enum State {
    /// It was not sent.
    Waiting(Vec<(CredentialPlace, Secret)>),
    /// It is being sent, or the response was not waited for.
    Sent,
    Answered(StatusCode),
    Failed(ErrorKind, Delivery, TransportError),
    /// It is over, and will not be sent any more.
    Over,
}

/// What happened to an attempt below the layers.
pub(super) enum Outcome {
    NotSent,
    Answered(StatusCode),
    Failed(ErrorKind, Delivery, TransportError),
    /// The response was not waited for.
    Unknown,
}

impl Pass {
    pub(super) fn new(
        operation: &Operation,
        request: &reqwest::Request,
        secrets: Vec<(CredentialPlace, Secret)>,
    ) -> Self {
        let key = operation.retry.idempotency_key.and_then(sendable);
        let key = key.and_then(|name| {
            let value = request.headers().get(&name)?.clone();
            Some((name, value))
        });
        Self(Arc::new(Inner {
            key,
            method: request.method().clone(),
            url: request.url().clone(),
            state: Mutex::new(State::Waiting(secrets)),
        }))
    }

    /// Returns the request with its credentials. From now on it counts as sent.
    ///
    /// # Errors
    /// A layer changed what it must not, or the attempt was sent before.
    pub(super) fn admit(
        &self,
        request: http::Request<Body>,
    ) -> Result<reqwest::Request, AttemptError> {
        let (parts, body) = request.into_parts();
        let Inner {
            method, url, key, ..
        } = &*self.0;
        if parts.method != method {
            return Err(AttemptError::refused("a layer changed the method"));
        }
        let passed = Url::parse(&parts.uri.to_string()).ok();
        let Some(passed) = passed.filter(|passed| without_query(passed) == without_query(url))
        else {
            let refusal = "a layer changed the URL; all but its query must stay";
            return Err(AttemptError::refused(refusal));
        };
        let mut request = reqwest::Request::new(parts.method, passed);
        let mut headers = parts.headers;
        // The HTTP client states the length of what is sent, but not that of nothing.
        let nothing = body.size_hint().exact() == Some(0);
        let stated = headers.remove(CONTENT_LENGTH);
        if headers
            .keys()
            .any(|name| belongs_to_connection(name.as_str()))
        {
            let refusal = "a layer set a header that belongs to the connection";
            return Err(AttemptError::refused(refusal));
        }
        if let Some(stated) = stated.filter(|stated| nothing && stated == "0") {
            headers.insert(CONTENT_LENGTH, stated);
        }
        if let Some((name, value)) = key
            && !headers.get_all(name).iter().eq([value])
        {
            let refusal = "a layer changed the idempotency key, which all attempts share";
            return Err(AttemptError::refused(refusal));
        }
        *request.headers_mut() = headers;
        *request.body_mut() = Some(body.0);

        let mut state = self.state();
        match std::mem::replace(&mut *state, State::Sent) {
            State::Waiting(secrets) => {
                let secrets = secrets.iter().map(|(place, secret)| (*place, secret));
                match place_secrets(&mut request, secrets) {
                    Ok(()) => Ok(request),
                    Err(refusal) => {
                        *state = State::Over;
                        Err(AttemptError::refused(refusal))
                    }
                }
            }
            other => {
                *state = other;
                let refusal = "a layer sent an attempt that was sent before, or is over";
                Err(AttemptError::refused(refusal))
            }
        }
    }

    pub(super) fn answered(&self, status: StatusCode) {
        *self.state() = State::Answered(status);
    }

    /// Notes why there is no response, and returns what the layers are told of it.
    pub(super) fn failed(
        &self,
        (kind, delivery, reason): (ErrorKind, Delivery, TransportError),
    ) -> AttemptError {
        *self.state() = State::Failed(kind, delivery, reason);
        AttemptError {
            kind,
            delivery,
            refusal: None,
        }
    }

    /// Ends the attempt: if it was not sent, it will not be any more.
    pub(super) fn end(&self) -> Outcome {
        match std::mem::replace(&mut *self.state(), State::Over) {
            State::Waiting(_) | State::Over => Outcome::NotSent,
            State::Sent => Outcome::Unknown,
            State::Answered(status) => Outcome::Answered(status),
            State::Failed(kind, delivery, reason) => Outcome::Failed(kind, delivery, reason),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is locked.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn without_query(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_query(None);
    url
}
