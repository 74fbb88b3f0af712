//! Reads objects. What depends on the type of an object is its list of slots, all else is shared.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::name_index::NameIndex;
use crate::decode::{charge_struct, in_field};
use crate::index_set::IndexSet;
use crate::types::field_value::{AsField, FieldValue, IntoField};
use crate::types::marks::{Mark, Marks};

/// Reads an object.
///
/// # Errors
/// If the value is not an object, or not one with these fields.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::placeholder();
    read_object_into(&mut object, deserializer)?;
    Ok(object)
}

/// Reads an object in place of this one, of which no field was read yet.
///
/// # Errors
/// Those of [`read_object`].
pub fn read_object_into<'de, T: Object, D: Deserializer<'de>>(
    object: &mut T,
    deserializer: D,
) -> Result<(), D::Error> {
    let visitor = ObjectVisitor(object);
    match T::Rest::KEEPS {
        // `fields_of` learns here that the type keeps every field.
        true => deserializer.deserialize_map(visitor),
        false => deserializer.deserialize_struct(T::NAME, T::NAMES, visitor),
    }
}

/// An object of JSON, as `object!` describes it to the functions that read and write it.
pub trait Object: Sized {
    /// The name of the struct.
    const NAME: &'static str;
    /// The names of its fields in JSON.
    const NAMES: &'static [&'static str];
    /// Whether each field must be present.
    const REQUIRED: &'static [bool];
    /// Whether each field may be `null` or absent, which are not the same.
    const NULLABLE: &'static [bool];
    /// What keeps the fields that it does not list.
    type Rest: Rest;
    /// Where each name is in the list.
    const INDEX: &'static NameIndex = &NameIndex::new(Self::NAMES);

    /// Returns the struct before its fields are read.
    fn placeholder() -> Self;

    /// Reads the fields.
    ///
    /// # Errors
    /// A field is missing, occurs twice, or has a value that its type does not take.
    fn read<'de, M: MapAccess<'de>>(&mut self, fields: Fields<M>) -> Result<(), M::Error>;
}

struct ObjectVisitor<'a, T>(&'a mut T);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<(), M::Error> {
        charge_struct::<T>().map_err(M::Error::custom)?;
        self.0.read(Fields {
            map,
            names: T::NAMES,
            index: T::INDEX,
            required: T::REQUIRED,
            nullable: T::NULLABLE,
        })
    }
}

/// The fields of an object that is read.
pub struct Fields<M> {
    map: M,
    names: &'static [&'static str],
    index: &'static NameIndex,
    required: &'static [bool],
    nullable: &'static [bool],
}

/// A field that is read.
pub trait Slot<'de, M: MapAccess<'de>> {
    /// Reads the next value into the field.
    ///
    /// # Errors
    /// The value is not one of the field's type.
    fn read(&mut self, map: &mut M) -> Result<(), M::Error>;

    /// Returns whether the field, which was read, is `null`.
    fn is_null(&self) -> bool;
}

impl<'de, M: MapAccess<'de>, T: FieldValue> Slot<'de, M> for T {
    fn read(&mut self, map: &mut M) -> Result<(), M::Error> {
        map.next_value_seed(IntoField(self))
    }

    fn is_null(&self) -> bool {
        self.is_unset()
    }
}

impl<'de, M: MapAccess<'de>> Fields<M> {
    /// Reads each field into its slot, and the others into `rest`. `marks` gets the fields that are `null`, as far
    /// as that is not the same as absent.
    ///
    /// # Errors
    /// A field is missing, occurs twice, or has a value that its type does not take.
    pub fn read<R: KeepRest<'de>>(
        mut self,
        slots: &mut [&mut dyn Slot<'de, M>],
        rest: &mut R,
        mut marks: Option<&mut Marks>,
    ) -> Result<(), M::Error> {
        let mut seen = IndexSet::default();
        // Most objects have their fields in the order of the document.
        let mut expected = 0;
        loop {
            let name = FieldName {
                names: self.names,
                index: self.index,
                expected,
                keep: R::KEEPS,
            };
            match self.map.next_key_seed(name)? {
                None => break,
                Some(Found::Other(name)) => rest.keep(name, &mut self.map)?,
                Some(Found::Field(index)) => {
                    if !seen.insert(index) {
                        return Err(M::Error::duplicate_field(self.names[index]));
                    }
                    let read = slots[index].read(&mut self.map);
                    read.inspect_err(|_| in_field(self.names[index]))?;
                    if let Some(marks) = &mut marks
                        && self.nullable[index]
                        && slots[index].is_null()
                    {
                        marks.set(index, Mark::Null);
                    }
                    expected = index + 1;
                }
            }
        }
        let mut fields = self.names.iter().zip(self.required).enumerate();
        let missing = fields.find(|(index, (_, required))| **required && !seen.contains(*index));
        match missing {
            Some((_, (name, _))) => Err(M::Error::missing_field(name)),
            None => Ok(()),
        }
    }
}

/// Reads the name of a field.
struct FieldName {
    names: &'static [&'static str],
    index: &'static NameIndex,
    /// The field that is likely to be next.
    expected: usize,
    /// Whether names are kept that are not listed.
    keep: bool,
}

enum Found {
    Field(usize),
    /// A name that is not listed. Empty unless it is kept.
    Other(String),
}

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Found, E> {
        if self.names.get(self.expected) == Some(&name) {
            return Ok(Found::Field(self.expected));
        }
        Ok(match self.index.find(self.names, name) {
            Some(index) => Found::Field(index),
            None if self.keep => Found::Other(name.to_owned()),
            None => Found::Other(String::new()),
        })
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Found, E> {
        self.visit_str(&String::from_utf8_lossy(name))
    }
}

/// What keeps the fields that an object does not list: `()`, or a map.
pub trait Rest {
    /// Whether they are kept.
    const KEEPS: bool;
}

/// What reads the fields that an object does not list.
pub trait KeepRest<'de>: Rest {
    /// Reads the value of the field, and keeps it.
    ///
    /// # Errors
    /// The value is not one of the map's type.
    fn keep<M: MapAccess<'de>>(&mut self, name: String, map: &mut M) -> Result<(), M::Error>;
}

impl Rest for () {
    const KEEPS: bool = false;
}

impl<'de> KeepRest<'de> for () {
    fn keep<M: MapAccess<'de>>(&mut self, _: String, map: &mut M) -> Result<(), M::Error> {
        map.next_value::<IgnoredAny>().map(drop)
    }
}

impl Rest for Map<String, Value> {
    const KEEPS: bool = true;
}

impl<'de> KeepRest<'de> for Map<String, Value> {
    fn keep<M: MapAccess<'de>>(&mut self, name: String, map: &mut M) -> Result<(), M::Error> {
        self.insert(name, map.next_value()?);
        Ok(())
    }
}

impl<T> Rest for BTreeMap<String, T> {
    const KEEPS: bool = true;
}

impl<'de, T: FieldValue> KeepRest<'de> for BTreeMap<String, T> {
    fn keep<M: MapAccess<'de>>(&mut self, name: String, map: &mut M) -> Result<(), M::Error> {
        self.insert(name, map.next_value_seed(AsField::new())?);
        Ok(())
    }
}
