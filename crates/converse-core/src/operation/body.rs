//! The bodies of an operation: what it sends, and what its responses carry.

use super::rule::BodyRule;

/// The request body of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestBody {
    /// The `Content-Type` to send.
    pub media_type: &'static str,
    /// Whether a call without a body is refused.
    pub required: bool,
    /// Whether a field that is `null` is cleared, and one that is absent stays as it is. Otherwise the
    /// two are one.
    pub clears: bool,
    /// What the body must satisfy. Checked before anything is sent.
    pub rules: &'static [BodyRule],
}

/// One documented response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The statuses it is documented for.
    pub status: StatusRange,
    /// What its body is.
    pub body: Content,
    /// Which shape an error body has: the number that [`ErrorBody::decode`](crate::error::ErrorBody::decode) gets.
    /// Without meaning for a success.
    pub variant: usize,
}

/// The statuses a response is documented for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusRange {
    /// One status.
    Exact(u16),
    /// A class by its first digit: 4 is `4XX`.
    Class(u8),
    /// Every status that no other response of the operation names.
    Default,
}

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// A JSON value.
    Json,
    /// Nothing.
    Empty,
    /// Text in UTF-8.
    Text,
    /// Bytes as they are.
    Bytes,
}

impl RequestBody {
    /// A body with this `Content-Type`, which may be left out.
    pub const fn new(media_type: &'static str) -> Self {
        Self {
            media_type,
            required: false,
            clears: false,
            rules: &[],
        }
    }

    /// A call without it is refused.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// A field that is `null` is cleared.
    pub const fn clears(mut self) -> Self {
        self.clears = true;
        self
    }

    /// What it must satisfy.
    pub const fn rules(mut self, rules: &'static [BodyRule]) -> Self {
        self.rules = rules;
        self
    }
}

impl Response {
    /// A response with these statuses and this body.
    pub const fn new(status: StatusRange, body: Content) -> Self {
        Self {
            status,
            body,
            variant: 0,
        }
    }

    /// Which shape an error body has. The first, if it is not said.
    pub const fn variant(mut self, variant: usize) -> Self {
        self.variant = variant;
        self
    }
}
