//! `IndexSet`: some of the entries of a list: fields of an object, parameters of an operation.

use std::fmt;

/// Some of the entries of a list, by their index.
#[derive(Clone, Default)]
pub(crate) struct IndexSet {
    first: u64,
    /// Those beyond 64.
    others: Vec<u64>,
}

impl IndexSet {
    /// Adds an entry. Returns whether it is new.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        let bit = 1 << (index % 64);
        let word = match index / 64 {
            0 => &mut self.first,
            word => self.other(word - 1),
        };
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    #[cold]
    fn other(&mut self, word: usize) -> &mut u64 {
        if self.others.len() <= word {
            self.others.resize(word + 1, 0);
        }
        &mut self.others[word]
    }

    /// Returns whether the entry is one of them.
    #[inline]
    pub(crate) fn contains(&self, index: usize) -> bool {
        let word = match index / 64 {
            0 => Some(&self.first),
            word => self.others.get(word - 1),
        };
        word.is_some_and(|word| word & 1 << (index % 64) != 0)
    }
}

impl fmt::Debug for IndexSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = 0..64 * (1 + self.others.len());
        f.debug_set()
            .entries(all.filter(|index| self.contains(*index)))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_wherever_they_are() {
        let mut set = IndexSet::default();
        assert!(set.insert(3) && set.insert(63) && set.insert(64) && set.insert(200));
        assert!(!set.insert(64));
        assert!(set.contains(200) && !set.contains(199) && !set.contains(1000));
        assert_eq!(format!("{set:?}"), "{3, 63, 64, 200}");
    }
}
