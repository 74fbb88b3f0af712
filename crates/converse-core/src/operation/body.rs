//! The bodies of an operation: of its request and of its responses.

use super::rule::BodyRule;

/// The request body of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestBody {
    /// The `Content-Type` to send.
    pub media_type: &'static str,
    /// Whether a call without a body is refused.
    pub required: bool,
    /// Whether `null` clears a field, while an absent field stays as it is. Otherwise both mean the same.
    pub clears: bool,
    /// The rules that the body must satisfy. Checked before anything is sent.
    pub rules: &'static [BodyRule],
}

/// One documented response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The statuses it is documented for.
    pub status: StatusRange,
    /// The kind of its body.
    pub body: Content,
    /// The number of the body's type, which [`ErrorBody::decode`](crate::error::ErrorBody::decode) receives, or the type
    /// of a success whose statuses have different bodies.
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

/// The kind of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// A JSON value.
    Json,
    /// An empty body.
    Empty,
    /// Text in UTF-8.
    Text,
    /// Bytes as they are.
    Bytes,
}

impl RequestBody {
    /// Returns an optional body with this `Content-Type`.
    pub const fn new(media_type: &'static str) -> Self {
        Self {
            media_type,
            required: false,
            clears: false,
            rules: &[],
        }
    }

    /// Refuses a call without the body.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes `null` clear a field.
    pub const fn clears(mut self) -> Self {
        self.clears = true;
        self
    }

    /// Sets the rules that the body must satisfy.
    pub const fn rules(mut self, rules: &'static [BodyRule]) -> Self {
        self.rules = rules;
        self
    }
}

impl Response {
    /// Returns a response with these statuses and this kind of body.
    pub const fn new(status: StatusRange, body: Content) -> Self {
        Self {
            status,
            body,
            variant: 0,
        }
    }

    /// Sets the number of the error body's type. The default is the first.
    pub const fn variant(mut self, variant: usize) -> Self {
        self.variant = variant;
        self
    }
}
