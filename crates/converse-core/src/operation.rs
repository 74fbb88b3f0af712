//! The static tables of a generated crate: what each operation takes, sends and returns.
//!
//! They are plain data, written as literals by generated code.

mod example;
mod provider;
mod rule;
#[cfg(test)]
pub(crate) mod test_support;

use reqwest::Method;

pub use example::{Example, Side};
pub use provider::Provider;
pub use rule::{BodyRule, Rule};

/// One operation of a provider, as its document describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The provider's short name.
    pub provider: &'static str,
    /// The `operationId`, as published.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, with a leading slash: `/workspaces/{workspaceId}/conversations`. In some
    /// documents it goes on into the query: `/export?app={app}`.
    pub path: &'static str,
    /// The first tag of the operation.
    pub tag: Option<&'static str>,
    /// Whether the operation is idempotent.
    pub safety: Safety,
    /// Statuses that the provider guarantees to mean that nothing was done. A call that ends in one
    /// of them is retried even if the operation is not idempotent.
    pub not_processed: &'static [u16],
    /// Statuses that do not pass by waiting, such as a monthly limit. A call that ends in one of them
    /// is never retried.
    pub never_retry: &'static [u16],
    /// The header of a key by which the provider recognizes a retried request as the same. A call
    /// carries one key in all its attempts, made up unless the caller gives one, and is retried
    /// like an idempotent one.
    pub idempotency_key: Option<&'static str>,
    /// Path, query, header and cookie parameters.
    pub parameters: &'static [Parameter],
    /// The request body, if the operation takes one.
    pub body: Option<RequestBody>,
    /// The documented responses.
    pub responses: &'static [Response],
    /// How it goes on after its first page, if its response comes page by page.
    pub paging: Option<Paging>,
    /// The ways to give the credential, each enough by itself. Empty: the operation takes none.
    pub security: &'static [SecurityScheme],
}

/// What happens when an operation is sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Safety {
    /// Twice is the same as once.
    Idempotent,
    /// Twice may do it twice: a second message to a real person.
    NotIdempotent,
}

/// One parameter of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it goes.
    pub location: Location,
    /// Whether a call without it is refused.
    pub required: bool,
    /// How its value is written.
    pub style: Style,
    /// Whether the members of an array or object are written one by one.
    pub explode: bool,
    /// What its value must satisfy. Checked before anything is sent.
    pub rules: &'static [Rule],
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// Into the path template.
    Path,
    /// Into the query.
    Query,
    /// Into a header of its own.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

/// How a parameter's value is written, as OpenAPI names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `a,b`: paths and headers.
    Simple,
    /// `.a,b`: paths.
    Label,
    /// `;name=a,b`: paths.
    Matrix,
    /// `name=a,b`: queries and cookies.
    Form,
    /// `name=a%20b`: queries.
    SpaceDelimited,
    /// `name=a%7Cb`: queries.
    PipeDelimited,
    /// `name%5Bkey%5D=value`: queries.
    DeepObject,
    /// The value as JSON text: a parameter with `content: application/json`.
    Json,
}

/// The request body of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
pub struct Response {
    /// The statuses it is documented for.
    pub status: StatusRange,
    /// What its body is.
    pub body: Content,
    /// Which shape an error body has: the number that [`ErrorBody::decode`](crate::ErrorBody::decode) gets.
    /// Without meaning for a success.
    pub variant: usize,
}

/// The statuses a response is documented for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// How the response of an operation comes page by page.
///
/// Pointers are JSON Pointers (RFC 6901) into the body of a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The query parameter that takes a page's position.
    pub parameter: &'static str,
    /// Where the list of items is. Empty: the body is the list.
    pub items: &'static str,
    /// How the next position is found.
    pub style: PagingStyle,
}

/// How the position of the next page is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagingStyle {
    /// Each page names the next one. A page that names none, or an empty one, is the last.
    Cursor {
        /// Where the next position is.
        next: &'static str,
    },
    /// Pages have numbers. An empty page is the last, and so is one with fewer items than
    /// `default_limit`, or than the caller asked for if that is less: the document is believed that
    /// its default is how many items a full page holds.
    Page {
        /// The number of the page that comes if none is asked for, and that a stream asks for if the
        /// parameter is required.
        first: i64,
        /// The query parameter that says how many items a page holds at most.
        limit: Option<&'static str>,
        /// How many items a page holds at most if the caller does not say.
        default_limit: Option<i64>,
    },
}

/// How an operation wants its credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecurityScheme {
    /// In a header, after a prefix: (`authorization`, `Bearer `), (`x-api-key`, ``).
    Header {
        /// The header's name.
        name: &'static str,
        /// What stands before the credential, with the space that parts them.
        prefix: &'static str,
    },
    /// In a query parameter.
    Query {
        /// The parameter's name.
        name: &'static str,
    },
    /// In a cookie.
    Cookie {
        /// The cookie's name.
        name: &'static str,
    },
}

impl Operation {
    /// The parameter of that name and place. Header names match in any case.
    pub(crate) fn parameter(&self, location: Location, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| {
            parameter.location == location
                && match location {
                    Location::Header => parameter.name.eq_ignore_ascii_case(name),
                    _ => parameter.name == name,
                }
        })
    }

    /// What the document says of a status: the exact entry before its class before the default.
    ///
    /// The default speaks for errors only: a document names its successes.
    pub(crate) fn response(&self, status: u16) -> Option<&'static Response> {
        let find = |range: StatusRange| {
            self.responses
                .iter()
                .find(|response| response.status == range)
        };
        // A status has three digits, so that its class fits.
        find(StatusRange::Exact(status))
            .or_else(|| find(StatusRange::Class((status / 100) as u8)))
            .or_else(|| {
                if (200..300).contains(&status) {
                    None
                } else {
                    find(StatusRange::Default)
                }
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_entry_speaks_for_a_status() {
        const fn entry(status: StatusRange, variant: usize) -> Response {
            Response {
                status,
                body: Content::Json,
                variant,
            }
        }
        const RESPONSES: &[Response] = &[
            entry(StatusRange::Default, 0),
            entry(StatusRange::Class(4), 1),
            entry(StatusRange::Exact(404), 2),
        ];
        let operation = Operation {
            provider: "acme",
            id: "x",
            method: Method::GET,
            path: "/",
            tag: None,
            safety: Safety::Idempotent,
            not_processed: &[],
            never_retry: &[],
            idempotency_key: None,
            parameters: &[],
            body: None,
            responses: RESPONSES,
            paging: None,
            security: &[],
        };
        let variant = |status| operation.response(status).map(|response| response.variant);
        assert_eq!(variant(404), Some(2));
        assert_eq!(variant(400), Some(1));
        assert_eq!(variant(500), Some(0));
        // The default speaks for errors only.
        assert_eq!(variant(200), None);
    }
}
