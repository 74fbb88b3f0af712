//! Rust identifiers from a document's names.

use std::borrow::Cow;
use std::collections::BTreeSet;

use deunicode::deunicode_with_tofu_cow;
use heck::{ToSnakeCase, ToUpperCamelCase};

/// Reserved words of Rust; typify appends `_` to each.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Returns `name` as a field, method or module is named; what cannot be in an identifier is as in [`plain`].
pub fn snake_case(name: &str, fallback: &str) -> String {
    plain(&latin(name).to_snake_case(), fallback)
}

/// Returns `name` as a type or variant is named; what cannot be in an identifier is as in [`plain`].
pub fn upper_camel_case(name: &str, fallback: &str) -> String {
    plain(&latin(name).to_upper_camel_case(), fallback)
}

/// Returns `name` in the letters of identifiers: `größe` is `grosse`, `会話` is `Hui Hua`. A character without such
/// letters is left out.
pub fn latin(name: &str) -> Cow<'_, str> {
    deunicode_with_tofu_cow(name, "")
}

/// Returns whether an identifier of `name` would have a character of it.
pub fn is_sayable(name: &str) -> bool {
    latin(name).contains(|c: char| c.is_ascii_alphanumeric())
}

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

    /// Claims the identifier of each name. If several names have the same, it is that of the name that needs no change
    /// for it, else of one that is an identifier, else of the first.
    pub fn claim_all<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
        identifier: impl Fn(&str) -> String,
    ) -> Vec<String> {
        let names = names.into_iter();
        let mut claimed: Vec<(u8, String)> = names
            .map(|name| {
                let wanted = identifier(name);
                (distance(name, &wanted), wanted)
            })
            .collect();
        let mut order: Vec<usize> = (0..claimed.len()).collect();
        order.sort_by_key(|number| claimed[*number].0);
        for number in order {
            claimed[number].1 = self.claim(&claimed[number].1);
        }
        claimed.into_iter().map(|(_, name)| name).collect()
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

/// Returns how far a name is from its identifier: 0 if they are equal, 1 if the name is an identifier too.
pub fn distance(name: &str, identifier: &str) -> u8 {
    let is_identifier = |name: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        name.chars().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit())
    };
    match (name == identifier, is_identifier(name)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
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
    fn letters_of_other_scripts_are_transliterated() {
        for (name, snake, camel) in [
            ("größe", "grosse", "Grosse"),
            ("名前", "ming_qian", "MingQian"),
            ("Имя_файла", "imia_faila", "ImiaFaila"),
            ("añoDeNacimiento", "ano_de_nacimiento", "AnoDeNacimiento"),
            ("\u{2066}\u{202e}", "x", "x"),
        ] {
            assert_eq!(snake_case(name, "x"), snake);
            assert_eq!(upper_camel_case(name, "x"), camel);
        }
    }

    #[test]
    fn the_plain_name_is_that_of_the_plain_one() {
        let named = |names: [&'static str; 3]| {
            Taken::new([], "").claim_all(names, |name| snake_case(name, "field"))
        };
        assert_eq!(named(["$id", "id", "id?"]), ["id_2", "id", "id_3"]);
        assert_eq!(
            named(["created-at", "createdAt", "created_at"]),
            ["created_at_3", "created_at_2", "created_at"]
        );
        assert_eq!(named(["$a", "a", "a_2"]), ["a_3", "a", "a_2"]);
    }

    #[test]
    fn a_name_is_given_out_once() {
        let mut taken = Taken::new(["Unknown"], "Value");
        let claimed = ["Sent", "SENT", "Unknown"].map(|name| taken.claim(name));
        assert_eq!(claimed, ["Sent", "SENT2", "UnknownValue"]);
    }
}
