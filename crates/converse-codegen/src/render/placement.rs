//! Where each type belongs in a crate of several parts: with the part that alone reaches it, or with the types that the
//! same parts share.

use std::collections::{BTreeMap, BTreeSet};

/// The types that the code of each type names.
pub type Uses<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// The types of a crate, by the parts that reach them.
#[derive(Debug, PartialEq, Eq)]
pub struct Placement<'a> {
    /// The types that one part alone reaches, by the number of the part.
    pub own: Vec<BTreeSet<&'a str>>,
    /// The types that several parts reach: those with the same parts are together.
    pub shared: Vec<Shared<'a>>,
}

/// Types that the same parts reach.
#[derive(Debug, PartialEq, Eq)]
pub struct Shared<'a> {
    /// The numbers of the parts, at least two.
    pub parts: Vec<usize>,
    pub types: BTreeSet<&'a str>,
}

/// Places every type that the parts reach; `named` are the types that the operations of each part name.
///
/// A type is reached by every part that reaches a type that names it. So whatever the code of a type names is compiled
/// when the type is.
pub fn place<'a>(named: &[BTreeSet<&'a str>], uses: &Uses<'a>) -> Placement<'a> {
    let mut parts_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (part, named) in named.iter().enumerate() {
        for name in reached(named, uses) {
            parts_of.entry(name).or_default().push(part);
        }
    }
    let mut own = vec![BTreeSet::new(); named.len()];
    let mut shared: BTreeMap<Vec<usize>, BTreeSet<&str>> = BTreeMap::new();
    for (name, parts) in parts_of {
        match parts.as_slice() {
            [part] => {
                own[*part].insert(name);
            }
            _ => {
                shared.entry(parts).or_default().insert(name);
            }
        }
    }
    let shared = shared.into_iter();
    Placement {
        own,
        shared: shared
            .map(|(parts, types)| Shared { parts, types })
            .collect(),
    }
}

/// Returns the types that those `named` do not reach.
pub fn unreached<'a, 'b>(
    named: impl IntoIterator<Item = &'b &'a str>,
    uses: &Uses<'a>,
) -> BTreeSet<&'a str>
where
    'a: 'b,
{
    let reached = reached(named, uses);
    uses.keys()
        .copied()
        .filter(|name| !reached.contains(name))
        .collect()
}

fn reached<'a, 'b>(
    named: impl IntoIterator<Item = &'b &'a str>,
    uses: &Uses<'a>,
) -> BTreeSet<&'a str>
where
    'a: 'b,
{
    let mut open: Vec<&str> = named.into_iter().copied().collect();
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(uses.get(name).into_iter().flatten());
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    const USES: [(&str, &[&str]); 7] = [
        ("Message", &["Sender", "Attachment"]),
        ("Conversation", &["Sender", "Message"]),
        ("Sender", &["Address"]),
        ("Address", &["Sender"]),
        ("Attachment", &[]),
        ("Event", &["Message", "EventKind"]),
        ("EventKind", &[]),
    ];

    fn uses() -> Uses<'static> {
        let uses = USES.iter();
        uses.map(|(name, used)| (*name, used.to_vec())).collect()
    }

    fn set(names: &[&'static str]) -> BTreeSet<&'static str> {
        names.iter().copied().collect()
    }

    fn shared(parts: &[usize], types: &[&'static str]) -> Shared<'static> {
        Shared {
            parts: parts.to_vec(),
            types: set(types),
        }
    }

    #[test]
    fn a_type_is_with_the_part_that_alone_reaches_it() {
        let placed = place(&[set(&["Message"]), set(&["EventKind"])], &uses());
        assert_eq!(
            placed.own[0],
            set(&["Message", "Sender", "Address", "Attachment"])
        );
        assert_eq!(placed.own[1], set(&["EventKind"]));
        assert!(placed.shared.is_empty());
    }

    #[test]
    fn types_of_the_same_parts_are_together() {
        let named = [set(&["Message"]), set(&["Conversation"]), set(&["Sender"])];
        let placed = place(&named, &uses());
        assert_eq!(placed.own, [set(&[]), set(&["Conversation"]), set(&[])]);
        assert_eq!(
            placed.shared,
            [
                shared(&[0, 1], &["Message", "Attachment"]),
                shared(&[0, 1, 2], &["Sender", "Address"]),
            ]
        );
    }

    #[test]
    fn a_type_is_compiled_whenever_one_that_names_it_is() {
        let named = [set(&["Message"]), set(&["Conversation"]), set(&["Event"])];
        let (uses, placed) = (uses(), place(&named, &uses()));
        let parts_of = |name: &str| -> BTreeSet<usize> {
            let own = (0..named.len()).filter(|part| placed.own[*part].contains(name));
            let shared = placed.shared.iter().filter(|it| it.types.contains(name));
            own.chain(shared.flat_map(|it| it.parts.iter().copied()))
                .collect()
        };
        for (name, used) in &uses {
            for used in used {
                assert!(parts_of(used).is_superset(&parts_of(name)), "{name} {used}");
            }
        }
    }

    #[test]
    fn types_that_no_operation_reaches_are_known() {
        let found = unreached(&set(&["Message"]), &uses());
        assert_eq!(found, set(&["Conversation", "Event", "EventKind"]));
    }
}
