//! Reading a packed value as a type.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::Error;

use super::format::TOKEN;
use super::name::Name;
use super::read::{Packed, Parts, View};
use crate::decode::budget::{Grows, Growth, Spent, charge, charge_struct};
use crate::decode::dropped::record;
use crate::decode::integer::visit_integer;

macro_rules! read_integers {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
                match self.view() {
                    Some(View::Float(number)) => {
                        charge(0).map_err(spent)?;
                        visit_integer(visitor, number)
                    }
                    _ => self.deserialize_any(visitor),
                }
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Packed<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.read(visitor, Grows::Doubling)
    }

    /// A map, or a struct that keeps the fields it does not know.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        charge_struct::<V::Value>().map_err(spent)?;
        self.read(visitor, Grows::Map)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        charge_struct::<V::Value>().map_err(spent)?;
        self.read(visitor, Grows::Struct)
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
            TOKEN => visitor.visit_enum(Handed(self.text())),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (variant, content) = match self.view() {
            Some(View::String(variant)) => (variant, None),
            _ => {
                let mut fields = self.fields().ok_or_else(broken_enum)?;
                match (fields.next(), fields.next()) {
                    (Some((variant, content)), None) => (variant, Some(content)),
                    _ => return Err(broken_enum()),
                }
            }
        };
        visitor.visit_enum(Variant { variant, content })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // Nobody has a place for the value. `null` and absent are one.
        if !self.is_null() {
            record(self.span()).map_err(spent)?;
        }
        visitor.visit_unit()
    }

    read_integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    serde::forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct identifier
    }
}

impl<'de> Packed<'de> {
    /// Gives the visitor what the value is. `object`: what an object becomes.
    fn read<V: Visitor<'de>>(self, visitor: V, object: Grows) -> Result<V::Value, Error> {
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
                    growth: Growth::new(Grows::Doubling),
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
                growth: Growth::new(object),
                name: 0,
            }),
        }
    }
}

/// Hands a packed value over to a union.
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

/// A variant of an enum as serde writes it: its name, or an object with the name and the content.
struct Variant<'de> {
    variant: &'de str,
    content: Option<Packed<'de>>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        Ok((seed.deserialize(Name(self.variant))?, self))
    }
}

impl<'de> Variant<'de> {
    fn content(self) -> Result<Packed<'de>, Error> {
        self.content.ok_or_else(broken_enum)
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.content {
            None => Ok(()),
            Some(content) => de::Deserialize::deserialize(content),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.content()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.content()?.deserialize_struct("", fields, visitor)
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
    growth: Growth,
    /// How large the type of the latest name is.
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
        // The names of a struct's fields are looked up and not kept.
        if !self.growth.is_struct() {
            charge(name.len()).map_err(spent)?;
        }
        seed.deserialize(Name(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.parts.value().ok_or_else(broken)?;
        self.growth.entry::<V::Value>(self.name).map_err(spent)?;
        seed.deserialize(value)
    }
}

fn broken() -> Error {
    de::Error::custom("a packed value is broken")
}

fn broken_enum() -> Error {
    de::Error::custom("expected the name of a variant, or an object with one field")
}

fn spent(spent: Spent) -> Error {
    de::Error::custom(spent)
}
