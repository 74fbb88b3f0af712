//! The order of rooms in `ARCHITECTURE.md`.

use std::collections::BTreeMap;

/// Start of the heading of a crate's rooms; its package follows between backticks.
const HEADING: &str = "### Rooms of `";

/// The rooms of one crate.
pub struct Rooms {
    /// The package, and its folder below `crates/`.
    pub package: String,
    /// The position of each room in the order. Rooms on one line share a position.
    pub heights: BTreeMap<String, usize>,
}

impl Rooms {
    /// Returns all crates whose rooms are listed.
    pub fn all(architecture: &str) -> Vec<Self> {
        let sections = architecture.split(HEADING).skip(1);
        let rooms: Vec<Self> = sections.map(Self::read).collect();
        assert!(!rooms.is_empty(), "ARCHITECTURE.md lists no rooms");
        rooms
    }

    fn read(section: &str) -> Self {
        let (package, rest) = section.split_once('`').expect("a heading ends its name");
        let body = rest.split("\n#").next().unwrap_or_default();
        let lines = body.lines().filter(|line| is_entry(line));
        let mut heights = BTreeMap::new();
        for (height, line) in lines.enumerate() {
            // The names are the code before the colon; the description follows it.
            let names = line.split(": ").next().unwrap_or_default();
            for name in names.split('`').skip(1).step_by(2) {
                let twice = heights.insert(name.to_owned(), height).is_some();
                assert!(!twice, "{package} lists `{name}` twice");
            }
        }
        assert!(!heights.is_empty(), "{package} lists no rooms");
        Self {
            package: package.to_owned(),
            heights,
        }
    }
}

/// Returns whether the line belongs to a numbered list.
fn is_entry(line: &str) -> bool {
    let number = line.split_once(". ").map(|(number, _)| number);
    number.is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}
