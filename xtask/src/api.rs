//! The document as codegen works on it: operations, named schemas, and what passes make of them.

mod children;

use serde_json::{Map, Value};

use crate::pointer;
use crate::problem::Problem;
use crate::settings::SafetyCorrection;

pub use children::{Step, children, children_mut};

/// Named schemas, in the order of the document.
pub type Schemas = Map<String, Value>;

/// What is generated: read from the document by `collect`, then rewritten by the passes.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// What the document says of itself.
    pub description: String,
    /// The first server's URL.
    pub base_url: String,
    /// Each method under each path.
    pub operations: Vec<Operation>,
    /// What the provider sends by itself.
    pub webhooks: Vec<Webhook>,
    /// The schemas with a name.
    pub schemas: Schemas,
    /// Enums of strings, open to further values.
    pub enums: Vec<OpenEnum>,
    /// Unions, open to further variants.
    pub unions: Vec<Union>,
    /// Objects with named fields, in the order of the document.
    pub structs: Vec<Struct>,
    /// Error types of operations whose statuses carry different bodies.
    pub error_unions: Vec<ErrorUnion>,
    /// Types that unions hold and that have no name: lists and maps.
    pub nameless: Vec<Value>,
    /// Operations that are left out.
    pub skipped: Vec<Skipped>,
    /// What is odd about the document.
    pub warnings: Vec<Problem>,
    /// How many schemas the document has.
    pub positions: usize,
    /// Where the document has a type and the crate has any JSON.
    pub untyped: Vec<Untyped>,
    /// What each pass changed: its name and the places.
    pub changes: Vec<(&'static str, Vec<String>)>,
}

/// The keyword under which a schema carries its place in the document.
pub const PLACE: &str = "x-place";

/// The keyword by which a pass says why it gave a type up.
pub const UNTYPED: &str = "x-untyped";

/// The keyword of a field that a request leaves, clears or sets.
pub const CLEARABLE: &str = "x-clearable";

/// An operation that is left out, and why.
#[derive(Debug, Clone)]
pub struct Skipped {
    pub operation: String,
    pub problem: Problem,
}

/// A place where the document has a type and the crate has any JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Untyped {
    pub pointer: String,
    pub reason: String,
}

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

/// How an operation answers page by page.
#[derive(Debug, Clone)]
pub struct Paging {
    /// JSON pointer of the declaration in the document.
    pub at: String,
    /// The query parameter that takes the position.
    pub parameter: String,
    /// Where a page has its items.
    pub items: FieldPath,
    pub style: PagingStyle,
}

/// How the next position is found.
#[derive(Debug, Clone)]
pub enum PagingStyle {
    /// Each page names the next one.
    Cursor { next: FieldPath },
    /// Pages have numbers.
    Page {
        first: i64,
        /// The query parameter of the size of a page, and the size without it.
        limit: Option<String>,
        default_limit: Option<i64>,
    },
}

/// A place in an answer.
#[derive(Debug, Clone)]
pub struct FieldPath {
    /// JSON pointer into the answer.
    pub pointer: String,
    /// The same as fields of Rust types, once the pass `paging` has followed it.
    pub fields: Vec<String>,
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

/// How a credential stands in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityScheme {
    Header { name: String, prefix: String },
    Query { name: String },
    Cookie { name: String },
}

/// A documented body.
#[derive(Debug, Clone)]
pub struct Example {
    pub name: String,
    /// None for the request or the webhook, else the response's status as documented.
    pub status: Option<String>,
    pub value: Value,
}

/// An enum of strings.
#[derive(Debug, Clone)]
pub struct OpenEnum {
    pub name: String,
    pub description: Option<String>,
    /// Rust name and wire text of each value.
    pub values: Vec<(String, String)>,
}

/// A union of types.
#[derive(Debug, Clone)]
pub struct Union {
    pub name: String,
    pub description: Option<String>,
    pub kind: UnionKind,
}

