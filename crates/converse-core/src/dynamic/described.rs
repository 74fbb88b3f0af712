//! The arguments of an operation as data.

use serde_json::Value;

use crate::operation::{Location, Operation, Rule};
use crate::types::{Problem, ProblemKind, Shape, problems};

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

/// Returns everything in a body that its operation does not allow: [`problems`], and what the document says about the
/// whole body.
pub fn body_problems(operation: &Operation, body: &ArgumentShape, value: &Value) -> Vec<Problem> {
    let mut found = problems((body.shape)(), body.rules, value);
    let rules = operation.body.iter().flat_map(|body| body.rules);
    let broken = rules.filter_map(|rule| rule.broken_by(value));
    found.extend(broken.map(|message| Problem::new(ProblemKind::Rule, "", message)));
    found
}
