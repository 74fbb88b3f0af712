//! Status and headers of a response whose body is read as it comes.

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};

use crate::call::Reply;
use crate::decode::DecodeError;
use crate::error::{Delivery, Error, ErrorKind, Failure};
use crate::headers::request_id;
use crate::operation::Operation;

/// Status and headers of a response whose body is read as it comes.
#[derive(Clone)]
pub struct ResponseHead {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    attempts: u32,
    /// What the success says about the operation.
    delivery: Delivery,
}

impl ResponseHead {
    pub(super) fn new<B>(operation: &'static Operation, reply: Reply<B>) -> (Self, B) {
        let head = Self {
            operation,
            delivery: reply.carried_out(),
            status: reply.status,
            headers: reply.headers,
            attempts: reply.attempts,
        };
        (head, reply.body)
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

    /// Returns the number of bytes of the body, if the response states it.
    pub fn length(&self) -> Option<u64> {
        let stated = self.headers.get(CONTENT_LENGTH)?;
        stated.to_str().ok()?.parse().ok()
    }

    /// Returns whether the body has that media type. True if the response does not say.
    pub(super) fn is(&self, media_type: &str) -> bool {
        let Some(stated) = self.headers.get(CONTENT_TYPE) else {
            return true;
        };
        let stated = stated.to_str().unwrap_or_default();
        let essence = stated.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case(media_type)
    }

    /// Returns a failure of the body: the operation was carried out.
    pub(super) fn failure(&self, kind: ErrorKind) -> Failure {
        Failure {
            status: Some(self.status),
            attempts: self.attempts,
            headers: self.headers.clone(),
            ..Failure::new(self.operation, kind, self.delivery)
        }
    }

    /// Returns the error of an item that cannot be decoded, with its place.
    pub(super) fn undecodable(&self, place: &str, raw: &[u8], problem: DecodeError) -> Error {
        let failure = self.failure(ErrorKind::of_decoding(problem.spent()));
        let failure = failure.detail(place).source(problem);
        Error::new(Failure {
            raw_body: Some(raw.to_vec().into()),
            ..failure
        })
    }
}

/// Without the headers.
impl fmt::Debug for ResponseHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseHead")
            .field("provider", &self.operation.provider)
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
