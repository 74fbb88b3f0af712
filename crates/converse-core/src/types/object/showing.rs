//! Shows objects.

use std::fmt::{Debug, Formatter, Result};

use crate::types::field_value::FieldValue;
use crate::types::marks::Marks;

/// Shows an object as a derive would, by the names of its fields, and what is `null` in it as that.
///
/// # Errors
/// Those of the formatter.
pub fn debug_object(
    f: &mut Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn ShowField)],
    marks: Option<&Marks>,
) -> Result {
    let mut shown = f.debug_struct(name);
    for (index, (name, field)) in fields.iter().enumerate() {
        let is_null = marks.is_some_and(|marks| marks.is_null(index)) && field.is_unset();
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

/// Returns whether two objects have the same of their unset fields as `null`. A field that was set since is not.
pub fn same_nulls(marks: [&Marks; 2], unset: &[bool]) -> bool {
    let mut unset = unset.iter().enumerate().filter(|(_, unset)| **unset);
    unset.all(|(index, _)| marks[0].is_null(index) == marks[1].is_null(index))
}
