//! Writes objects. What depends on the type of an object is its list of fields, all else is shared.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::{Map, Value};

use super::reading::{Object, Rest};
use crate::json::unwritable;
use crate::types::field_value::FieldValue;
use crate::types::marks::{Mark, Marks};

/// Writes an object.
///
/// # Errors
/// Those of the serializer.
pub fn write_object<T: Object, S: Serializer>(
    serializer: S,
    fields: &[&dyn WriteField<S>],
    rest: &T::Rest,
    marks: Option<&Marks>,
) -> Result<S::Ok, S::Error>
where
    T::Rest: WriteRest,
{
    let fields = Written {
        names: T::NAMES,
        required: T::REQUIRED,
        fields,
        marks,
    };
    if let Some(problem) = fields.problem() {
        return Err(problem);
    }
    match T::Rest::KEEPS {
        true => write_all(serializer, &fields, rest),
        false => write_listed(serializer, T::NAME, &fields),
    }
}

fn write_listed<S: Serializer>(
    serializer: S,
    name: &'static str,
    fields: &Written<'_, S>,
) -> Result<S::Ok, S::Error> {
    // Serializers of other formats may write the number first.
    let mut object = serializer.serialize_struct(name, fields.iter().count())?;
    for (name, field) in fields.iter() {
        field.write_field(name, &mut object)?;
    }
    object.end()
}

fn write_all<S: Serializer>(
    serializer: S,
    fields: &Written<'_, S>,
    rest: &impl WriteRest,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    for (name, field) in fields.iter() {
        field.write_entry(name, &mut object)?;
    }
    rest.write(&mut object)?;
    object.end()
}

/// The fields of an object, as far as they are written.
struct Written<'a, S> {
    names: &'a [&'static str],
    required: &'a [bool],
    fields: &'a [&'a dyn WriteField<S>],
    /// What the values do not say: an optional field that is unset may be `null`.
    marks: Option<&'a Marks>,
}

impl<'a, S: Serializer> Written<'a, S> {
    /// Returns why the object cannot be written: a field without a value has a mark that says it.
    fn problem(&self) -> Option<S::Error> {
        let marks = self.marks?;
        let mut fields = self.names.iter().zip(self.fields).enumerate();
        fields.find_map(|(index, (name, field))| {
            let what = match marks.of(index)? {
                Mark::Null => return None,
                _ if !field.is_placeholder() => return None,
                Mark::Missing(setter) => format!("is required: call `.{setter}(…)`"),
                Mark::NotUuid => "is not a valid `Uuid`".to_owned(),
            };
            Some(unwritable(name, &what))
        })
    }

    /// Returns all fields but optional ones that are unset and not `null`.
    fn iter(&self) -> impl Iterator<Item = (&'static str, &'a dyn WriteField<S>)> {
        let is_null = |index| self.marks.is_some_and(|marks| marks.is_null(index));
        let all = self.names.iter().zip(self.required).zip(self.fields);
        all.enumerate()
            .filter(move |(index, ((_, required), field))| {
                **required || !field.is_unset() || is_null(*index)
            })
            .map(|(_, ((name, _), field))| (*name, *field))
    }
}

/// A field that is written.
pub trait WriteField<S: Serializer> {
    /// Returns whether an optional field is left out.
    fn is_unset(&self) -> bool;

    /// Returns whether the field still has the value of one that was never set.
    fn is_placeholder(&self) -> bool;

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

    fn is_placeholder(&self) -> bool {
        FieldValue::is_placeholder(self)
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
