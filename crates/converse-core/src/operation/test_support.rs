//! Two operations for tests.

use super::rule::{BodyRule, Rule};
use super::{
    Content, Location, Operation, Parameter, RequestBody, Response, SecurityScheme, StatusRange,
    Style,
};

/// Returns an optional parameter that is not exploded, in any location.
pub(crate) const fn parameter(name: &'static str, location: Location, style: Style) -> Parameter {
    Parameter {
        name,
        location,
        required: false,
        style,
        explode: false,
        allow_reserved: false,
        rules: &[],
    }
}

pub(crate) const HEADER: SecurityScheme = SecurityScheme::header("key", "x-api-key", "");

/// An operation with parameters in all locations.
pub(crate) static CREATE: Operation =
    Operation::post("acme", "createThing", "/rooms/{room}/things/")
        .parameters(&[
            Parameter::path("room"),
            Parameter::query("limit")
                .explode(false)
                .rules(&[Rule::Range(1, 100)]),
            Parameter::query("tags"),
            Parameter::header("X-Trace"),
            Parameter::cookie("session").explode(false),
        ])
        .body(
            RequestBody::new("application/json")
                .required()
                .rules(&[BodyRule::AnyOf(&["name", "source"])]),
        )
        .responses(&[
            Response::new(StatusRange::Exact(404), Content::Json),
            Response::new(StatusRange::Exact(422), Content::Json).variant(1),
            Response::new(StatusRange::Class(4), Content::Json),
            Response::new(StatusRange::Default, Content::Json).variant(1),
            Response::new(StatusRange::Exact(503), Content::Empty),
            Response::new(StatusRange::Exact(201), Content::Json),
            Response::new(StatusRange::Exact(204), Content::Empty),
        ])
        .security(&[&[HEADER]]);

/// An operation with one path parameter and no documented response.
pub(crate) static GET: Operation = Operation::get("acme", "getThing", "/things/{id}/end")
    .parameters(&[Parameter::path("id")])
    .security(&[&[HEADER]]);
