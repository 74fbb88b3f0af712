//! Limits on the memory and time of decoding one body.
//!
//! The bytes of a body do not bound the size of its value: `{}` is two bytes, and a struct of a hundred optional
//! fields. So everything that decoding allocates is charged here before it is allocated, and each value a little more,
//! which bounds the work too. `Deserialize` has no parameter for such a budget; it belongs to the thread while it
//! decodes.

use std::cell::Cell;
use std::fmt;

use super::path;

// Only calls have a deadline, and the tests of calls control the clock.
#[cfg(not(feature = "client"))]
use std::time::Instant;
#[cfg(feature = "client")]
use tokio::time::Instant;

/// The default limit on the bytes of memory for decoding a response, whatever the size of its body:
/// 16 MiB. [`DECODE_LIMIT_PER_BYTE`] is added.
pub const DECODE_LIMIT: usize = 16 * 1024 * 1024;

/// The default limit on the bytes of memory for decoding a response, per byte of its body:
/// 16.
pub const DECODE_LIMIT_PER_BYTE: usize = 16;

/// Charged for each value besides its memory. Divided by it, a budget is also the most values that may be read, however
/// often each is read.
const VALUE: usize = 16;

/// Charged for each slot of a map besides name and value: what hash maps keep beside them.
const SLOT: usize = 24;

/// The slots of a node of a `BTreeMap`.
const NODE: usize = 11;

/// How many entries come with each further node, at least: a full one is split.
const SPLIT: usize = 6;

/// How many values are read between two checks of the clock.
const STEP: u32 = 4096;

/// The limits of decoding one body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// The bytes that may be allocated at once.
    pub(crate) bytes: usize,
    pub(crate) deadline: Option<Instant>,
}

/// Why decoding was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spent {
    Memory,
    Time,
}

impl fmt::Display for Spent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "decoding takes more memory than the limit",
            Self::Time => "the time limit was reached while decoding",
        })
    }
}

struct Account {
    /// The bytes that may still be allocated. 64 bits on every machine: outside of [`Budget::apply`] they cannot run out.
    bytes: Cell<u64>,
    /// How many values may be read before the next check of the clock.
    step: Cell<u32>,
    limits: Cell<Limits>,
}

#[derive(Clone, Copy)]
struct Limits {
    /// How many values may be read after this step.
    values: u64,
    deadline: Option<Instant>,
    spent: Option<Spent>,
}

thread_local! {
    static ACCOUNT: Account = const {
        Account {
            bytes: Cell::new(u64::MAX),
            step: Cell::new(STEP),
            limits: Cell::new(Limits {
                values: u64::MAX,
                deadline: None,
                spent: None,
            }),
        }
    };
}

impl Budget {
    /// Returns the default budget of a body, without a deadline.
    pub(crate) fn of(body: &[u8]) -> Self {
        Self {
            bytes: (body.len().saturating_mul(DECODE_LIMIT_PER_BYTE)).saturating_add(DECODE_LIMIT),
            deadline: None,
        }
    }

    /// Returns the budget with another limit of memory, if there is one.
    pub(crate) fn limited(self, bytes: Option<usize>) -> Self {
        Self {
            bytes: bytes.unwrap_or(self.bytes),
            ..self
        }
    }

    /// Decodes within the budget. Returns an error if it was spent.
    pub(crate) fn apply<T>(self, decode: impl FnOnce() -> T) -> Result<T, Spent> {
        let bytes = self.bytes as u64;
        let limits = Limits {
            values: bytes / VALUE as u64,
            deadline: self.deadline,
            spent: None,
        };
        let _restore = ACCOUNT.with(|account| Restore {
            bytes: account.bytes.replace(bytes),
            step: account.step.replace(STEP),
            limits: account.limits.replace(limits),
        });
        let value = decode();
        match spent() {
            Some(spent) => Err(spent),
            None => Ok(value),
        }
    }
}

/// Restores the thread's former account.
struct Restore {
    bytes: u64,
    step: u32,
    limits: Limits,
}

