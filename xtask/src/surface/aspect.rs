//! What a fact is about.

/// What a fact is about. Those that matter most come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Struct, enum, or the kind of union.
    Kind,
    /// The name of the method or builder in Rust.
    Method,
    Builder,
    /// The type of a field or an argument, or what a variant holds.
    Type,
    /// The signature of a function.
    Signature,
    /// Whether it is required.
    Presence,
    /// The arguments of `new`.
    New,
    /// How a type can be made.
    Constructors,
    /// The types that convert into it.
    Conversions,
    /// Whether a type is `Eq` and `Hash`.
    Exact,
    /// The setter of a field, or the function that makes a variant.
    Setter,
    /// The method that sets a field to `null`.
    Clear,
    /// The value that a field always has.
    Fixed,
    /// What the call returns.
    Success,
    /// The type of the call's error bodies.
    Error,
    /// The types of the streams over all pages.
    Pages,
    /// How the response can be read as it comes.
    Streams,
    Deprecated,
    /// The file of a type in a crate with a feature per tag.
    Module,
    /// What a feature turns on, and which features turn on a module or an export.
    Enables,
    /// The environment variables of the client.
    Variables,
    /// Method and path of the request.
    Request,
    Tag,
    /// The name or string on the wire.
    Wire,
    /// How an argument is encoded.
    Encoding,
    /// The limits that are checked before sending.
    Limits,
    /// Which fields of a body must be present.
    BodyRules,
    MediaType,
    Accept,
    /// What the statuses of a response have.
    Responses,
    /// How pages follow each other.
    Paging,
    ItemStream,
    /// The credentials that a request carries.
    Security,
    /// Whether the request is idempotent.
    Safety,
    /// What the provider promises about retries.
    RetryRules,
    BaseUrl,
    /// What the operation does to a resource, for a server that stands in for the provider.
    Resource,
    /// Where error bodies have the provider's code or message, and its codes.
    ErrorCode,
    /// When a value is this variant, and which variant a status has.
    Condition,
    /// How an object keeps which of its fields are `null`.
    Marks,
    /// Other attributes.
    Attributes,
    /// Code that is none of the above.
    Code,
    /// Code that follows from the rest, such as the call by id.
    Derived,
    Docs,
    /// A documented body, or the example of a type.
    Example,
}

/// What kind of a fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What programs name: the public API.
    Api,
    /// What is sent and read, or checked before.
    Wire,
    /// Other code.
    Code,
    /// Code that follows from the rest.
    Derived,
    Docs,
    Example,
}

impl Aspect {
    pub fn section(self) -> Section {
        match self {
            Self::Docs => Section::Docs,
            Self::Example => Section::Example,
            Self::Attributes | Self::Code => Section::Code,
            Self::Marks | Self::Derived => Section::Derived,
            found if found < Self::Request => Section::Api,
            _ => Section::Wire,
        }
    }

    /// Returns the words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Method => "method",
            Self::Builder => "builder",
            Self::Type => "type",
            Self::Signature => "signature",
            Self::Presence => "presence",
            Self::New => "in `new`",
            Self::Constructors => "constructors",
            Self::Conversions => "conversions",
            Self::Exact => "`Eq` and `Hash`",
            Self::Setter => "setter",
            Self::Clear => "method for null",
            Self::Fixed => "fixed value",
            Self::Success => "result",
            Self::Error => "error body",
            Self::Pages => "streams over pages",
            Self::Streams => "streamed response",
            Self::Deprecated => "deprecation",
            Self::Module => "module",
            Self::Enables => "enables",
            Self::Variables => "environment variables",
            Self::Request => "request",
            Self::Tag => "tag",
            Self::Wire => "name on the wire",
            Self::Encoding => "encoding",
            Self::Limits => "limits",
            Self::BodyRules => "rules of the body",
            Self::MediaType => "media type",
            Self::Accept => "accepted media types",
            Self::Responses => "responses",
            Self::Paging => "paging",
            Self::ItemStream => "stream of items",
            Self::Security => "credentials",
            Self::Safety => "retry safety",
            Self::RetryRules => "retry rules",
            Self::BaseUrl => "base URL",
            Self::Resource => "resource of the testing server",
            Self::ErrorCode => "error codes",
            Self::Condition => "condition",
            Self::Marks => "marks of null",
            Self::Attributes => "attributes",
            Self::Code => "code",
            Self::Derived => "derived code",
            Self::Docs => "docs",
            Self::Example => "example",
        }
    }
}
