//! The string that a value is written as, if it is one: without the way through JSON.

use std::fmt;

use serde::ser::{Error, Impossible, Serialize, Serializer};

/// Returns the string of a value that is written as one.
pub(crate) fn only_text<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    value.serialize(OnlyText).ok()
}

struct OnlyText;

/// The value is something else than a string.
#[derive(Debug)]
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
            fn $method(self, $(_: $type),*) -> Result<String, Other> {
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

impl Serializer for OnlyText {
    type Ok = String;
    type Error = Other;
    type SerializeSeq = Impossible<String, Other>;
    type SerializeTuple = Impossible<String, Other>;
    type SerializeTupleStruct = Impossible<String, Other>;
    type SerializeTupleVariant = Impossible<String, Other>;
    type SerializeMap = Impossible<String, Other>;
    type SerializeStruct = Impossible<String, Other>;
    type SerializeStructVariant = Impossible<String, Other>;

    fn serialize_str(self, text: &str) -> Result<String, Other> {
        Ok(text.to_owned())
    }

    fn serialize_char(self, character: char) -> Result<String, Other> {
        Ok(character.to_string())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<String, Other> {
        Ok(variant.to_owned())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String, Other> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<String, Other> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String, Other> {
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
    }
}
