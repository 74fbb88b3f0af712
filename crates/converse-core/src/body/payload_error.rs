//! Why a request body was aborted.

use std::error::Error as StdError;
use std::{fmt, io};

/// Why a body was aborted.
#[derive(Clone, Debug)]
pub(crate) enum PayloadError {
    Read(Option<io::ErrorKind>),
    /// More bytes came than were stated: at least so many.
    TooLong {
        stated: u64,
        came: u64,
    },
    TooShort {
        stated: u64,
        came: u64,
    },
}

impl PayloadError {
    /// The reported part of an error: its message may contain content.
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Self {
        Self::Read(error.downcast_ref::<io::Error>().map(io::Error::kind))
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(None | Some(io::ErrorKind::Other)) => f.write_str("the body cannot be read"),
            Self::Read(Some(kind)) => write!(f, "the body cannot be read: {kind}"),
            Self::TooLong { stated, came } => write!(
                f,
                "the body is longer than its stated length of {stated} bytes: {came} came, and more may have come"
            ),
            Self::TooShort { stated, came } => write!(
                f,
                "the body is shorter than its stated length of {stated} bytes: {came} came"
            ),
        }
    }
}

impl StdError for PayloadError {}
