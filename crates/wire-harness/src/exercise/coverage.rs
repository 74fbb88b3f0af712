//! Which alternatives of each choice had their turn, so that every member of a union at every depth gets one.

use std::collections::BTreeMap;

/// The choices of all values of one side of an operation.
#[derive(Debug, Default)]
pub struct Coverage {
    choices: BTreeMap<Choice, Vec<Turns>>,
    /// The alternatives of the value being made.
    trail: Vec<(Choice, usize)>,
}

/// The address of a choice in the document, and that of the reference around it.
pub type Choice = (usize, usize);

#[derive(Debug, Clone, Copy, Default)]
struct Turns {
    taken: usize,
    /// Whether a value with it was accepted.
    done: bool,
}

/// An alternative that never becomes a value that is accepted has this many turns.
const ATTEMPTS: usize = 3;

impl Turns {
    fn is_due(self) -> bool {
        !self.done && self.taken < ATTEMPTS
    }
}

impl Coverage {
    /// Returns the alternative to take: one that is due, beginning at the preferred one.
    pub fn choose(&mut self, choice: Choice, count: usize, preferred: usize) -> usize {
        let turns = self.choices.entry(choice).or_default();
        turns.resize(turns.len().max(count), Turns::default());
        let preferred = preferred % count;
        let in_order = (0..count).map(|step| (preferred + step) % count);
        let due = in_order.filter(|index| turns[*index].is_due());
        due.min_by_key(|index| turns[*index].taken)
            .unwrap_or(preferred)
    }

    /// Keeps that an alternative was taken, or that it contradicts what is around it.
    pub fn take(&mut self, choice: Choice, index: usize) {
        if let Some(turns) = self
            .choices
            .get_mut(&choice)
            .and_then(|all| all.get_mut(index))
        {
            turns.taken += 1;
        }
        self.trail.push((choice, index));
    }

    /// Ends a value.
    pub fn settle(&mut self, accepted: bool) {
        for (choice, index) in std::mem::take(&mut self.trail) {
            if let Some(turns) = self
                .choices
                .get_mut(&choice)
                .and_then(|all| all.get_mut(index))
            {
                turns.done |= accepted;
            }
        }
    }

    /// Returns whether no alternative of those that were met is due.
    pub fn is_complete(&self) -> bool {
        let all = self.choices.values().flatten();
        all.into_iter().all(|turns| !turns.is_due())
    }
}

/// Returns the alternatives of a union, each by the numbers of its members: the members one by one, and, where a value
/// may be of several, every further set of them. Of many members only all together.
pub fn alternatives(members: usize, may_be_several: bool) -> Vec<Vec<usize>> {
    let mut alternatives: Vec<Vec<usize>> = (0..members).map(|index| vec![index]).collect();
    if !may_be_several || members < 2 {
        return alternatives;
    }
    if members > FEW {
        alternatives.push((0..members).collect());
        return alternatives;
    }
    let sets = 1_usize..1 << members;
    let of = |set: usize| (0..members).filter(move |index| set >> index & 1 == 1);
    let several = sets.map(|set| of(set).collect::<Vec<_>>());
    alternatives.extend(several.filter(|set| set.len() > 1));
    alternatives
}

/// Up to this many members, every set is an alternative.
const FEW: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alternative_gets_its_turn() {
        let mut coverage = Coverage::default();
        let mut taken = Vec::new();
        while taken.is_empty() || !coverage.is_complete() {
            let index = coverage.choose((7, 0), 3, 1);
            coverage.take((7, 0), index);
            coverage.settle(index != 2);
            taken.push(index);
        }
        // The one that is refused is tried again.
        assert_eq!(taken, [1, 2, 0, 2, 2]);
    }

    #[test]
    fn a_value_may_be_of_several_members() {
        assert_eq!(alternatives(2, false), [[0], [1]]);
        assert_eq!(alternatives(2, true), [vec![0], vec![1], vec![0, 1]]);
        assert_eq!(alternatives(4, true).len(), 15);
        assert_eq!(alternatives(9, true).len(), 10);
    }
}
