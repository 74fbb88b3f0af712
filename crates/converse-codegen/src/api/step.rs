//! How a schema leads to those directly below it.

use std::fmt;

/// How a schema leads to one directly below it; as a string, the place of that schema relative to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// A field by its name.
    Field(&'a str),
    /// The items of a list.
    Items,
    /// The values under any key.
    Values,
    /// A variant: the keyword, and which it is.
    Member(&'static str, usize),
    /// A part of the schema itself.
    Part,
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => f.write_str(name),
            Self::Items => f.write_str("items"),
            Self::Values => f.write_str("additionalProperties"),
            Self::Member(keyword, index) => write!(f, "{keyword}/{index}"),
            Self::Part => Ok(()),
        }
    }
}
