//! Writing any JSON value into a string.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::format::{WIDTH, kind};
use crate::decode::budget::charge;

/// The memory that a packed value begins with: enough for most.
const FIRST: usize = 256;

/// Packs the value of the deserializer.
pub(crate) fn pack<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut bytes = Vec::with_capacity(FIRST);
    Writer(&mut bytes).deserialize(deserializer)?;
    // The first is free again before the next value is packed.
    let taken = match bytes.capacity() {
        FIRST => bytes.len(),
        taken => taken,
    };
    charge(taken).map_err(de::Error::custom)?;
    // Everything but strings is written as ASCII, and strings are written as a whole.
    String::from_utf8(bytes).map_err(|_| de::Error::custom("a packed value is not UTF-8"))
}

/// Appends one value.
struct Writer<'a>(&'a mut Vec<u8>);

impl Writer<'_> {
    /// Writes six bits a byte, the lowest first. The seventh says that more follow.
    fn number(&mut self, mut number: u64) {
        while number >= 0x40 {
            self.0.push(number as u8 & 0x3f | 0x40);
            number >>= 6;
        }
        self.0.push(number as u8);
    }

    fn string(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Writes a value whose length is known when it is complete.
    fn enclosed<E: de::Error>(
        self,
        kind: u8,
        content: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.0.push(kind);
        let start = self.0.len() + WIDTH;
        self.0.resize(start, 0);
        content(self.0)?;
        let mut length = self.0.len() - start;
        for byte in &mut self.0[start - WIDTH..start] {
            *byte = length as u8 & 0x7f;
            length >>= 7;
        }
        match length {
            0 => Ok(()),
            _ => Err(E::custom("a value of more than 32 GiB")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Writer<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Writer<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.0.push(kind::NULL);
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.0.push(if value { kind::TRUE } else { kind::FALSE });
        Ok(())
    }

    fn visit_i64<E: de::Error>(mut self, value: i64) -> Result<(), E> {
        match u64::try_from(value) {
            Ok(value) => self.visit_u64(value),
            Err(_) => {
                self.0.push(kind::NEGATIVE);
                // -1 minus a negative number is not negative.
                self.number((-1 - value) as u64);
                Ok(())
            }
        }
    }

    fn visit_u64<E: de::Error>(mut self, value: u64) -> Result<(), E> {
        self.0.push(kind::UNSIGNED);
        self.number(value);
        Ok(())
    }

    fn visit_f64<E: de::Error>(mut self, value: f64) -> Result<(), E> {
        self.0.push(kind::FLOAT);
        self.number(value.to_bits());
        Ok(())
    }

    fn visit_str<E: de::Error>(mut self, value: &str) -> Result<(), E> {
        self.0.push(kind::STRING);
        self.string(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.enclosed(kind::ARRAY, |bytes| {
            while items.next_element_seed(Writer(bytes))?.is_some() {}
            Ok(())
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        self.enclosed(kind::OBJECT, |bytes| {
            while fields.next_key_seed(NameWriter(bytes))?.is_some() {
                fields.next_value_seed(Writer(bytes))?;
            }
            Ok(())
        })
    }
}

/// Appends the name of a field.
struct NameWriter<'a>(&'a mut Vec<u8>);

impl<'de> DeserializeSeed<'de> for NameWriter<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameWriter<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<(), E> {
        Writer(self.0).string(name);
        Ok(())
    }
}
