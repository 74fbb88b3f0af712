//! The response of an attempt.

use std::time::SystemTime;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::decode::Budget;
use crate::error::{Delivery, Failure};
use crate::headers::retry_after;

/// The response of an attempt, and what was taken of its body.
pub(crate) struct Reply<B = Bytes> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: B,
    /// Whether the operation was carried out, if the status does not tell: a layer answered.
    pub(crate) delivery: Option<Delivery>,
    /// How many attempts it took.
    pub(crate) attempts: u32,
    /// The limits of decoding the body.
    pub(crate) budget: Budget,
}

impl<B> Reply<B> {
    /// Returns what a success says about the operation.
    pub(crate) fn carried_out(&self) -> Delivery {
        self.delivery.unwrap_or(Delivery::Accepted)
    }

    /// Returns this response with another body.
    pub(crate) fn with<C>(self, body: C, budget: Budget) -> Reply<C> {
        Reply {
            status: self.status,
            headers: self.headers,
            body,
            delivery: self.delivery,
            attempts: self.attempts,
            budget,
        }
    }
}

impl Reply {
    /// Adds this response's details to a failure.
    pub(crate) fn add_to(self, failure: Failure) -> Failure {
        Failure {
            status: Some(self.status),
            attempts: self.attempts,
            retry_after: retry_after(&self.headers, SystemTime::now()),
            headers: self.headers,
            budget: self.budget,
            raw_body: Some(self.body),
            ..failure
        }
    }
}
