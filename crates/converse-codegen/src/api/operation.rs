//! Operations and webhooks: parameters, bodies, credentials. `S` is the form that their schemas have.

use serde_json::Value;

use super::rule::Rule;
use super::{ErrorType, ItemStream, Paging, Resource, Shape, Site, Success};
use crate::settings::SafetyCorrection;

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation<S = Site> {
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
    pub parameters: Vec<Parameter<S>>,
    pub body: Option<Body<S>>,
    /// The 2xx responses.
    pub success: Success<S>,
    /// The stream of items that a success can be.
    pub stream: Option<ItemStream<S>>,
    /// The media types of all documented responses, the preferred ones first.
    pub accept: Vec<String>,
    /// How its pages follow each other, if it is paginated.
    pub paging: Option<Paging>,
    /// What it does with a resource, if the document says so.
    pub resource: Option<Resource>,
    /// The other responses with a body.
    pub errors: Vec<Response<S>>,
    /// What the document says about each status that is no success.
    pub failures: Vec<(String, String)>,
    /// Type of the error bodies; `None` for any JSON.
    pub error_type: Option<ErrorType>,
    /// The alternatives, each sufficient: the schemes whose credentials a request carries together.
    pub security: Vec<Vec<SecurityScheme>>,
    /// Whether the request is idempotent.
    pub idempotent: bool,
    /// What the settings say about retrying it.
    pub safety: Option<SafetyCorrection>,
    /// Documented bodies.
    pub examples: Vec<Example>,
}

/// Whether a method is idempotent by its definition (RFC 9110; that of `QUERY`). The runtime takes the same for a row that
/// says nothing.
pub fn idempotent_by_method(method: &str) -> bool {
    matches!(
        method,
        "GET" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY"
    )
}

/// One parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter<S = Site> {
    /// The name on the wire.
    pub name: String,
    /// The name of the setter.
    pub setter: String,
    pub location: Location,
    pub required: bool,
    pub style: String,
    pub explode: bool,
    /// Whether reserved characters of a query parameter are sent as they are.
    pub allow_reserved: bool,
    pub description: Option<String>,
    pub deprecated: bool,
    pub schema: S,
    pub rules: Vec<Rule>,
    /// Whether a client can have it for all calls.
    pub of_client: bool,
}

/// A parameter that a client can have for all of its calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientParameter {
    /// The name on the wire.
    pub name: String,
    pub location: Location,
    /// The name of the setter at the client's builder.
    pub setter: String,
}

impl ClientParameter {
    /// Returns whether it is this parameter of an operation.
    pub fn is<S>(&self, parameter: &Parameter<S>) -> bool {
        self.name == parameter.name && self.location == parameter.location
    }
}

/// The place of a parameter in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body<S = Site> {
    pub media_type: String,
    pub encoding: Encoding,
    /// Content types of single parts.
    pub part_types: Vec<(String, String)>,
    /// Headers with one value of single parts: part, name and value.
    pub part_headers: Vec<(String, String, String)>,
    /// Style and `explode` of single fields of a URL-encoded form.
    pub field_styles: Vec<(String, String, bool)>,
    pub required: bool,
    pub description: Option<String>,
    pub schema: S,
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

/// An error response with a JSON body.
#[derive(Debug, Clone)]
pub struct Response<S = Site> {
    /// `404`, `4XX`, `DEFAULT`.
    pub status: String,
    pub schema: S,
    /// Index of its shape among the operation's error shapes.
    pub variant: usize,
}

/// A security scheme of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// How a request carries the credential.
    pub place: CredentialPlace,
}

/// How a request carries a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialPlace {
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
    /// A user name and a password, encoded in `Authorization`.
    Basic,
}

/// A webhook: a request that the provider sends to an address that its user has registered.
#[derive(Debug, Clone)]
pub struct Webhook<S = Site> {
    /// The name in the document, often that of an event.
    pub name: String,
    pub description: Option<String>,
    pub schema: S,
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
    /// JSON pointer of the value in the document.
    pub place: String,
    /// Whether its type does not read it, or not all of it.
    pub contradicts: bool,
}