impl Drop for Restore {
    fn drop(&mut self) {
        ACCOUNT.with(|account| {
            account.bytes.set(self.bytes);
            account.step.set(self.step);
            account.limits.set(self.limits);
        });
    }
}

/// Returns the reason why decoding must end, if there is one.
pub(crate) fn spent() -> Option<Spent> {
    ACCOUNT.with(|account| account.limits.get().spent)
}

/// Charges a value with so many bytes of its own.
#[inline]
pub(crate) fn charge(bytes: usize) -> Result<(), Spent> {
    let bytes = bytes.saturating_add(VALUE) as u64;
    ACCOUNT.with(|account| {
        let left = account.bytes.get().checked_sub(bytes);
        match (left, account.step.get().checked_sub(1)) {
            (Some(left), Some(step)) => {
                account.bytes.set(left);
                account.step.set(step);
                Ok(())
            }
            (left, _) => account.renew(left),
        }
    })
}

/// Decodes a value that may turn out to be of another type: then its memory is free again, and is returned to the
/// budget.
pub(crate) fn attempt<T>(decode: impl FnOnce() -> Option<T>) -> Option<T> {
    let before = ACCOUNT.with(|account| account.bytes.get());
    let value = decode();
    if value.is_none() && spent().is_none() {
        ACCOUNT.with(|account| account.bytes.set(before));
    }
    if value.is_none() {
        path::clear();
    }
    value
}

impl Account {
    /// Begins the next step: checks the clock and the number of values that were read.
    #[cold]
    fn renew(&self, left: Option<u64>) -> Result<(), Spent> {
        let mut limits = self.limits.get();
        limits.values = limits.values.saturating_sub(STEP.into());
        let late = (limits.deadline).is_some_and(|deadline| deadline <= Instant::now());
        limits.spent = match left {
            _ if limits.spent.is_some() => limits.spent,
            _ if late => Some(Spent::Time),
            Some(_) if limits.values > 0 => None,
            _ => Some(Spent::Memory),
        };
        self.limits.set(limits);
        match limits.spent {
            // Once it is spent, the next value ends up here again.
            Some(spent) => {
                self.step.set(0);
                Err(spent)
            }
            None => {
                self.bytes.set(left.unwrap_or_default());
                self.step.set(STEP);
                Ok(())
            }
        }
    }
}

/// How a list or map grows.
pub(crate) struct Growth {
    items: usize,
    capacity: usize,
    kind: Grows,
}

/// The kind of collection that grows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grows {
    /// A collection that doubles its capacity when it is full: `Vec`, and the maps of JSON values.
    Doubling,
    /// A `BTreeMap`, or another map of a known type.
    Map,
    /// The fields of a struct, which has space for all of them.
    Struct,
}

impl Growth {
    pub(crate) fn new(kind: Grows) -> Self {
        Self {
            items: 0,
            capacity: 0,
            kind,
        }
    }

    /// Returns whether the fields of a struct are read, whose names are not kept.
    pub(crate) fn is_struct(&self) -> bool {
        self.kind == Grows::Struct
    }

    /// Takes one more item of a list from the budget. One without a size is read in place: whoever has the list takes it.
    pub(crate) fn item<T>(&mut self) -> Result<(), Spent> {
        match size_of::<T>() {
            0 => Ok(()),
            bytes => self.add(bytes),
        }
    }

    /// Takes one more entry from the budget, whose name is of a type of so many bytes.
    pub(crate) fn entry<T>(&mut self, name: usize) -> Result<(), Spent> {
        match self.kind {
            Grows::Struct => Ok(()),
            _ => self.add(name + size_of::<T>() + SLOT),
        }
    }

    fn add(&mut self, bytes: usize) -> Result<(), Spent> {
        self.items += 1;
        if self.items <= self.capacity {
            return Ok(());
        }
        let (added, room) = match (self.kind, self.capacity) {
            (Grows::Map, 0) => (NODE, NODE),
            (Grows::Map, _) => (NODE, SPLIT),
            // The first that `Vec` reserves depends on the size of its items.
            (_, 0) if bytes > 1024 => (1, 1),
            (_, 0) if bytes <= 1 => (8, 8),
            (_, 0) => (4, 4),
            (_, capacity) => (capacity, capacity),
        };
        self.capacity = self.capacity.saturating_add(room);
        charge(added.saturating_mul(bytes))
    }

