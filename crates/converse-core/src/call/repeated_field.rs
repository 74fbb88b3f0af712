//! A field that a body has twice: which of the two counts is up to the server, so neither is sent.

use std::borrow::Cow;
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
        let mut names = Names::default();
        while let Some(name) = map.next_key_seed(NameSeed)? {
            map.next_value_seed(Fields(&mut *self.0))?;
            if names.has(&name) {
                *self.0 = Some(name.into_owned());
                return Err(A::Error::custom("found"));
            }
            names.add(name);
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

/// The names of the fields of an object so far. Most objects have few.
#[derive(Default)]
struct Names<'de> {
    first: Vec<Cow<'de, str>>,
    more: HashSet<Cow<'de, str>>,
}

/// From so many names on, comparing with each takes longer than hashing.
const FEW: usize = 16;

impl<'de> Names<'de> {
    fn has(&self, name: &str) -> bool {
        self.first.iter().any(|it| it == name) || self.more.contains(name)
    }

    fn add(&mut self, name: Cow<'de, str>) {
        match self.first.len() < FEW {
            true => self.first.push(name),
            false => {
                self.more.insert(name);
            }
        }
    }
}

/// Reads a name without a copy, unless it has escapes.
struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
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

    #[test]
    fn many_fields_are_compared_as_few_are() {
        let fields = |last: &str| {
            let names = (0..40).map(|number| format!("\"f{number}\":{number}"));
            let names = names.collect::<Vec<_>>().join(",");
            repeated_field(format!("{{{names},\"{last}\":0}}").as_bytes())
        };
        assert_eq!(fields("f40"), None);
        // Written differently, they are the same name.
        for repeated in ["f3", "f39", "f\\u0033"] {
            assert!(fields(repeated).is_some(), "{repeated}");
        }
    }
}
