//! Documented examples as plain data.

/// One example body from a provider's document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// The `operationId` it belongs to, or the name of the webhook.
    pub operation: &'static str,
    /// Its name in the document.
    pub name: &'static str,
    /// The kind of body.
    pub side: Side,
    /// The body.
    pub json: &'static str,
}

/// The kind of body that an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Side {
    /// A request.
    Request,
    /// A response with this status.
    Response(u16),
    /// The body of a webhook.
    Webhook,
}

impl Example {
    /// Returns an example of a body of the operation or webhook `of`.
    pub const fn new(of: &'static str, name: &'static str, side: Side, json: &'static str) -> Self {
        Self {
            operation: of,
            name,
            side,
            json,
        }
    }
}
