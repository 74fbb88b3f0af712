//! What is called, and what the provider sends by itself: parameters, bodies, credentials.

use serde_json::Value;

use super::{ErrorType, Paging, Shape};
use crate::settings::SafetyCorrection;

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The `operationId`.
    pub id: String,
    /// Name of the method on the client.
    pub method_name: String,
    /// Name of the builder.
    pub builder_name: String,
    /// HTTP method in upper case.
    pub method: String,
    /// Path template.
    pub path: String,
    /// First tag.
    pub tag: Option<String>,
    pub summary: Option<String>,
    pub description: Option<String>,
    /// The provider's page about it.
    pub documentation: Option<String>,
    pub deprecated: bool,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    /// The 2xx responses.
    pub success: Success,
    /// How it goes on after its first page.
    pub paging: Option<Paging>,
    /// The other responses with a body.
    pub errors: Vec<Response>,
    /// None for any JSON.
    pub error_type: Option<ErrorType>,
    /// Ways to present the credential, each an alternative.
    pub security: Vec<SecurityScheme>,
    /// Whether the request may be repeated.
    pub idempotent: bool,
    /// What the settings say about repeating it.
    pub safety: Option<SafetyCorrection>,
    /// Documented bodies.
    pub examples: Vec<Example>,
}

/// Whether a method is idempotent by its definition (RFC 9110). The runtime takes the same for a row that says nothing.
pub fn idempotent_by_method(method: &str) -> bool {
    !matches!(method, "POST" | "PATCH")
}

/// One parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// The name of the setter.
    pub setter: String,
    pub location: Location,
    pub required: bool,
    pub style: String,
    pub explode: bool,
    pub description: Option<String>,
    pub schema: Value,
    pub rules: Vec<Rule>,
}

/// Where a parameter stands in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// A limit that is checked before sending.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    Range(i64, i64),
    Minimum(i64),
    Maximum(i64),
    MinLength(u64),
    MaxLength(u64),
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body {
    pub media_type: String,
    pub encoding: Encoding,
    /// Content types of single parts.
    pub part_types: Vec<(String, String)>,
    /// Style and `explode` of single fields of a URL-encoded form.
    pub field_styles: Vec<(String, String, bool)>,
    pub required: bool,
    pub description: Option<String>,
    pub schema: Value,
    /// Groups of fields of which one at least must be present.
    pub any_of: Vec<Vec<String>>,
    /// How many fields there must be, whichever they are.
    pub min_properties: u64,
    /// Whether a field that is `null` is cleared, and so as present as one that is set.
    pub clears: bool,
}

/// How a body is written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

/// What an operation answers when it did what it was asked to.
#[derive(Debug, Clone)]
pub struct Success {
    /// `200`, `2XX`, `DEFAULT`.
    pub statuses: Vec<String>,
    /// None if no response has a body.
    pub content: Option<Encoding>,
    /// The schema of a JSON body.
    pub schema: Option<Value>,
    /// Whether some of the statuses come without a body.
    pub optional: bool,
}

/// An error response with a JSON body.
#[derive(Debug, Clone)]
pub struct Response {
    /// `404`, `4XX`, `DEFAULT`.
    pub status: String,
    pub schema: Value,
    /// Which of the operation's error shapes it is.
    pub variant: usize,
}

/// How a request carries the credential.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecurityScheme {
    /// In a header.
    Header {
        /// The header's name, in lower case.
        name: String,
        /// What comes before the credential: `Bearer `.
        prefix: String,
    },
    /// In the query.
    Query {
        /// The parameter's name.
        name: String,
    },
    /// In a cookie.
    Cookie {
        /// The cookie's name.
        name: String,
    },
}

/// What the provider sends by itself, to an address that its user gave.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The name in the document, often that of an event.
    pub name: String,
    pub description: Option<String>,
    pub schema: Value,
    /// The type of the body, once its schema has one.
    pub shape: Option<Shape>,
    /// Documented bodies.
    pub examples: Vec<Example>,
}

/// A documented body.
#[derive(Debug, Clone)]
pub struct Example {
    pub name: String,
    /// None for the request or the webhook, else the response's status as documented.
    pub status: Option<String>,
    pub value: Value,
}
