//! Whether the operation of a failed call may have happened.

use std::fmt;

use reqwest::StatusCode;

use crate::operation::Operation;

/// Whether the operation may have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// No byte of the request left: it did not happen.
    NotSent,
    /// The server responded that it did not do it.
    Rejected,
    /// The server responded that it did it, and the response could not be used.
    Accepted,
    /// It may have happened or not: look before sending it again.
    Unknown,
}

impl Delivery {
    /// What a status says about the operation.
    pub(crate) fn of_status(operation: &Operation, status: StatusCode) -> Self {
        match status.as_u16() {
            200..=299 => Self::Accepted,
            status if operation.retry.not_processed.contains(&status) => Self::Rejected,
            // A server or proxy that gave up waiting does not know what became of the request.
            408 | 499 => Self::Unknown,
            400..=498 => Self::Rejected,
            _ => Self::Unknown,
        }
    }

    /// What is known of a call whose earlier attempts ended so: a later attempt that was refused
    /// says nothing about what an earlier one may have done.
    pub(crate) fn or_earlier(self, earlier: Self) -> Self {
        let certainty = |delivery| match delivery {
            Self::NotSent => 0,
            Self::Rejected => 1,
            Self::Unknown => 2,
            Self::Accepted => 3,
        };
        match certainty(self) < certainty(earlier) {
            true => earlier,
            false => self,
        }
    }
}

impl fmt::Display for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "not sent",
            Self::Rejected => "rejected",
            Self::Accepted => "accepted",
            Self::Unknown => "unknown",
        })
    }
}
