//! Shows objects.

use std::fmt::{Debug, Formatter, Result};

use super::reading::Object;
use crate::types::field_set::FieldSet;
use crate::types::field_value::FieldValue;

/// Shows an object as a derive would, by the names of its fields, and what is `null` in it as that.
///
/// # Errors
/// Those of the formatter.
pub fn debug_object(
    f: &mut Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn ShowField)],
    nulls: Option<&FieldSet>,
) -> Result {
    let mut shown = f.debug_struct(name);
    for (index, (name, field)) in fields.iter().enumerate() {
        let is_null = nulls.is_some_and(|nulls| nulls.contains(index)) && field.is_unset();
        match is_null {
            true => shown.field(name, &format_args!("null")),
            false => shown.field(name, field),
        };
    }
    shown.finish()
}

/// A field that is shown.
pub trait ShowField: Debug {
    /// Returns whether an optional field has no value.
    fn is_unset(&self) -> bool;
}

impl<T: FieldValue + Debug> ShowField for T {
    fn is_unset(&self) -> bool {
        FieldValue::is_unset(self)
    }
}

/// Adds the field with this name in JSON to those that are `null`.
pub fn set_null<T: Object>(nulls: &mut FieldSet, name: &str) {
    if let Some(index) = T::NAMES.iter().position(|known| *known == name) {
        nulls.insert(index);
    }
}

/// Returns whether two objects have the same of their unset fields as `null`. A field that was set since is not.
pub fn same_nulls(nulls: [&FieldSet; 2], unset: &[bool]) -> bool {
    let mut unset = unset.iter().enumerate().filter(|(_, unset)| **unset);
    unset.all(|(index, _)| nulls[0].contains(index) == nulls[1].contains(index))
}
