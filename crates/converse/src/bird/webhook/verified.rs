//! A webhook whose signature matches.

use std::time::SystemTime;

/// A webhook whose signature matches.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    pub(super) id: String,
    pub(super) timestamp: SystemTime,
    pub(super) request_id: Option<String>,
}

impl Verified {
    /// Identifies this webhook: the same in a redelivery with the same time, and not to be changed without
    /// the key. It is the signature in base64. It may be logged: it cannot sign
    /// anything else.
    ///
    /// Store the ids that you have processed, and skip those that come again.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns when it was signed.
    pub fn timestamp(&self) -> SystemTime {
        self.timestamp
    }

    /// Returns the id that Bird gave the request, for its support. It is not signed: anybody on the way can change it,
    /// so do not use it to recognize redeliveries.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}
