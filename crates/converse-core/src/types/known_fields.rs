//! The fields that a type reads, found through its own `Deserialize`.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

/// Returns the names of the fields that `T` reads. `None` for a type that is not a struct, or keeps every field.
pub fn fields_of<'de, T: Deserialize<'de>>() -> Option<&'static [&'static str]> {
    T::deserialize(Probe).err()?.0
}

/// A deserializer without a value that records the names that a struct asks for.
struct Probe;

/// The end of every attempt to read.
#[derive(Debug)]
struct Asked(Option<&'static [&'static str]>);

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing to read")
    }
}

impl std::error::Error for Asked {}

impl de::Error for Asked {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(None)
    }
}

impl<'de> Deserializer<'de> for Probe {
    type Error = Asked;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Asked> {
        Err(Asked(Some(fields)))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Asked> {
        Err(Asked(None))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
#[allow(dead_code, reason = "only their reading is tested")]
mod tests {
    use serde::Deserialize;
    use serde_json::{Map, Value};

    use super::*;

    #[derive(Deserialize)]
    struct Plain {
        id: String,
        #[serde(rename = "type")]
        kind: Option<String>,
    }

    #[derive(Deserialize)]
    struct Keeping {
        id: String,
        #[serde(flatten)]
        extra: Map<String, Value>,
    }

    #[test]
    fn a_struct_names_its_fields() {
        assert_eq!(fields_of::<Plain>(), Some(&["id", "type"][..]));
        assert_eq!(fields_of::<Box<Plain>>(), Some(&["id", "type"][..]));
    }

    #[test]
    fn what_keeps_every_field_names_none() {
        assert_eq!(fields_of::<Keeping>(), None);
        assert_eq!(fields_of::<Value>(), None);
        assert_eq!(fields_of::<Map<String, Value>>(), None);
        assert_eq!(fields_of::<String>(), None);
    }
}
