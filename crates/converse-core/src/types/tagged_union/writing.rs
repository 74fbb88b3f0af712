//! Writes an object with a tag in front, field by field: it is serialized once, however deep unions are nested.

use serde::ser::{Error, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::json::is_text;

/// Writes the payload with the tag in front. A field of the payload that has its name is left out.
///
/// # Errors
/// The payload is not an object; those of the serializer.
pub fn serialize_tagged<T: Serialize, S: Serializer>(
    payload: &T,
    tag: &'static str,
    text: &'static str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    payload.serialize(Tagged {
        tag,
        text,
        serializer,
    })
}

/// A serializer of objects, which get a field more.
struct Tagged<S> {
    tag: &'static str,
    text: &'static str,
    serializer: S,
}

impl<S: Serializer> Tagged<S> {
    fn begin(self, length: Option<usize>) -> Result<Fields<S::SerializeMap>, S::Error> {
        let mut fields = self.serializer.serialize_map(length.map(|it| it + 1))?;
        fields.serialize_entry(self.tag, self.text)?;
        Ok(Fields {
            tag: self.tag,
            fields,
            is_tag: false,
        })
    }

    fn refuse<T>(self) -> Result<T, S::Error> {
        Err(S::Error::custom(format_args!(
            "the payload of `{}` is not an object, so it cannot carry `{}`",
            self.text, self.tag
        )))
    }
}

macro_rules! refuse {
    ($($method:ident($($type:ty),*) -> $returned:ty;)*) => {
        $(
            fn $method(self, $(_: $type),*) -> Result<$returned, S::Error> {
                self.refuse()
            }
        )*
    };
}

impl<S: Serializer> Serializer for Tagged<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = Fields<S::SerializeMap>;
    type SerializeStruct = Fields<S::SerializeMap>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.begin(length)
    }

    fn serialize_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        self.begin(Some(length))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let mut fields = self.begin(Some(1))?;
        SerializeStruct::serialize_field(&mut fields, variant, value)?;
        SerializeStruct::end(fields)
    }

    refuse! {
        serialize_bool(bool) -> S::Ok;
        serialize_i8(i8) -> S::Ok;
        serialize_i16(i16) -> S::Ok;
        serialize_i32(i32) -> S::Ok;
        serialize_i64(i64) -> S::Ok;
        serialize_u8(u8) -> S::Ok;
        serialize_u16(u16) -> S::Ok;
        serialize_u32(u32) -> S::Ok;
        serialize_u64(u64) -> S::Ok;
        serialize_f32(f32) -> S::Ok;
        serialize_f64(f64) -> S::Ok;
        serialize_char(char) -> S::Ok;
        serialize_str(&str) -> S::Ok;
        serialize_bytes(&[u8]) -> S::Ok;
        serialize_none() -> S::Ok;
        serialize_unit() -> S::Ok;
        serialize_unit_struct(&'static str) -> S::Ok;
        serialize_unit_variant(&'static str, u32, &'static str) -> S::Ok;
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

/// The fields of an object that has its tag.
struct Fields<M> {
    tag: &'static str,
    fields: M,
    /// Whether the latest name is that of the tag.
    is_tag: bool,
}

impl<M: SerializeMap> SerializeStruct for Fields<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        match name == self.tag {
            true => Ok(()),
            false => self.fields.serialize_entry(name, value),
        }
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.fields.end()
    }
}

impl<M: SerializeMap> SerializeMap for Fields<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        self.is_tag = is_text(key, self.tag);
        match self.is_tag {
            true => Ok(()),
            false => self.fields.serialize_key(key),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        match self.is_tag {
            true => Ok(()),
            false => self.fields.serialize_value(value),
        }
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), M::Error> {
        match is_text(key, self.tag) {
            true => Ok(()),
            false => self.fields.serialize_entry(key, value),
        }
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.fields.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;
    use serde_json::{Value, json};

    use super::{SerializeMap, Serializer, serialize_tagged};

    /// A payload in a union.
    struct Holder<T>(T);

    impl<T: Serialize> Serialize for Holder<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serialize_tagged(&self.0, "type", "a", serializer)
        }
    }

    #[derive(Serialize)]
    struct Payload {
        r#type: &'static str,
        inner: Option<Holder<Box<Payload>>>,
    }

    fn written(payload: impl Serialize) -> String {
        serde_json::to_string(&Holder(payload)).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn the_tag_is_in_front_and_there_once() {
        let inner = Some(Holder(Box::new(Payload {
            r#type: "c",
            inner: None,
        })));
        let payload = Payload { r#type: "b", inner };
        let expected = r#"{"type":"a","inner":{"type":"a","inner":null}}"#;
        assert_eq!(written(Some(payload)), expected);
        let map = BTreeMap::from([("b", json!(1)), ("type", json!({})), ("z", Value::Null)]);
        assert_eq!(written(&map), r#"{"type":"a","b":1,"z":null}"#);
        // By names and values apart.
        struct Apart(BTreeMap<&'static str, Value>);
        impl Serialize for Apart {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in &self.0 {
                    map.serialize_key(name)?;
                    map.serialize_value(value)?;
                }
                map.end()
            }
        }
        assert_eq!(written(Apart(map)), r#"{"type":"a","b":1,"z":null}"#);
    }

    #[test]
    fn what_is_no_object_has_no_tag() {
        let refused = "the payload of `a` is not an object, so it cannot carry `type`";
        for payload in [
            json!(null),
            json!(1),
            json!("x"),
            json!([]),
            json!(1.5),
            json!(true),
        ] {
            assert_eq!(written(&payload), refused, "{payload}");
        }
        assert_eq!(written(Some(())), refused);
    }
}
