//! The document's limits on values that are sent, checked at any depth of a request body.

use std::fmt::{self, Write as _};

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
    pub(super) fn in_field(mut self, name: &'static str) -> Self {
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
