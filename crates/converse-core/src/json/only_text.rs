//! The string that a value is written as, if it is one: without the way through JSON.

use std::fmt;

use serde::ser::{Error, Impossible, Serialize, Serializer};

/// Returns the string of a value that is written as one.
pub(crate) fn only_text<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    value.serialize(OnlyText(str::to_owned)).ok()
}

/// Returns whether a value is written as this string.
pub(crate) fn is_text<T: Serialize + ?Sized>(value: &T, text: &str) -> bool {
    value.serialize(OnlyText(|it: &str| it == text)) == Ok(true)
}

/// Does something with the string.
struct OnlyText<F>(F);

/// The value is something else than a string.
#[derive(Debug, PartialEq)]
struct Other;

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a string")
    }
}

impl std::error::Error for Other {}

impl Error for Other {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
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

impl<R, F: FnOnce(&str) -> R> Serializer for OnlyText<F> {
    type Ok = R;
    type Error = Other;
    type SerializeSeq = Impossible<R, Other>;
    type SerializeTuple = Impossible<R, Other>;
    type SerializeTupleStruct = Impossible<R, Other>;
    type SerializeTupleVariant = Impossible<R, Other>;
    type SerializeMap = Impossible<R, Other>;
    type SerializeStruct = Impossible<R, Other>;
    type SerializeStructVariant = Impossible<R, Other>;

    fn serialize_str(self, text: &str) -> Result<R, Other> {
        Ok(self.0(text))
    }

    fn serialize_char(self, character: char) -> Result<R, Other> {
        Ok(self.0(character.encode_utf8(&mut [0; 4])))
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<R, Other> {
        Ok(self.0(variant))
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

    others! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
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
    fn what_is_written_as_a_string_is_that_string() {
        let id = uuid::Uuid::nil();
        assert_eq!(only_text("a\"b"), Some("a\"b".to_owned()));
        assert_eq!(only_text(&id), Some(id.to_string()));
        assert_eq!(only_text(&Some('x')), Some("x".to_owned()));
        assert_eq!(only_text(&json!("a")), Some("a".to_owned()));
        for other in [
            json!(null),
            json!(1),
            json!(1.5),
            json!(true),
            json!(["a"]),
            json!({"a": "b"}),
        ] {
            assert_eq!(only_text(&other), None, "{other}");
        }
        assert_eq!(only_text(&None::<String>), None);
        assert!(is_text(&"a", "a") && is_text(&'a', "a") && is_text(&id, &id.to_string()));
        assert!(!is_text(&"a", "b") && !is_text(&1, "1"));
    }
}
