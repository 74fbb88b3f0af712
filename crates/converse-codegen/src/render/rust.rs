//! Small pieces of Rust that several renderers print. Every string of a document that is not prose becomes a literal
//! here, in which nothing is invisible or turns the direction of the text around.

/// Returns a string as a Rust literal.
pub fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// Returns JSON as a raw literal, which shows quotes and lines as they are. Other characters than those occur only
/// within strings, where JSON has escapes.
pub fn json_literal(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for next in json.chars() {
        match is_visible(next) {
            true => text.push(next),
            false => {
                let mut units = [0; 2];
                let units = next.encode_utf16(&mut units).iter();
                text.extend(units.map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
}

/// Returns whether a character stands for itself in a literal, after a letter that it may belong to.
fn is_visible(character: char) -> bool {
    match character.is_ascii() {
        true => character == '\n' || !character.is_control(),
        false => format!("a{character}").escape_debug().count() == 2,
    }
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
    use serde_json::{Value, json};

    use super::*;

    /// Returns all characters, in strings of some thousand.
    fn all_characters() -> impl Iterator<Item = String> {
        let all: Vec<char> = ('\0'..=char::MAX).collect();
        let parts = all.chunks(5_000);
        parts
            .map(|part| part.iter().collect())
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Returns whether the compiler, or a lint of it, refuses the character in a literal.
    fn is_refused(character: char) -> bool {
        let is_hidden = "\u{ad}\u{200b}\u{2028}\u{2029}\u{2060}\u{feff}".contains(character);
        is_hidden
            || (character.is_control() && character != '\n')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    }

    #[test]
    fn a_literal_holds_any_string() {
        let special = "a\r\n\t\0\"\\\u{202e}\u{2066}\u{2028}\u{feff}é`{x}".to_owned();
        for text in all_characters().chain([special]) {
            let shown = literal(&text);
            assert!(!shown.contains(is_refused), "{shown}");
            let literal: syn::LitStr = syn::parse_str(&shown).unwrap();
            assert_eq!(literal.value(), text);
        }
    }

    #[test]
    fn a_literal_holds_any_json() {
        let special = "b\"#\r\u{2066}\\u{202a}\"##".to_owned();
        for text in all_characters().chain([special]) {
            let value = json!([text, "z"]);
            let shown = json_literal(&format!("{value:#}"));
            assert!(!shown.contains(is_refused), "{shown}");
            let literal: syn::LitStr = syn::parse_str(&shown).unwrap();
            let read: Value = serde_json::from_str(&literal.value()).unwrap();
            assert_eq!(read, value);
        }
    }

    #[test]
    fn letters_with_marks_are_shown_as_they_are() {
        let text = "\"สวัสดี, नमस्ते, e\u{301}, é\"";
        assert_eq!(json_literal(text), format!("r#\"{text}\"#"));
    }
}