impl<S> Operation<S> {
    /// Returns the schemas of the parameters, the body, the success, the errors and the streamed items.
    pub fn schemas(&self) -> impl Iterator<Item = &S> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.schema);
        let body = self.body.iter().map(|body| &body.schema);
        let errors = self.errors.iter().map(|response| &response.schema);
        let success = self.success.schemas();
        let items = self.stream.iter().filter_map(|it| it.item.as_ref());
        parameters
            .chain(body)
            .chain(success)
            .chain(errors)
            .chain(items)
    }

    /// Returns the schemas of the parameters, the body, the success, the errors and the streamed items.
    pub fn schemas_mut(&mut self) -> impl Iterator<Item = &mut S> {
        let parameters = self.parameters.iter_mut();
        let parameters = parameters.map(|parameter| &mut parameter.schema);
        let body = self.body.iter_mut().map(|body| &mut body.schema);
        let errors = self.errors.iter_mut();
        let errors = errors.map(|response| &mut response.schema);
        let success = self.success.schemas_mut().map(|(_, schema)| schema);
        let items = self.stream.iter_mut().filter_map(|it| it.item.as_mut());
        parameters
            .chain(body)
            .chain(success)
            .chain(errors)
            .chain(items)
    }

    /// Returns the schema of an example's body.
    pub fn schema_of(&self, example: &Example) -> Option<&S> {
        let Some(status) = &example.status else {
            return self.body.as_ref().map(|body| &body.schema);
        };
        let status = status.to_ascii_uppercase();
        if let Some(schema) = self.success.schema_of(&status) {
            return Some(schema);
        }
        let mut errors = self.errors.iter();
        errors.find(|it| it.status == status).map(|it| &it.schema)
    }

    /// Returns the operation with its schemas in another form.
    pub fn map<T>(self, read: &mut impl FnMut(S) -> T) -> Operation<T> {
        Operation {
            id: self.id,
            method_name: self.method_name,
            builder_name: self.builder_name,
            method: self.method,
            path: self.path,
            tag: self.tag,
            summary: self.summary,
            description: self.description,
            documentation: self.documentation,
            deprecated: self.deprecated,
            parameters: self
                .parameters
                .into_iter()
                .map(|parameter| parameter.map(read))
                .collect(),
            body: self.body.map(|body| body.map(read)),
            success: self.success.map(read),
            stream: self.stream.map(|stream| stream.map(read)),
            accept: self.accept,
            paging: self.paging,
            resource: self.resource,
            errors: self
                .errors
                .into_iter()
                .map(|error| Response {
                    status: error.status,
                    schema: read(error.schema),
                    variant: error.variant,
                })
                .collect(),
            failures: self.failures,
            error_type: self.error_type,
            security: self.security,
            idempotent: self.idempotent,
            safety: self.safety,
            examples: self.examples,
        }
    }
}

impl<S> Parameter<S> {
    fn map<T>(self, read: &mut impl FnMut(S) -> T) -> Parameter<T> {
        Parameter {
            name: self.name,
            setter: self.setter,
            location: self.location,
            required: self.required,
            style: self.style,
            explode: self.explode,
            allow_reserved: self.allow_reserved,
            description: self.description,
            deprecated: self.deprecated,
            schema: read(self.schema),
            rules: self.rules,
            of_client: self.of_client,
        }
    }
}

impl<S> Body<S> {
    fn map<T>(self, read: &mut impl FnMut(S) -> T) -> Body<T> {
        Body {
            media_type: self.media_type,
            encoding: self.encoding,
            part_types: self.part_types,
            part_headers: self.part_headers,
            field_styles: self.field_styles,
            required: self.required,
            description: self.description,
            schema: read(self.schema),
            any_of: self.any_of,
            min_properties: self.min_properties,
            clears: self.clears,
        }
    }
}

impl<S> Webhook<S> {
    /// Returns the webhook with its schema in another form.
    pub fn map<T>(self, read: &mut impl FnMut(S) -> T) -> Webhook<T> {
        Webhook {
            name: self.name,
            description: self.description,
            schema: read(self.schema),
            shape: self.shape,
            examples: self.examples,
        }
    }
}
