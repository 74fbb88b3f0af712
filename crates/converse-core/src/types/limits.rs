//! The document's limits on values that are sent, checked at any depth of a request body.

use std::fmt::{self, Write as _};

use serde_json::Value;

use super::field_value::FieldValue;
use crate::operation::{Measured, Rule};

/// A value that breaks a limit: its place, and the limit. It does not hold the value, which may be personal.
#[derive(Debug)]
pub struct Broken {
    /// From the value to the outermost one.
    steps: Vec<Step>,
    rule: String,
}

#[derive(Debug)]
enum Step {
    Field(&'static str),
    Item(usize),
    /// A key of a map may be personal, too.
    Key,
}

impl Broken {
    /// Returns the broken limit: the end of a sentence that starts with the place.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Returns the same for the value that has this one as a field.
    fn in_field(mut self, name: &'static str) -> Self {
        self.steps.push(Step::Field(name));
        self
    }

    pub(super) fn in_item(mut self, index: usize) -> Self {
        self.steps.push(Step::Item(index));
        self
    }

    pub(super) fn in_map(mut self) -> Self {
        self.steps.push(Step::Key);
        self
    }
}

/// The place: `participants[3].identifier`, with `*` for the key of a map. Nothing for the outermost value.
impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.steps.iter().rev().enumerate() {
            if number > 0 && !matches!(step, Step::Item(_)) {
                f.write_char('.')?;
            }
            match step {
                Step::Field(name) => f.write_str(name)?,
                Step::Item(index) => write!(f, "[{index}]")?,
                Step::Key => f.write_char('*')?,
            }
        }
        Ok(())
    }
}

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

/// Checks a value, without the values inside of it.
pub(super) fn check_one(rules: &[Rule], value: Measured<'_>) -> Result<(), Broken> {
    match rules.iter().find_map(|rule| rule.broken_by(value)) {
        None => Ok(()),
        Some(rule) => Err(Broken {
            steps: Vec::new(),
            rule,
        }),
    }
}

/// Checks JSON.
pub(super) fn check_json(rules: &'static [Rule], value: &Value) -> Result<(), Broken> {
    check_one(rules, Measured::of(value))?;
    match value {
        Value::Array(items) => check_items(rules, items),
        Value::Object(fields) => check_values(rules, fields.values()),
        _ => Ok(()),
    }
}

/// Checks the items of a list.
pub(super) fn check_items<T: FieldValue>(
    rules: &'static [Rule],
    items: &[T],
) -> Result<(), Broken> {
    let of_items = rules.iter().find_map(|rule| match rule {
        Rule::Items(rules) => Some(*rules),
        _ => None,
    });
    for (index, item) in items.iter().enumerate() {
        item.check(of_items.unwrap_or_default())
            .map_err(|broken| broken.in_item(index))?;
    }
    Ok(())
}

/// Checks the values of a map.
pub(super) fn check_values<'a, T: FieldValue + 'a>(
    rules: &'static [Rule],
    values: impl Iterator<Item = &'a T>,
) -> Result<(), Broken> {
    let of_values = rules.iter().find_map(|rule| match rule {
        Rule::Values(rules) => Some(*rules),
        _ => None,
    });
    for value in values {
        value
            .check(of_values.unwrap_or_default())
            .map_err(Broken::in_map)?;
    }
    Ok(())
}
