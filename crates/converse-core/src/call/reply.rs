//! A response whose body was read completely.

use std::time::SystemTime;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::decode::Budget;
use crate::error::Failure;
use crate::headers::retry_after;

/// A response whose body was read completely.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How many attempts it took.
    pub(crate) attempts: u32,
    /// The limits of decoding the body.
    pub(crate) budget: Budget,
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
