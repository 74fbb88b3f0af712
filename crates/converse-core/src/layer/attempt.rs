//! What a layer is told of an attempt, and of its failure.

use std::fmt;

use crate::error::{Delivery, ErrorKind};
use crate::operation::Operation;

/// Which attempt of which call a request is: an extension of the requests that layers see.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    pub(crate) operation: &'static Operation,
    pub(crate) number: u32,
    pub(crate) base_path: usize,
}

impl Attempt {
    /// Returns the operation: its id, its path template without arguments, its tag.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns how many bytes of the path are those of the client's base URL. What follows is the operation's own.
    pub fn base_path(&self) -> usize {
        self.base_path
    }

    /// Returns the number of the attempt in its call, counted from 1.
    pub fn number(&self) -> u32 {
        self.number
    }
}

/// Says of a response of a layer, as an extension of it, that a provider gave it once: for replaying what was recorded. If
/// nothing was sent, the call reports it as the provider's own, in its [`delivery`](crate::Error::delivery) too, and retries
/// as it would have.
#[derive(Clone, Copy, Debug)]
pub struct PlayedBack;

/// Why an attempt has no response: what a layer gets from the service inside of it.
///
/// What a layer makes of it does not change what the call reports.
#[derive(Debug)]
pub struct AttemptError {
    pub(super) kind: ErrorKind,
    pub(super) delivery: Delivery,
    /// What a layer did wrong. `None`: it failed on the way.
    pub(super) refusal: Option<&'static str>,
}

impl AttemptError {
    /// Returns what went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns whether the operation may have been carried out by this attempt.
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// Returns the error of a request that must not be sent as a layer passed it on.
    pub(super) fn refused(refusal: &'static str) -> Self {
        Self {
            kind: ErrorKind::Layer,
            delivery: Delivery::NotSent,
            refusal: Some(refusal),
        }
    }
}

impl fmt::Display for AttemptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.refusal {
            Some(refusal) => f.write_str(refusal),
            None => write!(f, "{}", self.kind),
        }
    }
}

impl std::error::Error for AttemptError {}
