//! The schemas below a schema.

use std::fmt;

use serde_json::Value;

/// How a schema leads to one directly below it; as a string, the place of that schema relative to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// A field by its name.
    Field(&'a str),
    /// The items of a list.
    Items,
    /// The values under any key.
    Values,
    /// A part or a variant: the keyword, and which it is.
    Member(&'a str, usize),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => f.write_str(name),
            Self::Items => f.write_str("items"),
            Self::Values => f.write_str("additionalProperties"),
            Self::Member(keyword, index) => write!(f, "{keyword}/{index}"),
        }
    }
}

/// Defines the places once, for shared and for mutable borrows.
macro_rules! children {
    ($schema:ident, $iter:ident) => {{
        let mut children = Vec::new();
        let Value::Object(object) = $schema else {
            return children;
        };
        for (keyword, value) in object.$iter() {
            match (keyword.as_str(), value) {
                ("properties", Value::Object(fields)) => {
                    let fields = fields.$iter();
                    children.extend(fields.map(|(name, schema)| (Step::Field(name), schema)));
                }
                ("items", schema @ Value::Object(_)) => children.push((Step::Items, schema)),
                ("additionalProperties", schema @ Value::Object(_)) => {
                    children.push((Step::Values, schema));
                }
                ("allOf" | "oneOf" | "anyOf", Value::Array(members)) => {
                    let members = members.$iter().enumerate();
                    children.extend(
                        members.map(|(index, schema)| (Step::Member(keyword, index), schema)),
                    );
                }
                _ => {}
            }
        }
        children
    }};
}

/// Returns the schemas directly below `schema`, in their order.
pub fn children(schema: &Value) -> Vec<(Step<'_>, &Value)> {
    children!(schema, iter)
}

/// Returns the schemas directly below `schema`, in their order.
pub fn children_mut(schema: &mut Value) -> Vec<(Step<'_>, &mut Value)> {
    children!(schema, iter_mut)
}

/// Calls `visit` on `schema` and all below it, the inner ones first.
pub fn visit_schema(schema: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    for (_, child) in children_mut(schema) {
        visit_schema(child, visit);
    }
    visit(schema);
}
