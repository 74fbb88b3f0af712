//! The arguments of an operation as data.

use crate::operation::{Location, Rule};
use crate::types::Shape;

/// An argument of an operation: a parameter, or the body.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ArgumentShape {
    /// The name on the wire; `body` for the body.
    pub name: &'static str,
    /// Where a parameter is sent. `None` for the body.
    pub location: Option<Location>,
    /// The lines of its docs.
    pub docs: &'static [&'static str],
    /// Whether a call without it is refused, if the client does not have it.
    pub required: bool,
    /// The limits on a body. Those of a parameter are in its row of the table.
    pub rules: &'static [Rule],
    /// Its value.
    pub shape: fn() -> Shape,
}

impl ArgumentShape {
    /// Describes a parameter.
    pub const fn parameter(
        name: &'static str,
        location: Location,
        docs: &'static [&'static str],
        required: bool,
        shape: fn() -> Shape,
    ) -> Self {
        Self {
            name,
            location: Some(location),
            docs,
            required,
            rules: &[],
            shape,
        }
    }

    /// Describes a body.
    pub const fn body(
        docs: &'static [&'static str],
        required: bool,
        rules: &'static [Rule],
        shape: fn() -> Shape,
    ) -> Self {
        Self {
            name: "body",
            location: None,
            docs,
            required,
            rules,
            shape,
        }
    }
}
