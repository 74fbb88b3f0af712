//! Operations and webhooks: parameters, bodies, credentials.

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
    /// How its pages follow each other, if it is paginated.
    pub paging: Option<Paging>,
    /// The other responses with a body.
    pub errors: Vec<Response>,
    /// Type of the error bodies; `None` for any JSON.
    pub error_type: Option<ErrorType>,
    /// Alternative ways to present the credential.
    pub security: Vec<SecurityScheme>,
    /// Whether the request is idempotent.
    pub idempotent: bool,
    /// What the settings say about retrying it.
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

/// The place of a parameter in the request.
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
    /// Groups of fields of which at least one must be present.
    pub any_of: Vec<Vec<String>>,
    /// How many fields must be present, whichever they are.
    pub min_properties: u64,
    /// Whether a field that is `null` is cleared, and so counts as present.
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

/// The successful responses of an operation.
#[derive(Debug, Clone)]
pub struct Success {
    /// `200`, `2XX`, `DEFAULT`.
    pub statuses: Vec<String>,
    /// `None` if no response has a body.
    pub content: Option<Encoding>,
    /// The schema of a JSON body.
    pub schema: Option<Value>,
    /// Whether some of the statuses have no body.
    pub optional: bool,
}

/// An error response with a JSON body.
#[derive(Debug, Clone)]
pub struct Response {
    /// `404`, `4XX`, `DEFAULT`.
    pub status: String,
    pub schema: Value,
    /// Index of its shape among the operation's error shapes.
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
        /// Prefix of the credential: `Bearer `.
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

/// A webhook: a request that the provider sends to an address that its user has registered.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The name in the document, often that of an event.
    pub name: String,
    pub description: Option<String>,
    pub schema: Value,
    /// The type of the body, once its schema has a type.
    pub shape: Option<Shape>,
    /// Documented bodies.
    pub examples: Vec<Example>,
}

/// A documented body.
#[derive(Debug, Clone)]
pub struct Example {
    pub name: String,
    /// `None` for the request or the webhook, else the response's status as documented.
    pub status: Option<String>,
    pub value: Value,
}
