//! A part of a response.

use converse::serde_json::Value;
use serde_json_path::JsonPath;

use crate::failure::Failure;

/// A part of a value, by a JSON Pointer or JSONPath.
pub enum Selection {
    Pointer(String),
    Path(Box<JsonPath>),
}

impl Selection {
    /// Reads `/items/0/id` or `$.items[*].id`.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        if text.is_empty() || text.starts_with('/') {
            return Ok(Self::Pointer(text.to_owned()));
        }
        match JsonPath::parse(text) {
            Ok(path) => Ok(Self::Path(Box::new(path))),
            Err(error) => Err(Failure::usage(format!(
                "`{text}` is neither a JSON Pointer (`/id`) nor JSONPath (`$.id`): {error}"
            ))),
        }
    }

    /// Returns the part: null where a pointer finds nothing, the list of what a path finds.
    pub fn of(&self, value: &Value) -> Value {
        match self {
            Self::Pointer(pointer) => value.pointer(pointer).cloned().unwrap_or_default(),
            Self::Path(path) => path.query(value).all().into_iter().cloned().collect(),
        }
    }
}
