//! `Marks`: what the value of a field does not say.

use std::fmt;

use super::object::Object;

/// What an object knows of its fields besides their values. Most know nothing.
#[derive(Clone, Default)]
pub struct Marks(Vec<(usize, Mark)>);

/// What the value of a field does not say. It counts only while the field has no value: one that was set since is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is `null`, and not absent.
    Null,
    /// It is required, and was not set; with the method that sets it.
    Missing(&'static str),
    /// What was given for it is not a UUID.
    NotUuid,
}

impl Marks {
    /// Marks the field at this index, in place of an earlier mark.
    pub(crate) fn set(&mut self, index: usize, mark: Mark) {
        self.remove(index);
        self.0.push((index, mark));
    }

    fn remove(&mut self, index: usize) {
        self.0.retain(|(marked, _)| *marked != index);
    }

    /// Returns the mark of the field at this index.
    pub(crate) fn of(&self, index: usize) -> Option<Mark> {
        let mut marks = self.0.iter();
        let found = marks.find(|(marked, _)| *marked == index);
        found.map(|(_, mark)| *mark)
    }

    pub(crate) fn is_null(&self, index: usize) -> bool {
        self.of(index) == Some(Mark::Null)
    }
}

impl fmt::Debug for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().copied()).finish()
    }
}

/// Marks the field with this name in JSON.
pub fn mark<T: Object>(marks: &mut Marks, name: &str, mark: Mark) {
    if let Some(index) = T::NAMES.iter().position(|known| *known == name) {
        marks.set(index, mark);
    }
}

/// Takes the mark of the field with this name in JSON away.
pub fn unmark<T: Object>(marks: &mut Marks, name: &str) {
    if let Some(index) = T::NAMES.iter().position(|known| *known == name) {
        marks.remove(index);
    }
}
