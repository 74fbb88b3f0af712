//! The scalar that a value is written as, if it is one: without the way through JSON.

use std::fmt;

use serde::ser::{Error, Impossible, Serialize, Serializer};
use serde_json::Value;

/// Returns the JSON of a value that is written as a scalar. `None` for a floating-point number too: how it is written
/// depends on its type.
pub(crate) fn scalar<T: Serialize + ?Sized>(value: &T) -> Option<Value> {
    let to_json = |scalar: Scalar<'_>| match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(it) => it.into(),
        Scalar::Signed(it) => it.into(),
        Scalar::Unsigned(it) => it.into(),
        Scalar::Text(it) => it.into(),
    };
    value.serialize(OnlyScalar(to_json)).ok()
}

/// Returns whether a value is written as this string.
pub(crate) fn is_text<T: Serialize + ?Sized>(value: &T, text: &str) -> bool {
    let is_it = |scalar: Scalar<'_>| matches!(scalar, Scalar::Text(it) if it == text);
    value.serialize(OnlyScalar(is_it)) == Ok(true)
}

enum Scalar<'a> {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Text(&'a str),
}

/// Does something with the scalar.
struct OnlyScalar<F>(F);

/// The value is something else.
#[derive(Debug, PartialEq)]
struct Other;

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a scalar")
    }
}

impl std::error::Error for Other {}

impl Error for Other {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! scalars {
    ($($method:ident($type:ty): $scalar:ident;)*) => {
        $(
            fn $method(self, it: $type) -> Result<R, Other> {
                Ok(self.0(Scalar::$scalar(it.into())))
            }
        )*
    };
}

macro_rules! others {
    ($($method:ident($($type:ty),*);)*) => {
        $(
            fn $method(self, $(_: $type),*) -> Result<R, Other> {
                Err(Other)
            }
        )*
    };
}

macro_rules! compounds {
    ($($method:ident($($type:ty),*): $compound:ident;)*) => {
        $(
            fn $method(self, $(_: $type),*) -> Result<Self::$compound, Other> {
                Err(Other)
            }
        )*
    };
}

impl<R, F: FnOnce(Scalar<'_>) -> R> Serializer for OnlyScalar<F> {
    type Ok = R;
    type Error = Other;
    type SerializeSeq = Impossible<R, Other>;
    type SerializeTuple = Impossible<R, Other>;
    type SerializeTupleStruct = Impossible<R, Other>;
    type SerializeTupleVariant = Impossible<R, Other>;
    type SerializeMap = Impossible<R, Other>;
    type SerializeStruct = Impossible<R, Other>;
    type SerializeStructVariant = Impossible<R, Other>;

    fn serialize_none(self) -> Result<R, Other> {
        Ok(self.0(Scalar::Null))
    }

    fn serialize_unit(self) -> Result<R, Other> {
        Ok(self.0(Scalar::Null))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<R, Other> {
        Ok(self.0(Scalar::Null))
    }

    fn serialize_str(self, text: &str) -> Result<R, Other> {
        Ok(self.0(Scalar::Text(text)))
    }

    fn serialize_char(self, character: char) -> Result<R, Other> {
        Ok(self.0(Scalar::Text(character.encode_utf8(&mut [0; 4]))))
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<R, Other> {
        Ok(self.0(Scalar::Text(variant)))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<R, Other> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<R, Other> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<R, Other> {
        Err(Other)
    }

    scalars! {
        serialize_bool(bool): Bool;
        serialize_i8(i8): Signed;
        serialize_i16(i16): Signed;
        serialize_i32(i32): Signed;
        serialize_i64(i64): Signed;
        serialize_u8(u8): Unsigned;
        serialize_u16(u16): Unsigned;
        serialize_u32(u32): Unsigned;
        serialize_u64(u64): Unsigned;
    }

    others! {
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_bytes(&[u8]);
    }

    compounds! {
        serialize_seq(Option<usize>): SerializeSeq;
        serialize_tuple(usize): SerializeTuple;
        serialize_tuple_struct(&'static str, usize): SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize): SerializeTupleVariant;
        serialize_map(Option<usize>): SerializeMap;
        serialize_struct(&'static str, usize): SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize): SerializeStructVariant;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_as_a_scalar_is_that_scalar() {
        let id = uuid::Uuid::nil();
        assert_eq!(scalar("a\"b"), Some(json!("a\"b")));
        assert_eq!(scalar(&id), Some(json!(id.to_string())));
        assert_eq!(scalar(&Some('x')), Some(json!("x")));
        assert_eq!(scalar(&None::<String>), Some(Value::Null));
        for value in [
            json!(null),
            json!(-1),
            json!(u64::MAX),
            json!(true),
            json!("a"),
        ] {
            assert_eq!(scalar(&value), Some(value));
        }
        for other in [json!(1.5), json!(["a"]), json!({"a": "b"})] {
            assert_eq!(scalar(&other), None, "{other}");
        }
        assert!(is_text(&"a", "a") && is_text(&'a', "a") && is_text(&id, &id.to_string()));
        assert!(!is_text(&"a", "b") && !is_text(&1, "1") && !is_text(&(), ""));
    }
}
