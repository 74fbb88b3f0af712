//! Reading a packed value: part by part, or as a type.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::{Error, Value};

use super::format::{TOKEN, WIDTH, kind};
use crate::decode::budget::{Growth, Spent, charge, charge_struct};

/// A packed value.
#[derive(Clone, Copy)]
pub struct Packed<'de> {
    text: &'de str,
}

/// The kind of a packed value, with its content.
pub(crate) enum View<'de> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Negative(i64),
    Float(f64),
    String(&'de str),
    Array(Parts<'de>),
    Object(Parts<'de>),
}

impl<'de> Packed<'de> {
    /// Reads the value in a string that [`pack`](super::pack) made.
    pub(crate) fn new(text: &'de str) -> Self {
        Self { text }
    }

    /// Returns the value as JSON.
    pub(crate) fn to_value(self) -> Result<Value, Error> {
        de::Deserialize::deserialize(self)
    }

    /// Reads a payload. The value stays unchanged, whether that succeeds or not.
    pub fn decode<T: DeserializeOwned>(self) -> Option<T> {
        T::deserialize(self).ok()
    }

    /// Returns the string in the tag field, if the value is an object that has it.
    pub fn tag(self, name: &str) -> Option<&'de str> {
        self.field(name)?.as_str()
    }

    /// Returns a field of an object. Of a repeated field the last counts, as everywhere in JSON.
    pub(crate) fn field(self, name: &str) -> Option<Self> {
        let named = self.fields()?.filter(|(given, _)| *given == name);
        named.last().map(|(_, value)| value)
    }

    /// Returns the fields of an object, if it is one.
    pub(crate) fn fields(self) -> Option<impl Iterator<Item = (&'de str, Self)>> {
        match self.view()? {
            View::Object(mut parts) => Some(std::iter::from_fn(move || {
                Some((parts.string()?, parts.value()?))
            })),
            _ => None,
        }
    }

    pub(crate) fn is_null(self) -> bool {
        matches!(self.view(), Some(View::Null))
    }

    pub(crate) fn as_str(self) -> Option<&'de str> {
        match self.view()? {
            View::String(text) => Some(text),
            _ => None,
        }
    }

    /// `None` for a string that [`pack`](super::pack) did not write.
    pub(crate) fn view(self) -> Option<View<'de>> {
        let mut parts = Parts { text: self.text };
        Some(match parts.byte()? {
            kind::NULL => View::Null,
            kind::FALSE => View::Bool(false),
            kind::TRUE => View::Bool(true),
            kind::UNSIGNED => View::Unsigned(parts.number()?),
            kind::NEGATIVE => View::Negative(-1 - i64::try_from(parts.number()?).ok()?),
            kind::FLOAT => View::Float(f64::from_bits(parts.number()?)),
            kind::STRING => View::String(parts.string()?),
            kind::ARRAY => View::Array(parts.enclosed()?),
            kind::OBJECT => View::Object(parts.enclosed()?),
            _ => return None,
        })
    }
}

/// The rest of a run of values.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'de> {
    text: &'de str,
}

impl<'de> Parts<'de> {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn take(&mut self, length: usize) -> Option<&'de str> {
        let (taken, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.bytes().next()
    }

    fn number(&mut self) -> Option<u64> {
        let length = 1 + self.text.bytes().position(|byte| byte & 0x40 == 0)?;
        let bytes = self.take(length)?.bytes().rev();
        Some(bytes.fold(0, |number, byte| number << 6 | u64::from(byte & 0x3f)))
    }

