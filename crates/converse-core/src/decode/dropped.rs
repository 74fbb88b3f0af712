//! What decoding drops: the values that no type around them has a place for.
//!
//! A union has to know what each of its variants would lose. A type that has no field for a value skips it, so the one
//! function that skips values records their places, at any depth: measuring costs no reading of its own.
//! `Deserialize` has no parameter for such a record; it belongs to the thread while it decodes one packed value.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::mem::take;

use super::budget::{Spent, charge};

#[derive(Default)]
struct Record {
    /// The places that were dropped, in the order of reading.
    places: Vec<Span>,
    /// The variant of each union that had several to try, by the place of its value and the place of its list of
    /// variants. `None` where no variant holds the value.
    choices: BTreeMap<(usize, usize), Option<usize>>,
}

thread_local! {
    static RECORD: RefCell<Record> = RefCell::default();
}

/// How many places a thread has memory for between two values.
const KEPT: usize = 256;

/// Reads one packed value with a record of its own: places in another packed value say nothing here.
pub(crate) fn with_record<T>(read: impl FnOnce() -> T) -> T {
    /// The choices of the record before, and the number of its places, which are not touched.
    struct Restore(BTreeMap<(usize, usize), Option<usize>>, usize);
    impl Drop for Restore {
        fn drop(&mut self) {
            RECORD.with_borrow_mut(|record| {
                record.choices = take(&mut self.0);
                record.places.truncate(self.1);
                record.places.shrink_to(KEPT);
            });
        }
    }
    let _restore =
        RECORD.with_borrow_mut(|record| Restore(take(&mut record.choices), record.places.len()));
    read()
}

/// Records that the value was dropped, with all that it holds.
pub(super) fn record(value: Span) -> Result<(), Spent> {
    charge(size_of::<Span>())?;
    RECORD.with_borrow_mut(|record| record.places.push(value));
    Ok(())
}

/// Where a value starts and ends in what was packed with it. Of two values, one holds the other or they are apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The values that were dropped. A value inside of a dropped one counts as dropped.
#[derive(Clone, Default)]
pub(crate) struct Dropped {
    /// Sorted, none inside of another.
    spans: Vec<Span>,
}

impl Dropped {
    fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
        spans.dedup_by(|next, before| next.end <= before.end);
        Self { spans }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns how much was dropped: more for a value than for any parts of it.
    pub(crate) fn size(&self) -> usize {
        self.spans.iter().map(|span| span.end - span.start).sum()
    }

    /// Returns whether the value was dropped, on its own or with one that holds it.
    pub(crate) fn has(&self, value: Span) -> bool {
        let after = (self.spans).partition_point(|span| span.start <= value.start);
        let before = after.checked_sub(1).and_then(|index| self.spans.get(index));
        before.is_some_and(|span| value.end <= span.end)
    }

    /// Returns what was dropped here and there.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let here = self.spans.iter().filter(|span| other.has(**span));
        let there = other.spans.iter().filter(|span| self.has(**span));
        Self::new(here.chain(there).copied().collect())
    }
}

/// Runs `read`, and takes what it dropped out of the record. A value that somebody else keeps was not dropped.
pub(crate) fn dropped<T>(kept: Option<Span>, read: impl FnOnce() -> T) -> (T, Dropped) {
    let before = RECORD.with_borrow(|record| record.places.len());
    let value = read();
    let places = RECORD.with_borrow_mut(|Record { places, .. }| {
        // Most of the time nothing else was dropped, so that this takes no memory.
        let mut at = before;
        while let Some(place) = places.get(at) {
            match Some(*place) == kept {
                true => drop(places.swap_remove(at)),
                false => at += 1,
            }
        }
        places.split_off(before)
    });
    (value, Dropped::new(places))
}

/// Puts what a variant drops back into the record, once it is the variant that holds the value.
pub(crate) fn drop_all(dropped: &Dropped) {
    RECORD.with_borrow_mut(|record| record.places.extend_from_slice(&dropped.spans));
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
