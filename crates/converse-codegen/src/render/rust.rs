//! Small pieces of Rust that several renderers print.

/// Returns a string as a Rust literal.
pub fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// The attribute of an item that the document advises against.
pub const DEPRECATED: &str = "#[deprecated = \"by the provider\"]";

/// Returns the attribute of an item that the document advises against, as a line; nothing for another item.
pub fn deprecation(indent: &str, deprecated: bool) -> String {
    match deprecated {
        true => format!("{indent}{DEPRECATED}\n"),
        false => String::new(),
    }
}

/// Returns the words of code: its names and keywords.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_shows_what_it_holds() {
        let text = "a\r\n\t\0\"\\\u{202e}\u{2066}\u{2028}\u{feff}é`";
        let shown = literal(text);
        let refused = |c: char| c.is_control() || "\u{202e}\u{2066}\u{2028}".contains(c);
        assert!(!shown.contains(refused), "{shown}");
        let literal: syn::LitStr = syn::parse_str(&shown).unwrap();
        assert_eq!(literal.value(), text);
    }
}