    fn string(&mut self) -> Option<&'de str> {
        let length = self.number()?;
        self.take(usize::try_from(length).ok()?)
    }

    fn enclosed(&mut self) -> Option<Self> {
        let length = self.take(WIDTH)?.bytes().rev();
        let length = length.fold(0, |length, byte| length << 7 | usize::from(byte));
        let text = self.take(length)?;
        Some(Self { text })
    }

    /// Returns the next value, skipped without reading its content.
    fn value(&mut self) -> Option<Packed<'de>> {
        let start = self.text;
        match self.byte()? {
            kind::NULL | kind::FALSE | kind::TRUE => {}
            kind::STRING => drop(self.string()?),
            kind::ARRAY | kind::OBJECT => drop(self.enclosed()?),
            _ => drop(self.number()?),
        }
        Some(Packed {
            text: start.get(..start.len() - self.text.len())?,
        })
    }
}

fn broken() -> Error {
    de::Error::custom("a packed value is broken")
}

fn spent(spent: Spent) -> Error {
    de::Error::custom(spent)
}

impl<'de> Deserializer<'de> for Packed<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.read(visitor, true)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        charge_struct::<V::Value>().map_err(spent)?;
        self.read(visitor, false)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.view() {
            Some(View::Null) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            TOKEN => visitor.visit_enum(Handed(self.text)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.as_str() {
            Some(variant) => {
                let variant: BorrowedStrDeserializer<'de, Error> =
                    BorrowedStrDeserializer::new(variant);
                visitor.visit_enum(variant)
            }
            None => self.to_value()?.deserialize_enum(name, variants, visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

impl<'de> Packed<'de> {
    /// Passes the value to the visitor. `keeps_entries`: whether each field of an object takes memory of its own.
    fn read<V: Visitor<'de>>(self, visitor: V, keeps_entries: bool) -> Result<V::Value, Error> {
        charge(0).map_err(spent)?;
        match self.view().ok_or_else(broken)? {
            View::Null => visitor.visit_unit(),
            View::Bool(value) => visitor.visit_bool(value),
            View::Unsigned(value) => visitor.visit_u64(value),
            View::Negative(value) => visitor.visit_i64(value),
            View::Float(value) => visitor.visit_f64(value),
            View::String(text) => {
                charge(text.len()).map_err(spent)?;
                visitor.visit_borrowed_str(text)
            }
            View::Array(parts) => {
                let mut items = Items {
                    parts,
                    growth: Growth::default(),
                };
                let value = visitor.visit_seq(&mut items)?;
                match items.parts.is_empty() {
                    true => Ok(value),
                    false => Err(de::Error::invalid_length(
                        items.growth.items() + 1,
                        &"fewer items",
                    )),
                }
            }
            View::Object(parts) => visitor.visit_map(Fields {
                parts,
                keeps_entries,
                growth: Growth::default(),
                name: 0,
            }),
        }
    }
}

/// A deserializer that gives a packed value to a union.
struct Handed<'de>(&'de str);

impl<'de> EnumAccess<'de> for Handed<'de> {
    type Error = Error;
    type Variant = <BorrowedStrDeserializer<'de, Error> as EnumAccess<'de>>::Variant;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        BorrowedStrDeserializer::new(self.0).variant_seed(seed)
    }
}

struct Items<'de> {
    parts: Parts<'de>,
    growth: Growth,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.parts.is_empty() {
            return Ok(None);
        }
        let item = self.parts.value().ok_or_else(broken)?;
        self.growth.item::<T::Value>().map_err(spent)?;
        seed.deserialize(item).map(Some)
    }
}

struct Fields<'de> {
    parts: Parts<'de>,
    keeps_entries: bool,
    growth: Growth,
    /// Size of the type of the latest name.
    name: usize,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if self.parts.is_empty() {
            return Ok(None);
        }
        let name = self.parts.string().ok_or_else(broken)?;
        self.name = size_of::<K::Value>();
        if self.keeps_entries {
            charge(name.len()).map_err(spent)?;
        }
        seed.deserialize(BorrowedStrDeserializer::new(name))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.parts.value().ok_or_else(broken)?;
        if self.keeps_entries {
            self.growth.entry::<V::Value>(self.name).map_err(spent)?;
        }
        seed.deserialize(value)
    }
}
