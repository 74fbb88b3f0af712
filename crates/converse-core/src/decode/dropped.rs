//! What decoding drops: the values that no type around them has a place for.
//!
//! A union has to know what each of its variants would lose. A type that has no field for a value skips it, so the one
//! function that skips values records their places, at any depth: measuring costs no reading of its own.
//! `Deserialize` has no parameter for such a record; it belongs to the thread while it decodes one packed value.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem::take;

use super::budget::{Spent, charge};

#[derive(Default)]
struct Record {
    /// The places that were dropped, in the order of reading.
    places: Vec<usize>,
    /// The variant of each union that had several to try, by the place of its value and the place of its list of
    /// variants. `None` where no variant holds the value.
    choices: BTreeMap<(usize, usize), Option<usize>>,
}

thread_local! {
    static RECORD: RefCell<Record> = RefCell::default();
}

/// Reads one packed value with a record of its own: places in another packed value say nothing here.
pub(crate) fn with_record<T>(read: impl FnOnce() -> T) -> T {
    struct Restore(Record);
    impl Drop for Restore {
        fn drop(&mut self) {
            RECORD.set(take(&mut self.0));
        }
    }
    let _restore = Restore(RECORD.take());
    read()
}

/// Records that the value at a place was dropped.
pub(super) fn record(place: usize) -> Result<(), Spent> {
    charge(size_of::<usize>())?;
    RECORD.with_borrow_mut(|record| record.places.push(place));
    Ok(())
}

/// Runs `read`, and takes what it dropped out of the record.
pub(crate) fn dropped<T>(read: impl FnOnce() -> T) -> (T, Vec<usize>) {
    let before = RECORD.with_borrow(|record| record.places.len());
    let value = read();
    let places = RECORD.with_borrow_mut(|record| record.places.split_off(before));
    (value, places)
}

/// Puts what a variant drops back into the record, once it is the variant that holds the value.
pub(crate) fn drop_all(places: &[usize]) {
    RECORD.with_borrow_mut(|record| record.places.extend_from_slice(places));
}

/// Returns the variant that was found earlier for the value at a place, if there is one.
pub(crate) fn known_choice(place: usize, variants: usize) -> Option<Option<usize>> {
    RECORD.with_borrow(|record| record.choices.get(&(place, variants)).copied())
}

/// Remembers the variant of a value: those around it may have to be read as several types, one after the other.
pub(crate) fn remember_choice(place: usize, variants: usize, choice: Option<usize>) {
    // A refused charge ends decoding at the next value.
    let _ = charge(size_of::<((usize, usize), Option<usize>)>());
    RECORD.with_borrow_mut(|record| record.choices.insert((place, variants), choice));
}
