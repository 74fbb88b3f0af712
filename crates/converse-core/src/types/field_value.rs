//! The types that fields of objects can have.

mod containers;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, Visitor};
use uuid::Uuid;

use super::limits::{Broken, check_one};
use super::password::Password;
use super::shape::Shape;
use super::timestamp::Timestamp;
use crate::decode::visit_integer;
use crate::operation::{Measured, Rule};

/// A type of the fields of `object!`.
pub trait FieldValue: Sized {
    /// Returns the value that stands in a field until the field is read. It is never seen: an object that lacks a
    /// required field is an error.
    fn placeholder() -> Self;

    /// Returns whether an optional field is left out when it is written.
    fn is_unset(&self) -> bool {
        false
    }

    /// Checks the document's limits on the value, and those of its type on the values inside of it.
    ///
    /// # Errors
    /// The first value that breaks one.
    fn check(&self, _rules: &'static [Rule]) -> Result<(), Broken> {
        Ok(())
    }

    /// Returns the values of the type. A type that does not know says: any JSON.
    fn shape() -> Shape {
        Shape::Any
    }

    /// Returns whether a field still has the value of one that was never set, as far as it can be told.
    fn is_placeholder(&self) -> bool {
        self.is_unset()
    }

    /// Reads the value as `Deserialize` does, but for integers: JSON may write them with a fraction of zero or an
    /// exponent, whichever deserializer reads it.
    ///
    /// # Errors
    /// The value is not one of the type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads the value in place of this one, which is a placeholder. So a large value is not moved from one function to
    /// the next.
    ///
    /// # Errors
    /// The value is not one of the type. What this one is then does not matter.
    fn read_into<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        *self = Self::read(deserializer)?;
        Ok(())
    }
}

/// Reads a value as a field does.
pub(crate) struct AsField<T>(PhantomData<T>);

impl<T> AsField<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: FieldValue> DeserializeSeed<'de> for AsField<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Reads a value as a field does, into the field.
pub(crate) struct IntoField<'a, T>(pub(crate) &'a mut T);

impl<'de, T: FieldValue> DeserializeSeed<'de> for IntoField<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.read_into(deserializer)
    }
}

impl FieldValue for Timestamp {
    fn placeholder() -> Self {
        std::time::SystemTime::UNIX_EPOCH.into()
    }

    fn shape() -> Shape {
        Shape::Timestamp
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl FieldValue for Password {
    fn placeholder() -> Self {
        String::new().into()
    }

    fn shape() -> Shape {
        Shape::Password
    }

    fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        check_one(rules, Measured::Text(self.expose()))
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

macro_rules! default_is_placeholder {
    ($($type:ty, $shape:ident: $check:expr),*) => {
        $(
            impl FieldValue for $type {
                fn placeholder() -> Self {
                    Self::default()
                }

                fn shape() -> Shape {
                    Shape::$shape
                }

                fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
                    $check(rules, self)
                }

                fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Self::deserialize(deserializer)
                }
            }
        )*
    };
}

default_is_placeholder! {
    f32, Number: |rules, it: &f32| check_one(rules, Measured::Number((*it).into())),
    f64, Number: |rules, it: &f64| check_one(rules, Measured::Number(*it)),
    String, String: |rules, it: &String| check_one(rules, Measured::Text(it))
}

macro_rules! default_is_unset {
    ($($type:ty: $shape:ident)*) => {
        $(
            impl FieldValue for $type {
                fn placeholder() -> Self {
                    Self::default()
                }

                fn shape() -> Shape {
                    Shape::$shape
                }

                fn is_placeholder(&self) -> bool {
                    *self == Self::default()
                }

                fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Self::deserialize(deserializer)
                }
            }
        )*
    };
}

default_is_unset! { bool: Boolean Uuid: Uuid }

macro_rules! integers {
    ($($type:ty: $method:ident,)*) => {
        $(
            impl FieldValue for $type {
                fn placeholder() -> Self {
                    0
                }

                fn shape() -> Shape {
                    Shape::Integer
                }

                fn check(&self, rules: &'static [Rule]) -> Result<(), Broken> {
                    check_one(rules, Measured::Integer((*self).into()))
                }

                fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.$method(IntegerVisitor(PhantomData))
                }
            }
        )*
    };
}

integers! {
    i8: deserialize_i8,
    i16: deserialize_i16,
    i32: deserialize_i32,
    i64: deserialize_i64,
    u8: deserialize_u8,
    u16: deserialize_u16,
    u32: deserialize_u32,
    u64: deserialize_u64,
}

struct IntegerVisitor<T>(PhantomData<T>);

impl<T: TryFrom<i64> + TryFrom<u64>> Visitor<'_> for IntegerVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<T, E> {
        T::try_from(integer).map_err(|_| E::custom("an integer beyond its type"))
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<T, E> {
        T::try_from(integer).map_err(|_| E::custom("an integer beyond its type"))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        visit_integer(self, number)
    }
}
