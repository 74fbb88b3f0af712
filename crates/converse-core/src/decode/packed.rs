//! A JSON value in one string, so that unions read it without a copy of their own.
//!
//! A union has to look at the whole value before it can choose a variant, and a variant may hold unions again. The
//! outermost one writes the value into a string once; each inner one gets its part of that string, in which
//! fields are skipped without reading them. So reading is linear in the value, however deep unions are nested.

mod deserialize;
mod format;
mod name;
mod read;
mod write;

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, EnumAccess, IntoDeserializer, VariantAccess};

pub(crate) use format::TOKEN;
pub use read::Packed;
pub(crate) use read::View;
pub(crate) use write::pack;

/// A packed value: owned, or a part of another one.
pub(crate) enum Buffer<'de> {
    Whole(String),
    Part(&'de str),
}

impl Buffer<'_> {
    pub(crate) fn packed(&self) -> Packed<'_> {
        Packed::new(match self {
            Self::Whole(text) => text,
            Self::Part(text) => text,
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Buffer<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(TOKEN, Receiver)
    }
}

/// Takes a part of a packed value, or packs the value.
struct Receiver;

macro_rules! pack_scalars {
    ($($method:ident: $type:ty,)*) => {
        $(
            fn $method<E: de::Error>(self, value: $type) -> Result<Self::Value, E> {
                pack(value.into_deserializer()).map(Buffer::Whole)
            }
        )*
    };
}

impl<'de> de::Visitor<'de> for Receiver {
    type Value = Buffer<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, handed: A) -> Result<Self::Value, A::Error> {
        let (text, rest) = handed.variant::<&'de str>()?;
        rest.unit_variant()?;
        Ok(Buffer::Part(text))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        pack(value).map(Buffer::Whole)
    }

    // Some deserializers treat a newtype as its content, and return that.

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        pack(().into_deserializer()).map(Buffer::Whole)
    }

    pack_scalars! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_f64: f64,
        visit_str: &str,
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        pack(de::value::SeqAccessDeserializer::new(items)).map(Buffer::Whole)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        pack(de::value::MapAccessDeserializer::new(fields)).map(Buffer::Whole)
    }
}

#[cfg(test)]
mod tests;
