//! Shows objects.

use std::fmt::{Debug, Formatter, Result};

use super::reading::Object;
use crate::types::field_set::FieldSet;

/// Shows an object as a derive would: by the names of its fields.
///
/// # Errors
/// Those of the formatter.
pub fn debug_object(f: &mut Formatter<'_>, name: &str, fields: &[(&str, &dyn Debug)]) -> Result {
    let mut shown = f.debug_struct(name);
    for (name, field) in fields {
        shown.field(name, field);
    }
    shown.finish()
}

/// Adds the field with this name in JSON to those that are `null`.
pub fn set_null<T: Object>(nulls: &mut FieldSet, name: &str) {
    if let Some(index) = T::NAMES.iter().position(|known| *known == name) {
        nulls.insert(index);
    }
}
