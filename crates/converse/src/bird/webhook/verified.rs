//! What is known of a webhook whose signature is right.

use std::time::SystemTime;

/// A webhook whose signature is right.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    pub(super) id: String,
    pub(super) timestamp: SystemTime,
    pub(super) request_id: Option<String>,
}

impl Verified {
    /// What tells this webhook from all others: the same in a redelivery with the same time, and not to be changed by
    /// whoever does not know the key. It is the signature in base64. Show it in logs if you like: it cannot sign
    /// anything else.
    ///
    /// Keep the ids that you have worked through, and pass over those that come again.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When it was signed.
    pub fn timestamp(&self) -> SystemTime {
        self.timestamp
    }

    /// What Bird calls the request, for its support. It is not signed: anybody on the way can change it, so that it
    /// says nothing about what was seen before.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}
