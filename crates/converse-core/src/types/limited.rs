//! Checks the limits on the fields of an object.

use super::field_value::FieldValue;
use super::limits::Broken;
use crate::operation::Rule;

/// A field of an object with the name in JSON and the limits on its value.
pub type LimitedField<'a> = (&'static str, &'a dyn Limited, &'static [Rule]);

/// A value that may have limits.
pub trait Limited {
    /// Checks the limits on the value, and those of its type on the values inside of it.
    ///
    /// # Errors
    /// The first value that breaks one.
    fn check_limits(&self, rules: &'static [Rule]) -> Result<(), Broken>;
}

impl<T: FieldValue> Limited for T {
    fn check_limits(&self, rules: &'static [Rule]) -> Result<(), Broken> {
        self.check(rules)
    }
}

/// Checks the limits on the fields of an object, and on the values of the fields that it does not list.
///
/// # Errors
/// The first value that breaks one.
pub fn check_fields(
    fields: &[LimitedField<'_>],
    rest: Option<(&dyn Limited, &'static [Rule])>,
) -> Result<(), Broken> {
    for (name, value, rules) in fields {
        value
            .check_limits(rules)
            .map_err(|broken| broken.in_field(name))?;
    }
    rest.map_or(Ok(()), |(rest, rules)| rest.check_limits(rules))
}
