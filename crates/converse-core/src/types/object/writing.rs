//! Writes objects. What depends on the type of an object is its list of fields, all else is shared.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::{Map, Value};

use super::name_index::NameIndex;
use super::reading::{Object, Rest};
use crate::index_set::IndexSet;
use crate::json::{unwritable, unwritable_here};
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
    if let Some(problem) = marks.and_then(|marks| problem(T::NAMES, fields, marks)) {
        return Err(problem);
    }
    let is_null = |index| marks.is_some_and(|marks| marks.is_null(index));
    let mut written = IndexSet::default();
    let mut count = 0;
    for (index, field) in fields.iter().enumerate() {
        // An optional one that is unset is left out, unless it is `null`.
        if T::REQUIRED[index] || !field.is_unset() || is_null(index) {
            written.insert(index);
            count += 1;
        }
    }
    let fields = Written {
        names: T::NAMES,
        index: T::INDEX,
        fields,
        written,
        count,
    };
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
    let mut object = serializer.serialize_struct(name, fields.count)?;
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
    rest.write(&mut object, &|name| fields.has(name))?;
    object.end()
}

/// Returns why an object cannot be written: a field without a value has a mark that says it.
fn problem<S: Serializer>(
    names: &[&str],
    fields: &[&dyn WriteField<S>],
    marks: &Marks,
) -> Option<S::Error> {
    let mut fields = names.iter().zip(fields).enumerate();
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

/// The fields of an object, and which of them are written.
struct Written<'a, S> {
    names: &'a [&'static str],
    index: &'a NameIndex,
    fields: &'a [&'a dyn WriteField<S>],
    written: IndexSet,
    /// How many are written.
    count: usize,
}

impl<'a, S: Serializer> Written<'a, S> {
    fn iter(&self) -> impl Iterator<Item = (&'static str, &'a dyn WriteField<S>)> {
        let all = self.names.iter().zip(self.fields).enumerate();
        all.filter(|(index, _)| self.written.contains(*index))
            .map(|(_, (name, field))| (*name, *field))
    }

    /// Returns whether a field of this name is written.
    fn has(&self, name: &str) -> bool {
        let index = self.index.find(self.names, name);
        index.is_some_and(|index| self.written.contains(index))
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
    /// Writes them, unless the object has one of them already: which of the two counts would be up to the server.
    ///
    /// # Errors
    /// A field is there twice; those of the serializer.
    fn write<M: SerializeMap>(
        &self,
        to: &mut M,
        has: &dyn Fn(&str) -> bool,
    ) -> Result<(), M::Error>;
}

impl WriteRest for () {
    fn write<M: SerializeMap>(&self, _: &mut M, _: &dyn Fn(&str) -> bool) -> Result<(), M::Error> {
        Ok(())
    }
}

impl WriteRest for Map<String, Value> {
    fn write<M: SerializeMap>(
        &self,
        to: &mut M,
        has: &dyn Fn(&str) -> bool,
    ) -> Result<(), M::Error> {
        write_rest(self, to, has)
    }
}

impl<T: Serialize> WriteRest for BTreeMap<String, T> {
    fn write<M: SerializeMap>(
        &self,
        to: &mut M,
        has: &dyn Fn(&str) -> bool,
    ) -> Result<(), M::Error> {
        write_rest(self, to, has)
    }
}

fn write_rest<'a, T: Serialize + 'a, M: SerializeMap>(
    rest: impl IntoIterator<Item = (&'a String, &'a T)>,
    to: &mut M,
    has: &dyn Fn(&str) -> bool,
) -> Result<(), M::Error> {
    rest.into_iter()
        .try_for_each(|(name, value)| match has(name) {
            true => Err(unwritable_here(&repeated(name))),
            false => to.serialize_entry(name, value),
        })
}

/// Returns why an object that has a field twice is not written: the end of a sentence that begins with its name.
pub(crate) fn repeated(name: &str) -> String {
    format!("has `{name}` twice: a field with a setter does not go into `extra` too")
}
