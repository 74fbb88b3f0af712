//! A row of the table: one operation.

use super::body::{Content, RequestBody, Response, StatusRange};
use super::paging::Paging;
use super::parameter::{Location, Parameter};
use super::retry_rules::{RetryRules, Safety};
use super::security::SecurityScheme;
use super::streams::ItemStream;

/// One operation of a provider, as its document describes it.
///
/// ```
/// # use converse_core as converse;
/// use converse::operation::{Content, Operation, Parameter, Response, Rule, StatusRange};
///
/// static LIST_THINGS: Operation = Operation::get("acme", "listThings", "/rooms/{room}/things")
///     .parameters(&[
///         Parameter::path("room"),
///         Parameter::query("limit").rules(&[Rule::Range(1, 100)]),
///     ])
///     .responses(&[Response::new(StatusRange::Class(2), Content::Json)]);
/// assert!(LIST_THINGS.parameters[0].required);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The provider's short name.
    pub provider: &'static str,
    /// The `operationId`, as published.
    pub id: &'static str,
    /// The HTTP method, in the letters of its definition.
    pub method: &'static str,
    /// The path template, with a leading slash: `/workspaces/{workspaceId}/conversations`. In some
    /// documents it goes on into the query: `/export?app={app}`.
    pub path: &'static str,
    /// The first tag of the operation.
    pub tag: Option<&'static str>,
    /// Whether the operation is idempotent.
    pub safety: Safety,
    /// What the provider promises about retries.
    pub retry: RetryRules,
    /// Path, query, header and cookie parameters.
    pub parameters: &'static [Parameter],
    /// The request body, if the operation takes one.
    pub body: Option<RequestBody>,
    /// The media types of all documented responses, as `Accept` has them. Empty: JSON, if a response is JSON.
    pub accept: &'static str,
    /// The documented responses.
    pub responses: &'static [Response],
    /// How the next page is requested, if the response comes in pages.
    pub paging: Option<Paging>,
    /// How the items of a success follow each other, if it can be a stream of items.
    pub stream: Option<ItemStream>,
    /// The alternatives, each sufficient: the schemes whose credentials a request carries together. An alternative
    /// without schemes allows a call without a credential. Empty: the operation takes none.
    pub security: &'static [&'static [SecurityScheme]],
}

/// Constructors of rows.
impl Operation {
    /// Returns a `GET` of the provider with this short name, idempotent.
    pub const fn get(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "GET", id, path, Safety::Idempotent)
    }

    /// Returns a `PUT` of the provider with this short name, idempotent.
    pub const fn put(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "PUT", id, path, Safety::Idempotent)
    }

    /// Returns a `POST` of the provider with this short name, idempotent only if the row says so.
    pub const fn post(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "POST", id, path, Safety::NotIdempotent)
    }

    /// Returns a `DELETE` of the provider with this short name, idempotent.
    pub const fn delete(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "DELETE", id, path, Safety::Idempotent)
    }

    /// Returns a `PATCH` of the provider with this short name, idempotent only if the row says so.
    pub const fn patch(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "PATCH", id, path, Safety::NotIdempotent)
    }

    /// Returns a `HEAD` of the provider with this short name, idempotent.
    pub const fn head(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "HEAD", id, path, Safety::Idempotent)
    }

    /// Returns an `OPTIONS` of the provider with this short name, idempotent.
    pub const fn options(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "OPTIONS", id, path, Safety::Idempotent)
    }

    /// Returns a `TRACE` of the provider with this short name, idempotent.
    pub const fn trace(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "TRACE", id, path, Safety::Idempotent)
    }

    /// Returns a `QUERY` of the provider with this short name, idempotent.
    pub const fn query(provider: &'static str, id: &'static str, path: &'static str) -> Self {
        Self::new(provider, "QUERY", id, path, Safety::Idempotent)
    }

    /// Returns a row with a method that HTTP itself does not define, idempotent only if the row says so.
    pub const fn other(
        method: &'static str,
        provider: &'static str,
        id: &'static str,
        path: &'static str,
    ) -> Self {
        Self::new(provider, method, id, path, Safety::NotIdempotent)
    }

    const fn new(
        provider: &'static str,
        method: &'static str,
        id: &'static str,
        path: &'static str,
        safety: Safety,
    ) -> Self {
        Self {
            provider,
            id,
            method,
            path,
            tag: None,
            safety,
            retry: RetryRules::new(),
            parameters: &[],
            body: None,
            accept: "",
            responses: &[],
            paging: None,
            stream: None,
            security: &[],
        }
    }

    /// Sets the first tag.
    pub const fn tag(mut self, tag: &'static str) -> Self {
        self.tag = Some(tag);
        self
    }

    /// Sets whether the operation is idempotent, where it differs from its method.
    pub const fn safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// Sets what the provider promises about retries.
    pub const fn retry(mut self, retry: RetryRules) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the parameters.
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the request body.
    pub const fn body(mut self, body: RequestBody) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets the media types of all responses, where they are more than JSON.
    pub const fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    /// Sets the documented responses.
    pub const fn responses(mut self, responses: &'static [Response]) -> Self {
        self.responses = responses;
        self
    }

    /// Sets how the next page is requested.
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets how the items of a success follow each other.
    pub const fn stream(mut self, stream: ItemStream) -> Self {
        self.stream = Some(stream);
        self
    }

    /// Sets the alternatives, each sufficient: the schemes whose credentials a request carries together.
    pub const fn security(mut self, security: &'static [&'static [SecurityScheme]]) -> Self {
        self.security = security;
        self
    }
}

