//! Limits on the memory and time of decoding one body.
//!
//! The bytes of a body do not bound the size of its value: `{}` is two bytes, and a struct of a hundred optional
//! fields. So everything that decoding allocates is charged here before it is allocated, and each value a little more,
//! which bounds the work too. `Deserialize` has no parameter for such a budget; it belongs to the thread while it
//! decodes.

use std::cell::Cell;
use std::fmt;

use tokio::time::Instant;

/// The default limit on the bytes of memory that decoding a response takes whatever the size of its body:
/// 16 MiB. [`DECODE_LIMIT_PER_BYTE`] is added.
pub const DECODE_LIMIT: usize = 16 * 1024 * 1024;

/// The default limit on the bytes of memory that decoding a response takes for each byte of its body:
/// 16.
pub const DECODE_LIMIT_PER_BYTE: usize = 16;

/// Charged for each value besides its memory, so that values without memory are bounded too.
const VALUE: usize = 16;

/// Charged for each entry of a map besides name and value: the overhead of hash maps.
const ENTRY: usize = 24;

/// Charge between two checks of the clock.
const STEP: usize = 1024 * 1024;

/// The limits of decoding one body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
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
    /// Left to charge before the next check of the clock.
    step: Cell<usize>,
    /// Left to charge after that.
    rest: Cell<usize>,
    deadline: Cell<Option<Instant>>,
    spent: Cell<Option<Spent>>,
}

thread_local! {
    /// Outside of [`Budget::apply`] there is no limit: nobody charges 2^64 bytes.
    static ACCOUNT: Account = const {
        Account {
            step: Cell::new(usize::MAX),
            rest: Cell::new(usize::MAX),
            deadline: Cell::new(None),
            spent: Cell::new(None),
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

    /// Decodes within the budget. Returns an error if it was spent.
    pub(crate) fn apply<T>(self, decode: impl FnOnce() -> T) -> Result<T, Spent> {
        let _restore = Restore(ACCOUNT.with(|account| account.replace(self)));
        let value = decode();
        match spent() {
            Some(spent) => Err(spent),
            None => Ok(value),
        }
    }
}

impl Account {
    /// Sets the account, and returns the former one.
    fn replace(&self, budget: Budget) -> Self {
        let step = budget.bytes.min(STEP);
        Self {
            step: Cell::new(self.step.replace(step)),
            rest: Cell::new(self.rest.replace(budget.bytes - step)),
            deadline: Cell::new(self.deadline.replace(budget.deadline)),
            spent: Cell::new(self.spent.take()),
        }
    }

    /// Checks the clock, and makes the next step available.
    #[cold]
    fn refill(&self, bytes: usize) -> Result<(), Spent> {
        if let Some(spent) = self.spent.get() {
            return Err(spent);
        }
        let left = self.step.get().saturating_add(self.rest.get());
        let late = (self.deadline.get()).is_some_and(|deadline| deadline <= Instant::now());
        let outcome = match left.checked_sub(bytes) {
            _ if late => Err(Spent::Time),
            None => Err(Spent::Memory),
            Some(left) => Ok(left),
        };
        let left = outcome.unwrap_or_default();
        let step = left.min(STEP);
        self.step.set(step);
        self.rest.set(left - step);
        self.spent.set(outcome.err());
        outcome.map(drop)
    }
}

/// Restores the thread's former account.
struct Restore(Account);

impl Drop for Restore {
    fn drop(&mut self) {
        ACCOUNT.with(|account| {
            account.step.set(self.0.step.get());
            account.rest.set(self.0.rest.get());
            account.deadline.set(self.0.deadline.get());
            account.spent.set(self.0.spent.get());
        });
    }
}

/// Returns why nothing more may be decoded, if so.
pub(crate) fn spent() -> Option<Spent> {
    ACCOUNT.with(|account| account.spent.get())
}

/// Charges a value with so many bytes of its own.
#[inline]
pub(crate) fn charge(bytes: usize) -> Result<(), Spent> {
    let bytes = bytes.saturating_add(VALUE);
    ACCOUNT.with(|account| match account.step.get().checked_sub(bytes) {
        Some(left) => {
            account.step.set(left);
            Ok(())
        }
        None => account.refill(bytes),
    })
}

/// Charges a struct: it may be in a box.
pub(crate) fn charge_struct<T>() -> Result<(), Spent> {
    charge(size_of::<T>())
}

/// How a list or map grows that doubles its capacity when it is full.
#[derive(Default)]
pub(crate) struct Growth {
    items: usize,
    capacity: usize,
}

impl Growth {
    /// Charges one more item of a list.
    pub(crate) fn item<T>(&mut self) -> Result<(), Spent> {
        self.add(size_of::<T>())
    }

    /// Charges one more entry of a map, whose name has a type of so many bytes.
    pub(crate) fn entry<T>(&mut self, name: usize) -> Result<(), Spent> {
        self.add(name + size_of::<T>() + ENTRY)
    }

    fn add(&mut self, bytes: usize) -> Result<(), Spent> {
        self.items += 1;
        if self.items <= self.capacity {
            return Ok(());
        }
        let added = self.capacity.max(4);
        self.capacity = self.capacity.saturating_add(added);
        charge(added.saturating_mul(bytes))
    }

    pub(crate) fn items(&self) -> usize {
        self.items
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
        for bytes in [100, STEP, 3 * STEP + 1] {
            let taken = budget(bytes).apply(|| charge(bytes - VALUE));
            assert_eq!(taken, Ok(Ok(())));
            let taken = budget(bytes).apply(|| charge(bytes - VALUE + 1));
            assert_eq!(taken, Err(Spent::Memory));
            let taken = budget(bytes).apply(|| {
                let mut count = 0;
                while charge(0).is_ok() {
                    count += 1;
                }
                assert_eq!(count, bytes / VALUE);
            });
            assert_eq!(taken, Err(Spent::Memory));
        }
    }

    #[test]
    fn what_is_spent_stays_spent_until_the_end() {
        let outer = budget(1000).apply(|| {
            let inner = budget(10).apply(|| {
                assert_eq!(charge(0), Err(Spent::Memory));
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
        let past = Budget {
            bytes: usize::MAX,
            deadline: Some(Instant::now()),
        };
        assert_eq!(past.apply(|| charge(STEP)), Err(Spent::Time));
        let future = Budget {
            deadline: Some(Instant::now() + Duration::from_secs(3600)),
            ..past
        };
        assert_eq!(future.apply(|| charge(STEP)), Ok(Ok(())));
    }

    #[test]
    fn a_list_pays_for_its_capacity() {
        let pays = |items: usize| {
            let mut needed = 0;
            while budget(needed)
                .apply(|| {
                    let mut growth = Growth::default();
                    (0..items).all(|_| growth.item::<[u8; 100]>().is_ok())
                })
                .is_err()
            {
                needed += 1;
            }
            needed
        };
        assert_eq!(pays(0), 0);
        assert_eq!(pays(1), 400 + VALUE);
        assert_eq!(pays(4), 400 + VALUE);
        assert_eq!(pays(5), 800 + 2 * VALUE);
    }
}
