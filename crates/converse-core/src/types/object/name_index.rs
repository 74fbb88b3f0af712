//! `NameIndex`: where each name is in a list, found without a look at all of them.

/// The slots of an index.
const SLOTS: usize = 64;

/// The longest list with an index. Others are searched.
const LONGEST: usize = SLOTS / 2;

/// Where the names of a list are, by a hash of each: the place after the first one, or 0. A name whose slot is taken is
/// in the next one that is free.
pub struct NameIndex([u8; SLOTS]);

impl NameIndex {
    /// Makes the index of a list, when the program is compiled.
    pub const fn new(names: &[&str]) -> Self {
        let mut slots = [0; SLOTS];
        let mut place = 0;
        while place < names.len() && names.len() <= LONGEST {
            let mut slot = slot_of(names[place].as_bytes());
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            // The list is short.
            slots[slot] = place as u8 + 1;
            place += 1;
        }
        Self(slots)
    }

    /// Returns the place of a name in the list that the index was made of.
    pub(super) fn find(&self, names: &[&str], name: &str) -> Option<usize> {
        if names.len() > LONGEST {
            return names.iter().position(|known| *known == name);
        }
        let mut slot = slot_of(name.as_bytes());
        // Half of the slots are free.
        loop {
            let place = usize::from(self.0[slot]).checked_sub(1)?;
            if names.get(place) == Some(&name) {
                return Some(place);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

/// Returns the slot of a name, by what tells the names of an object apart most of the time.
const fn slot_of(name: &[u8]) -> usize {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let (first, middle, last) = (name[0], name[length / 2], name[length - 1]);
    (length * 5 + first as usize * 3 + middle as usize * 7 + last as usize * 11) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_found_and_no_other() {
        let names: Vec<String> = (0..100).map(|number| format!("name{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).chain(["", "é"]).collect();
        for length in [0, 1, LONGEST, LONGEST + 1, names.len()] {
            let (listed, others) = names.split_at(length);
            let index = NameIndex::new(listed);
            for (place, name) in listed.iter().enumerate() {
                assert_eq!(index.find(listed, name), Some(place), "{name} of {length}");
            }
            for name in others {
                assert_eq!(index.find(listed, name), None, "{name} of {length}");
            }
        }
    }

    #[test]
    fn of_a_repeated_name_the_first_counts() {
        let names = ["a", "b", "a"];
        assert_eq!(NameIndex::new(&names).find(&names, "a"), Some(0));
    }
}
