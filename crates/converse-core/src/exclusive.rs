//! What only one thread may use at a time, kept where several may see it.

use std::sync::{Mutex, PoisonError};

/// A value that is used by its owner only, which makes it [`Sync`] whatever it is. Its lock is
/// never waited for.
#[derive(Default)]
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
