//! Reads a string as a value that need not keep it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

/// Reads a string as a value, which copies it only if it keeps it.
///
/// # Errors
/// The value is not a string.
pub fn read_text<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    read: fn(Cow<'_, str>) -> T,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(TextVisitor(read))
}

struct TextVisitor<T>(fn(Cow<'_, str>) -> T);

impl<T> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(self.0(Cow::Borrowed(text)))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<T, E> {
        Ok(self.0(Cow::Owned(text)))
    }
}
