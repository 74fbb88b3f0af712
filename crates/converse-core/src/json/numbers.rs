//! A serializer that writes numbers as they are sent. All else is that of the one below it.

use std::fmt::Display;

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::pointer::pointer_step;

/// The end of a sentence that begins with the name of a number.
pub(super) const NOT_FINITE: &str = "must be a finite number";

/// A serializer, or the value that one gets.
pub(super) struct Numbers<T>(pub(super) T);

/// Begins the message of an error that has a place, and is not seen. An error of a serializer is no more than its message.
const MARK: char = '\u{2063}';

/// Returns the message of an error at this place: `what` ends a sentence that begins with the name of the value.
pub(super) fn message(place: &str, what: &str) -> String {
    let place = place.trim_start_matches('/').replace('`', "~2");
    format!("{MARK}`{place}` {what}")
}

/// Returns the place of a value that cannot be written, and why, if that is the error.
pub(super) fn problem_in(error: &impl Display) -> Option<(String, String)> {
    let message = error.to_string();
    let (place, what) = message
        .strip_prefix(MARK)?
        .strip_prefix('`')?
        .split_once("` ")?;
    let place = match place {
        "" => String::new(),
        place => format!("/{}", place.replace("~2", "`")),
    };
    Some((place, what.to_owned()))
}

/// Puts a step before the place of an error.
fn below<T, E: Error>(written: Result<T, E>, step: impl FnOnce() -> String) -> Result<T, E> {
    written.map_err(|error| match problem_in(&error) {
        Some((place, what)) => E::custom(message(&format!("/{}{place}", step()), &what)),
        None => error,
    })
}

impl<T: Serialize + ?Sized> Serialize for Numbers<&T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Numbers(serializer))
    }
}

macro_rules! forward {
    ($($method:ident: $type:ty,)*) => {
        $(
            fn $method(self, value: $type) -> Result<S::Ok, S::Error> {
                self.0.$method(value)
            }
        )*
    };
}

impl<S: Serializer> Serializer for Numbers<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Items<S::SerializeSeq>;
    type SerializeTuple = Items<S::SerializeTuple>;
    type SerializeTupleStruct = Items<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Items<S::SerializeTupleVariant>;
    type SerializeMap = Entries<S::SerializeMap>;
    type SerializeStruct = Fields<S::SerializeStruct>;
    type SerializeStructVariant = Fields<S::SerializeStructVariant>;

    forward! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_char: char,
        serialize_str: &str,
        serialize_bytes: &[u8],
        serialize_unit_struct: &'static str,
    }

    fn serialize_f32(self, value: f32) -> Result<S::Ok, S::Error> {
        match f64::from(value) {
            double if double.is_finite() && double.fract() != 0.0 => self.0.serialize_f32(value),
            double => self.serialize_f64(double),
        }
    }

    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        if !value.is_finite() {
            return Err(S::Error::custom(message("", NOT_FINITE)));
        }
        // Below this bound the conversion is exact. serde_json writes larger ones with an exponent.
        let is_whole = value.fract() == 0.0 && value.abs() < 2f64.powi(63);
        match is_whole {
            true => self.0.serialize_i64(value as i64),
            false => self.0.serialize_f64(value),
        }
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Numbers(value))
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Numbers(value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let value = Numbers(value);
        let written = (self.0).serialize_newtype_variant(name, index, variant, &value);
        below(written, || pointer_step(variant))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        self.0.serialize_seq(length).map(Items::of)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple, S::Error> {
        self.0.serialize_tuple(length).map(Items::of)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.0.serialize_tuple_struct(name, length).map(Items::of)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        let items = (self.0).serialize_tuple_variant(name, index, variant, length)?;
        Ok(Items {
            variant: Some(variant),
            ..Items::of(items)
        })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let entries = self.0.serialize_map(length)?;
        Ok(Entries {
            entries,
            name: None,
        })
    }

    fn serialize_struct(
        self,
        name: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        let fields = self.0.serialize_struct(name, length)?;
        Ok(Fields {
            fields,
            variant: None,
        })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let fields = (self.0).serialize_struct_variant(name, index, variant, length)?;
        Ok(Fields {
            fields,
            variant: Some(variant),
        })
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// The items of a list, of a tuple or of a variant that is one.
pub(super) struct Items<T> {
    items: T,
    written: usize,
    variant: Option<&'static str>,
}

impl<T> Items<T> {
    fn of(items: T) -> Self {
        Self {
            items,
            written: 0,
            variant: None,
        }
    }

    /// Puts the number of the item before the place of an error.
    fn item<E: Error>(&mut self, write: impl FnOnce(&mut T) -> Result<(), E>) -> Result<(), E> {
        let (variant, number) = (self.variant, self.written);
        self.written += 1;
        below(write(&mut self.items), || in_variant(variant, &number))
    }
}

fn in_variant(variant: Option<&str>, step: &dyn Display) -> String {
    match variant {
        Some(variant) => format!("{}/{step}", pointer_step(variant)),
        None => step.to_string(),
    }
}

macro_rules! write_items {
    ($($trait:ident: $method:ident,)*) => {
        $(
            impl<I: $trait> $trait for Items<I> {
                type Ok = I::Ok;
                type Error = I::Error;

                fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), I::Error> {
                    self.item(|items| items.$method(&Numbers(value)))
                }

                fn end(self) -> Result<I::Ok, I::Error> {
                    self.items.end()
                }
            }
        )*
    };
}

write_items! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
}

/// The fields of a struct, or of a variant that is one.
pub(super) struct Fields<T> {
    fields: T,
    variant: Option<&'static str>,
}

macro_rules! write_fields {
    ($($trait:ident)*) => {
        $(
            impl<F: $trait> $trait for Fields<F> {
                type Ok = F::Ok;
                type Error = F::Error;

                fn serialize_field<T: Serialize + ?Sized>(
                    &mut self,
                    name: &'static str,
                    value: &T,
                ) -> Result<(), F::Error> {
                    let written = self.fields.serialize_field(name, &Numbers(value));
                    below(written, || in_variant(self.variant, &pointer_step(name)))
                }

                fn skip_field(&mut self, name: &'static str) -> Result<(), F::Error> {
                    self.fields.skip_field(name)
                }

                fn end(self) -> Result<F::Ok, F::Error> {
                    self.fields.end()
                }
            }
        )*
    };
}

write_fields! { SerializeStruct SerializeStructVariant }

/// The entries of a map.
pub(super) struct Entries<T> {
    entries: T,
    /// The name of the entry, where it is a string.
    name: Option<String>,
}

impl<M: SerializeMap> SerializeMap for Entries<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        self.name = name_of(key);
        self.entries.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        let written = self.entries.serialize_value(&Numbers(value));
        below(written, || step(self.name.take()))
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), M::Error> {
        let written = self.entries.serialize_entry(key, &Numbers(value));
        below(written, || step(name_of(key)))
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.entries.end()
    }
}

fn step(name: Option<String>) -> String {
    pointer_step(&name.unwrap_or_default())
}

fn name_of<T: Serialize + ?Sized>(key: &T) -> Option<String> {
    match serde_json::to_value(key) {
        Ok(serde_json::Value::String(name)) => Some(name),
        _ => None,
    }
}
