//! `names.toml`: the Rust name of each schema, kept from run to run so that a type never changes its name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::document::read;
use crate::problem::Result;
use crate::toml_string::toml_string;

/// The names that earlier runs gave to types, by the place of the schema. Kept from run to run, they keep a new schema
/// in the document from renaming an old type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Names {
    /// `Component`, `Component/property`, `operation/request`, … → Rust name.
    #[serde(default)]
    pub types: BTreeMap<String, String>,
}

impl Names {
    /// Reads names from TOML; `file` is their name in messages.
    ///
    /// # Errors
    /// The text is not TOML, or not the table that [`to_toml`](Self::to_toml) writes.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        read::toml(file, text)
    }

    /// Returns the names as TOML, below a comment of one line.
    pub fn to_toml(&self, comment: &str) -> String {
        let mut text = format!("# {comment}\n\n[types]\n");
        for (place, name) in &self.types {
            let _ = writeln!(text, "{} = \"{name}\"", toml_string(place));
        }
        text
    }
}
