//! The value of a call that succeeded, with its status and headers.

use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::reply::Reply;
use crate::decode::{self, Budget, DecodeError};
use crate::error::{CallError, Delivery, Error, ErrorBody, ErrorKind, Failure};
use crate::headers::request_id;
use crate::operation::{Operation, PagingStyle};

/// The result of a call, with status, headers and the body as received. Dereferences to the value, and serializes as
/// the value.
///
/// It holds the body in memory as long as it lives; [`into_inner`](Self::into_inner) frees it. Clones share the body.
#[derive(Clone)]
pub struct ResponseValue<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The limits of decoding the body, without the call's deadline.
    budget: Budget,
    operation: &'static Operation,
    attempts: u32,
    /// Fingerprint of the body, if the operation's pages have numbers.
    fingerprint: Option<u64>,
}

impl<T> ResponseValue<T> {
    pub(crate) fn new(value: T, reply: Reply, operation: &'static Operation) -> Self {
        let style = operation.paging.map(|paging| paging.style);
        let is_numbered = matches!(style, Some(PagingStyle::Page { .. }));
        Self {
            fingerprint: is_numbered.then(|| fingerprint(&reply.body)),
            value,
            status: reply.status,
            headers: reply.headers,
            body: reply.body,
            budget: Budget {
                // The call has ended, and its deadline with it.
                deadline: None,
                ..reply.budget
            },
            operation,
            attempts: reply.attempts,
        }
    }

    /// Returns the value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the operation that returned it.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the status: any 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the id that the provider gave the request: its support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Returns how often the request was tried, failed connections included: 1 or more.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the body as received. Cloning it copies no bytes.
    pub fn raw_body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the whole body as JSON, with the fields that the type of the value does not have.
    ///
    /// # Errors
    /// The body is not JSON ([`Decode`](ErrorKind::Decode)), or takes more memory than `decode_limit`
    /// ([`TooLarge`](ErrorKind::TooLarge)). The error's [`delivery`](Error::delivery) is `Accepted`: the call succeeded.
    pub fn json(&self) -> Result<Value, Error> {
        decode::json(&self.body, self.budget).map_err(|problem| {
            let failure = Failure::new(
                self.operation,
                ErrorKind::of_decoding(problem.spent()),
                Delivery::Accepted,
            );
            let failure = self.add_to(failure).source(problem);
            Error::new(Failure {
                raw_body: Some(self.body.clone()),
                ..failure
            })
        })
    }

    /// Identifies a numbered page, so that a repeated one is recognized.
    pub(crate) fn fingerprint(&self) -> Option<u64> {
        self.fingerprint
    }

    /// Adds this response's details to a failure.
    pub(crate) fn add_to(&self, failure: Failure) -> Failure {
        Failure {
            status: Some(self.status),
            attempts: self.attempts,
            headers: self.headers.clone(),
            ..failure
        }
    }

    /// Returns the same response with another value. Its body is the same.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> ResponseValue<U> {
        ResponseValue {
            value: change(self.value),
            status: self.status,
            headers: self.headers,
            body: self.body,
            budget: self.budget,
            operation: self.operation,
            attempts: self.attempts,
            fingerprint: self.fingerprint,
        }
    }
}

/// Serializes as the value, without status and headers.
impl<T: Serialize> Serialize for ResponseValue<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for ResponseValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseValue")
            .field("status", &self.status)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

/// Returns the value of a success, or the error with its typed body.
pub(crate) fn answer<T, E: ErrorBody>(
    operation: &'static Operation,
    reply: Result<Reply, Box<Failure>>,
    read: impl FnOnce(&Reply) -> Result<T, DecodeError>,
) -> Result<ResponseValue<T>, CallError<E>> {
    let reply = reply.map_err(|failure| CallError::of(operation, *failure))?;
    match read(&reply) {
        Ok(value) => Ok(ResponseValue::new(value, reply, operation)),
        Err(problem) => {
            let kind = ErrorKind::of_decoding(problem.spent());
            let failure = Failure::new(operation, kind, reply.carried_out());
            Err(CallError::of(
                operation,
                reply.add_to(failure).source(problem),
            ))
        }
    }
}

fn fingerprint(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    hasher.finish()
}
