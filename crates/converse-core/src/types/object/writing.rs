//! Writes objects. What depends on the type of an object is its list of fields, all else is shared.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::{Map, Value};

use super::reading::{Object, Rest};
use crate::types::field_value::FieldValue;

/// Writes an object.
///
/// # Errors
/// Those of the serializer.
pub fn write_object<T: Object, S: Serializer>(
    serializer: S,
    fields: &[&dyn WriteField<S>],
    rest: &T::Rest,
) -> Result<S::Ok, S::Error>
where
    T::Rest: WriteRest,
{
    match T::Rest::KEEPS {
        true => write_all(serializer, T::NAMES, T::REQUIRED, fields, rest),
        false => write_listed(serializer, T::NAME, T::NAMES, T::REQUIRED, fields),
    }
}

fn write_listed<S: Serializer>(
    serializer: S,
    name: &'static str,
    names: &[&'static str],
    required: &[bool],
    fields: &[&dyn WriteField<S>],
) -> Result<S::Ok, S::Error> {
    let written = || written(names, required, fields);
    // Serializers of other formats may write the number first.
    let mut object = serializer.serialize_struct(name, written().count())?;
    for (name, field) in written() {
        field.write_field(name, &mut object)?;
    }
    object.end()
}

fn write_all<S: Serializer>(
    serializer: S,
    names: &[&'static str],
    required: &[bool],
    fields: &[&dyn WriteField<S>],
    rest: &impl WriteRest,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    for (name, field) in written(names, required, fields) {
        field.write_entry(name, &mut object)?;
    }
    rest.write(&mut object)?;
    object.end()
}

/// Returns the fields that are written: all but optional ones that are unset.
fn written<'a, S: Serializer>(
    names: &'a [&'static str],
    required: &'a [bool],
    fields: &'a [&'a dyn WriteField<S>],
) -> impl Iterator<Item = (&'static str, &'a dyn WriteField<S>)> {
    let all = names.iter().zip(required).zip(fields);
    all.filter(|((_, required), field)| **required || !field.is_unset())
        .map(|((name, _), field)| (*name, *field))
}

/// A field that is written.
pub trait WriteField<S: Serializer> {
    /// Returns whether an optional field is left out.
    fn is_unset(&self) -> bool;

    /// Writes the field of a struct.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write_field(&self, name: &'static str, to: &mut S::SerializeStruct) -> Result<(), S::Error>;

    /// Writes the field as the entry of a map.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write_entry(&self, name: &'static str, to: &mut S::SerializeMap) -> Result<(), S::Error>;
}

impl<S: Serializer, T: FieldValue + Serialize> WriteField<S> for T {
    fn is_unset(&self) -> bool {
        FieldValue::is_unset(self)
    }

    fn write_field(&self, name: &'static str, to: &mut S::SerializeStruct) -> Result<(), S::Error> {
        to.serialize_field(name, self)
    }

    fn write_entry(&self, name: &'static str, to: &mut S::SerializeMap) -> Result<(), S::Error> {
        to.serialize_entry(name, self)
    }
}

/// What writes the fields that an object does not list.
pub trait WriteRest {
    /// Writes them.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<M: SerializeMap>(&self, to: &mut M) -> Result<(), M::Error>;
}

impl WriteRest for () {
    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl WriteRest for Map<String, Value> {
    fn write<M: SerializeMap>(&self, to: &mut M) -> Result<(), M::Error> {
        self.iter()
            .try_for_each(|(name, value)| to.serialize_entry(name, value))
    }
}

impl<T: Serialize> WriteRest for BTreeMap<String, T> {
    fn write<M: SerializeMap>(&self, to: &mut M) -> Result<(), M::Error> {
        self.iter()
            .try_for_each(|(name, value)| to.serialize_entry(name, value))
    }
}
