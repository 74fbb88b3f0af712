//! A field that a body has twice: which of the two counts is up to the server, so neither is sent.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// Returns the name of the first field that an object of this JSON has twice.
pub(crate) fn repeated_field(json: &[u8]) -> Option<String> {
    let mut found = None;
    let mut reader = serde_json::Deserializer::from_slice(json);
    // It stops early where it finds one; other errors do not matter here.
    let _ = Fields(&mut found).deserialize(&mut reader);
    found
}

struct Fields<'a>(&'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(Fields(&mut *self.0))?;
            if names.contains(&name) {
                *self.0 = Some(name);
                return Err(A::Error::custom("found"));
            }
            names.insert(name);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Fields(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_counts_in_its_own_object() {
        for (json, expected) in [
            (r#"{"a":1,"b":{"a":null},"c":[{"a":1.5},{"a":"x"}]}"#, None),
            (r#"{"a":1,"a":true}"#, Some("a")),
            (r#"[{"b":[{"c":-1,"d":0,"c":2}]}]"#, Some("c")),
            (r#""text""#, None),
        ] {
            assert_eq!(
                repeated_field(json.as_bytes()).as_deref(),
                expected,
                "{json}"
            );
        }
    }
}
