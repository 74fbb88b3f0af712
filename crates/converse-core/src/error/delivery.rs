//! Whether the operation of a failed call may have been carried out.

use std::fmt;

use http::StatusCode;

use crate::operation::Operation;

/// Whether the operation may have been carried out.
///
/// Treat a value that may be added later as [`Unknown`](Self::Unknown): `_ => …` in a `match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// No byte of the request left: it was not carried out.
    NotSent,
    /// The server responded that it did not carry it out.
    Rejected,
    /// The server responded that it carried it out, and the response could not be used.
    Accepted,
    /// It is unknown whether it was carried out: check before you send it again.
    Unknown,
}

impl Delivery {
    /// Returns what a status says about the operation.
    pub(crate) fn of_status(operation: &Operation, status: StatusCode) -> Self {
        match status.as_u16() {
            200..=299 => Self::Accepted,
            status if operation.retry.not_processed.contains(&status) => Self::Rejected,
            // A server or proxy that gave up waiting does not know the result of the request.
            408 | 499 => Self::Unknown,
            // The condition of the request was evaluated, and not met.
            304 | 400..=498 => Self::Rejected,
            _ => Self::Unknown,
        }
    }

    /// Combines it with earlier attempts: a later attempt that was refused
    /// says nothing about what an earlier one did.
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
