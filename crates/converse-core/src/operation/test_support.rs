//! Two operations for tests.

use reqwest::Method;

use super::rule::{BodyRule, Rule};
use super::{
    Content, Location, Operation, Parameter, RequestBody, Response, Safety, SecurityScheme,
    StatusRange, Style,
};

pub(crate) const fn parameter(name: &'static str, location: Location, style: Style) -> Parameter {
    Parameter {
        name,
        location,
        required: false,
        style,
        explode: false,
        rules: &[],
    }
}

pub(crate) const HEADER: SecurityScheme = SecurityScheme::Header {
    name: "x-api-key",
    prefix: "",
};

/// An operation with every kind of parameter.
pub(crate) static CREATE: Operation = Operation {
    provider: "acme",
    id: "createThing",
    method: Method::POST,
    path: "/rooms/{room}/things/",
    tag: None,
    safety: Safety::NotIdempotent,
    not_processed: &[],
    never_retry: &[],
    idempotency_key: None,
    parameters: &[
        Parameter {
            required: true,
            ..parameter("room", Location::Path, Style::Simple)
        },
        Parameter {
            rules: &[Rule::Range(1, 100)],
            ..parameter("limit", Location::Query, Style::Form)
        },
        Parameter {
            explode: true,
            ..parameter("tags", Location::Query, Style::Form)
        },
        parameter("X-Trace", Location::Header, Style::Simple),
        parameter("session", Location::Cookie, Style::Form),
    ],
    body: Some(RequestBody {
        media_type: "application/json",
        required: true,
        clears: false,
        rules: &[BodyRule::AnyOf(&["name", "source"])],
    }),
    responses: &[
        Response {
            status: StatusRange::Exact(404),
            body: Content::Json,
            variant: 0,
        },
        Response {
            status: StatusRange::Exact(422),
            body: Content::Json,
            variant: 1,
        },
        Response {
            status: StatusRange::Class(4),
            body: Content::Json,
            variant: 0,
        },
        Response {
            status: StatusRange::Default,
            body: Content::Json,
            variant: 1,
        },
        Response {
            status: StatusRange::Exact(503),
            body: Content::Empty,
            variant: 0,
        },
        Response {
            status: StatusRange::Exact(201),
            body: Content::Json,
            variant: 0,
        },
        Response {
            status: StatusRange::Exact(204),
            body: Content::Empty,
            variant: 0,
        },
    ],
    paging: None,
    security: &[HEADER],
};

/// An operation with one path parameter and without a documented response.
pub(crate) static GET: Operation = Operation {
    provider: "acme",
    id: "getThing",
    method: Method::GET,
    path: "/things/{id}/end",
    tag: None,
    safety: Safety::Idempotent,
    not_processed: &[],
    never_retry: &[],
    idempotency_key: None,
    parameters: &[Parameter {
        required: true,
        ..parameter("id", Location::Path, Style::Simple)
    }],
    body: None,
    responses: &[],
    paging: None,
    security: &[HEADER],
};