impl Operation {
    /// Returns the parameter with that name and location. Header names match in any case.
    pub(crate) fn parameter(&self, location: Location, name: &str) -> Option<&'static Parameter> {
        let index = self.parameter_index(location, name)?;
        Some(&self.parameters[index])
    }

    /// Returns the place of a parameter in the table.
    pub(crate) fn parameter_index(&self, location: Location, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| {
            parameter.location == location
                && match location {
                    Location::Header => parameter.name.eq_ignore_ascii_case(name),
                    _ => parameter.name == name,
                }
        })
    }

    /// Returns the media types that a call accepts.
    pub(crate) fn accepted(&self) -> Option<&'static str> {
        let json = || self.responses.iter().any(|it| it.body == Content::Json);
        match self.accept {
            "" => json().then_some("application/json"),
            documented => Some(documented),
        }
    }

    /// Returns the documented response for a status: an exact entry, else one for its class, else the default.
    ///
    /// The default is for errors only: a document names its successes.
    pub(crate) fn response(&self, status: u16) -> Option<&'static Response> {
        let find = |range: StatusRange| {
            self.responses
                .iter()
                .find(|response| response.status == range)
        };
        // A status has three digits, so its class fits.
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
    use super::super::parameter::Style;
    use super::*;

    #[test]
    fn a_row_that_says_nothing_is_as_openapi_and_http_have_it() {
        let written = |parameter: Parameter| {
            let Parameter {
                required,
                style,
                explode,
                ..
            } = parameter;
            (required, style, explode)
        };
        for (parameter, expected) in [
            (Parameter::path("a"), (true, Style::Simple, false)),
            (Parameter::query("a"), (false, Style::Form, true)),
            (Parameter::header("a"), (false, Style::Simple, false)),
            (Parameter::cookie("a"), (false, Style::Form, true)),
            (
                Parameter::query("a").style(Style::DeepObject).required(),
                (true, Style::DeepObject, false),
            ),
            (
                Parameter::query("a").style(Style::Form).explode(false),
                (false, Style::Form, false),
            ),
        ] {
            assert_eq!(written(parameter), expected, "{parameter:?}");
        }
        for (row, method, safety) in [
            (Operation::get("p", "i", "/"), "GET", Safety::Idempotent),
            (Operation::put("p", "i", "/"), "PUT", Safety::Idempotent),
            (
                Operation::post("p", "i", "/"),
                "POST",
                Safety::NotIdempotent,
            ),
            (
                Operation::delete("p", "i", "/"),
                "DELETE",
                Safety::Idempotent,
            ),
            (
                Operation::patch("p", "i", "/"),
                "PATCH",
                Safety::NotIdempotent,
            ),
            (Operation::head("p", "i", "/"), "HEAD", Safety::Idempotent),
            (
                Operation::options("p", "i", "/"),
                "OPTIONS",
                Safety::Idempotent,
            ),
            (Operation::trace("p", "i", "/"), "TRACE", Safety::Idempotent),
            (Operation::query("p", "i", "/"), "QUERY", Safety::Idempotent),
            (
                Operation::other("LINK", "p", "i", "/"),
                "LINK",
                Safety::NotIdempotent,
            ),
        ] {
            assert_eq!((row.method, row.safety), (method, safety));
        }
    }

    #[test]
    fn the_closest_entry_speaks_for_a_status() {
        const fn entry(status: StatusRange, variant: usize) -> Response {
            Response::new(status, Content::Json).variant(variant)
        }
        const RESPONSES: &[Response] = &[
            entry(StatusRange::Default, 0),
            entry(StatusRange::Class(4), 1),
            entry(StatusRange::Exact(404), 2),
        ];
        let operation = Operation::get("acme", "x", "/").responses(RESPONSES);
        let variant = |status| operation.response(status).map(|response| response.variant);
        assert_eq!(variant(404), Some(2));
        assert_eq!(variant(400), Some(1));
        assert_eq!(variant(500), Some(0));
        // The default is for errors only.
        assert_eq!(variant(200), None);
    }
}