/// How the variants of a union are told apart.
#[derive(Debug, Clone)]
pub enum UnionKind {
    /// By the text of one field: Rust name, payload, text.
    Tagged {
        tag: String,
        variants: Vec<(String, String, String)>,
    },
    /// By the shape of the value.
    Untagged { variants: Vec<Variant> },
}

/// A variant of an untagged union.
#[derive(Debug, Clone)]
pub struct Variant {
    pub name: String,
    pub payload: Payload,
}

/// What an untagged variant holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// A named type, told apart by the fields that must be there and the values some of them take.
    Named {
        schema: String,
        required: Vec<String>,
        values: Vec<(String, Vec<String>)>,
    },
    /// An open enum.
    Enum(String),
    String,
    /// A text that nobody should see.
    Password,
    Integer,
    Number,
    Boolean,
    /// A list or a map: which of the nameless types it is, and whether it is `array` or `object`.
    Nameless(usize, &'static str),
    /// Any JSON.
    Any,
}

/// An object with named fields.
#[derive(Debug, Clone)]
pub struct Struct {
    pub name: String,
    pub description: Option<String>,
    pub fields: Vec<Field>,
    /// Whether it can be part of a request.
    pub in_request: bool,
}

/// A field of a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name in Rust.
    pub ident: String,
    /// The key under which typify is given the field; it spells a plain identifier.
    pub key: String,
    /// Name in JSON.
    pub wire: String,
    pub description: Option<String>,
    /// Whether it is always there, be it as `null`.
    pub required: bool,
    /// The enum value that the field always has, as a Rust path below `types`.
    pub fixed: Option<String>,
    /// The method that clears the field, where a request tells that from leaving it.
    pub clear: Option<String>,
}

/// The error bodies of an operation, where they differ by status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorUnion {
    pub name: String,
    /// Rust name and payload of each variant; a variant's place is its number.
    pub variants: Vec<(String, Shape)>,
}

/// The type of a body: one with a name, or one of the nameless by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    Named(String),
    Nameless(usize),
}

/// The type of an operation's error bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorType {
    /// One type for all of them.
    Named(String),
    /// One of the error unions.
    Union(String),
}

impl Api {
    /// Every schema that stands outside another: the named ones, then those of the operations.
    /// Each comes with its place: `Component`, or `operation/parameter`.
    pub fn roots_mut(&mut self) -> Vec<(String, &mut Value)> {
        let mut roots: Vec<(String, &mut Value)> = self
            .schemas
            .iter_mut()
            .map(|(name, schema)| (name.clone(), schema))
            .collect();
        for operation in &mut self.operations {
            // No schema has such a name, so that an operation and a schema may share theirs.
            let id = format!("{}()", operation.id);
            for parameter in &mut operation.parameters {
                roots.push((format!("{id}/{}", parameter.name), &mut parameter.schema));
            }
            if let Some(body) = &mut operation.body {
                roots.push((format!("{id}/request"), &mut body.schema));
            }
            if let Some(schema) = &mut operation.success.schema {
                roots.push((format!("{id}/response"), schema));
            }
            for response in &mut operation.errors {
                roots.push((format!("{id}/{}", response.status), &mut response.schema));
            }
        }
        for webhook in &mut self.webhooks {
            let place = format!("{}()/webhook", webhook.name);
            roots.push((place, &mut webhook.schema));
        }
        roots
    }

    /// Calls `visit` on every schema, the inner ones before those that hold them.
    pub fn visit_mut(&mut self, mut visit: impl FnMut(&mut Value)) {
        for (_, schema) in self.roots_mut() {
            visit_schema(schema, &mut visit);
        }
    }

    /// The named schema that `schema` refers to.
    pub fn referred<'a>(&'a self, schema: &Value) -> Option<(String, &'a Value)> {
        let name = pointer::schema_name(schema)?;
        let target = self.schemas.get(&name)?;
        Some((name, target))
    }
}

/// Calls `visit` on `schema` and all below it, the inner ones first.
pub fn visit_schema(schema: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    for (_, child) in children_mut(schema) {
        visit_schema(child, visit);
    }
    visit(schema);
}