    pub(crate) fn items(&self) -> usize {
        self.items
    }
}

/// Takes the size of a struct itself from the budget: it may be in a box. One without a size is read in place: its
/// visitor takes it.
pub(crate) fn charge_struct<T>() -> Result<(), Spent> {
    match size_of::<T>() {
        0 => Ok(()),
        bytes => charge(bytes),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn budget(bytes: usize) -> Budget {
        Budget {
            bytes,
            deadline: None,
        }
    }

    #[test]
    fn nothing_is_taken_beyond_the_budget() {
        for bytes in [100, 1 << 20, 3 << 20 | 1] {
            let taken = budget(bytes).apply(|| charge(bytes - VALUE));
            assert_eq!(taken, Ok(Ok(())));
            let taken = budget(bytes).apply(|| charge(bytes - VALUE + 1));
            assert_eq!(taken, Err(Spent::Memory));
        }
    }

    #[test]
    fn values_are_counted_however_often_their_memory_is_given_back() {
        let taken = budget(1 << 20).apply(|| {
            let mut count = 0;
            while attempt(|| charge(100).err().map(drop)).is_none() {
                count += 1;
            }
            count
        });
        assert_eq!(taken, Err(Spent::Memory));
        let taken = budget(1000).apply(|| {
            for _ in 0..100 {
                assert_eq!(attempt(|| charge(900).err()), None);
            }
            assert!(attempt(|| charge(900).ok()).is_some());
            charge(900)
        });
        assert_eq!(taken, Err(Spent::Memory));
    }

    #[test]
    fn what_is_spent_stays_spent_until_the_end() {
        let outer = budget(1000).apply(|| {
            let inner = budget(10).apply(|| {
                assert_eq!(charge(0), Err(Spent::Memory));
                assert_eq!(charge(0), Err(Spent::Memory));
                assert_eq!(attempt(|| None::<()>), None);
                assert_eq!(charge(0), Err(Spent::Memory));
            });
            assert_eq!(inner, Err(Spent::Memory));
            charge(0)
        });
        assert_eq!(outer, Ok(Ok(())));
        assert_eq!(charge(usize::MAX / 2), Ok(()));
    }

    #[test]
    fn the_deadline_is_looked_at_between_steps() {
        let read = |values: u32| (0..values).try_for_each(|_| charge(0));
        let past = Budget {
            bytes: usize::MAX,
            deadline: Some(Instant::now()),
        };
        assert_eq!(past.apply(|| read(STEP)), Ok(Ok(())));
        assert_eq!(past.apply(|| read(STEP + 1)), Err(Spent::Time));
        let future = Budget {
            deadline: Some(Instant::now() + Duration::from_secs(3600)),
            ..past
        };
        assert_eq!(future.apply(|| read(3 * STEP)), Ok(Ok(())));
    }

    #[test]
    fn a_list_pays_for_its_capacity() {
        fn pays<const SIZE: usize>(items: usize) -> usize {
            let mut needed = 0;
            while budget(needed)
                .apply(|| {
                    let mut growth = Growth::new(Grows::Doubling);
                    (0..items).all(|_| growth.item::<[u8; SIZE]>().is_ok())
                })
                .is_err()
            {
                needed += 1;
            }
            needed
        }
        assert_eq!(pays::<100>(0), 0);
        assert_eq!(pays::<100>(1), 400 + VALUE);
        assert_eq!(pays::<100>(4), 400 + VALUE);
        assert_eq!(pays::<100>(5), 800 + 2 * VALUE);
        assert_eq!(pays::<2000>(1), 2000 + VALUE);
        assert_eq!(pays::<2000>(3), 8000 + 3 * VALUE);
        assert_eq!(pays::<1>(8), 8 + VALUE);
    }
}
