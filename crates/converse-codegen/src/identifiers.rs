//! Rust identifiers from a document's names.

use std::collections::BTreeSet;

/// Reserved words of Rust; typify appends `_` to each.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Returns `name` as an identifier: `fallback` if no character of it is allowed in one, with `fallback` in front if
/// it begins with a digit, with `_` at the end if it is a keyword.
pub fn plain(name: &str, fallback: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    let kept = match kept.chars().next() {
        None => fallback.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{fallback}{kept}"),
        Some(_) => kept,
    };
    if KEYWORDS.contains(&kept.as_str()) {
        format!("{kept}_")
    } else {
        kept
    }
}

/// A set of unique names, compared without case.
pub struct Taken {
    taken: BTreeSet<String>,
    suffix: &'static str,
    reserved: BTreeSet<String>,
}

impl Taken {
    /// Starts with `reserved` names, which are ours: a document's name equal to one of them gets `suffix`.
    pub fn new<'a>(reserved: impl IntoIterator<Item = &'a str>, suffix: &'static str) -> Self {
        let reserved = reserved.into_iter().map(folded).collect();
        Self {
            taken: BTreeSet::new(),
            suffix,
            reserved,
        }
    }

    /// Returns `name`, or the next free one made from it.
    pub fn claim(&mut self, name: &str) -> String {
        let wanted = if self.reserved.contains(&folded(name)) {
            format!("{}{}", name.trim_end_matches('_'), self.suffix)
        } else {
            name.to_owned()
        };
        let mut free = wanted.clone();
        let mut number = 2;
        // Snake case separates the number, so that the name stays snake case.
        let joint = if wanted.starts_with(|c: char| c.is_ascii_uppercase()) {
            ""
        } else {
            "_"
        };
        while !self.taken.insert(folded(&free)) {
            free = format!("{}{joint}{number}", wanted.trim_end_matches('_'));
            number += 1;
        }
        free
    }

    /// Returns whether `name` is still free.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(&folded(name)) && !self.reserved.contains(&folded(name))
    }
}

/// Returns the form by which names are compared: those that differ only in case or underscores would be confused.
fn folded(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_become_identifiers() {
        assert_eq!(plain("type", "field"), "type_");
        assert_eq!(plain("2fa", "field"), "field2fa");
        assert_eq!(plain("<", "field"), "field");
    }

    #[test]
    fn a_name_is_given_out_once() {
        let mut taken = Taken::new(["Unknown"], "Value");
        let claimed = ["Sent", "SENT", "Unknown"].map(|name| taken.claim(name));
        assert_eq!(claimed, ["Sent", "SENT2", "UnknownValue"]);
    }
}
