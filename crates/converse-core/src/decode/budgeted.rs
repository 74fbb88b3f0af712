//! A deserializer that charges what it reads.

use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::budget::{Grows, Growth, charge, charge_struct};
use super::integer::visit_integer;
use super::packed::TOKEN;
use super::path;

/// A deserializer, or a part of one, that charges its values.
pub(super) struct Budgeted<T>(pub(super) T);

/// A visitor whose values are charged.
struct Charged<V> {
    visitor: V,
    /// The type that an object becomes.
    object: Grows,
    /// Whether an integer is read, which JSON may write with a fraction of zero or an exponent.
    integer: bool,
}

impl<V> Charged<V> {
    fn new(visitor: V) -> Self {
        Self {
            visitor,
            object: Grows::Doubling,
            integer: false,
        }
    }
}

macro_rules! charge_any {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
                self.0.$method(Charged::new(visitor))
            }
        )*
    };
}

macro_rules! charge_integers {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
                let integer = true;
                self.0.$method(Charged { integer, ..Charged::new(visitor) })
            }
        )*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Budgeted<D> {
    type Error = D::Error;

    charge_integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    charge_any! {
        deserialize_any deserialize_bool deserialize_f32 deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_bytes
        deserialize_byte_buf deserialize_option deserialize_unit deserialize_seq
        deserialize_identifier
    }

    /// A map, or a struct that keeps the fields it does not know.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        charge_struct::<V::Value>().map_err(de::Error::custom)?;
        let object = Grows::Map;
        self.0.deserialize_map(Charged {
            object,
            ..Charged::new(visitor)
        })
    }

    /// A value that is ignored takes no memory.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_unit_struct(name, Charged::new(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        match name {
            // A packed value is in proportion to the body, and is charged when it is read.
            TOKEN => self.0.deserialize_newtype_struct(name, visitor),
            _ => self
                .0
                .deserialize_newtype_struct(name, Charged::new(visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple(length, Charged::new(visitor))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Charged::new(visitor);
        self.0.deserialize_tuple_struct(name, length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        charge_struct::<V::Value>().map_err(de::Error::custom)?;
        let visitor = Charged {
            object: Grows::Struct,
            ..Charged::new(visitor)
        };
        self.0.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Charged::new(visitor);
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

macro_rules! charge_scalars {
    ($($method:ident: $type:ty,)*) => {
        $(
            fn $method<E: de::Error>(self, value: $type) -> Result<V::Value, E> {
                charge(0).map_err(E::custom)?;
                self.visitor.$method(value)
            }
        )*
    };
}

macro_rules! charge_contents {
    ($($method:ident: $type:ty,)*) => {
        $(
            fn $method<E: de::Error>(self, value: $type) -> Result<V::Value, E> {
                charge(value.len()).map_err(E::custom)?;
                self.visitor.$method(value)
            }
        )*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Charged<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    charge_scalars! {
        visit_bool: bool,
        visit_i8: i8,
        visit_i16: i16,
        visit_i32: i32,
        visit_i64: i64,
        visit_i128: i128,
        visit_u8: u8,
        visit_u16: u16,
        visit_u32: u32,
        visit_u64: u64,
        visit_u128: u128,
        visit_f32: f32,
        visit_char: char,
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<V::Value, E> {
        charge(0).map_err(E::custom)?;
        match self.integer {
            true => visit_integer(self.visitor, value),
            false => self.visitor.visit_f64(value),
        }
    }

    charge_contents! {
        visit_str: &str,
        visit_borrowed_str: &'de str,
        visit_string: String,
        visit_bytes: &[u8],
        visit_borrowed_bytes: &'de [u8],
        visit_byte_buf: Vec<u8>,
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        charge(0).map_err(E::custom)?;
        self.visitor.visit_none()
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        charge(0).map_err(E::custom)?;
        self.visitor.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Budgeted(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(Budgeted(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        charge(0).map_err(de::Error::custom)?;
        let growth = Growth::new(Grows::Doubling);
        self.visitor.visit_seq(Items {
            items,
            growth,
            index: 0,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        charge(0).map_err(de::Error::custom)?;
        self.visitor.visit_map(Fields {
            fields,
            growth: Growth::new(self.object),
            name: 0,
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        charge(0).map_err(de::Error::custom)?;
        self.visitor.visit_enum(Budgeted(access))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Budgeted<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Budgeted(deserializer))
    }
}

struct Items<A> {
    items: A,
    growth: Growth,
    /// Of the next item.
    index: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        let item = self.items.next_element_seed(Budgeted(seed));
        let item = item.inspect_err(|_| path::in_item(self.index))?;
        self.index += 1;
        if item.is_some() {
            self.growth.item::<T::Value>().map_err(de::Error::custom)?;
        }
        Ok(item)
    }

    fn size_hint(&self) -> Option<usize> {
        self.items.size_hint()
    }
}

struct Fields<A> {
    fields: A,
    growth: Growth,
    /// Size of the type of the latest name.
    name: usize,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.name = size_of::<K::Value>();
        match self.growth.is_struct() {
            false => self.fields.next_key_seed(Budgeted(seed)),
            // The names of a struct's fields are looked up and not kept.
            true => self.fields.next_key_seed(seed),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let charged = self.growth.entry::<S::Value>(self.name);
        charged.map_err(de::Error::custom)?;
        let value = self.fields.next_value_seed(Budgeted(seed));
        value.inspect_err(|_| path::in_value())
    }

    fn size_hint(&self) -> Option<usize> {
        self.fields.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Budgeted<A> {
    type Error = A::Error;
    type Variant = Budgeted<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), A::Error> {
        let (value, variant) = self.0.variant_seed(seed)?;
        Ok((value, Budgeted(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Budgeted<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.newtype_variant_seed(Budgeted(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(length, Charged::new(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, Charged::new(visitor))
    }
}
