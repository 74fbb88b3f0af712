//! Printing Rust: syntax trees by prettyplease, types as text.

use quote::ToTokens;
use syn::{File, Item};

use crate::problem::{Problem, Result};

/// The items as formatted text, an empty line between them.
pub fn print(items: proc_macro2::TokenStream) -> Result<String> {
    let file: File = syn::parse2(items).map_err(|error| {
        Problem::file(
            "",
            format!("the generated code does not parse: {error}"),
            "mend the renderer",
        )
    })?;
    let texts: Vec<String> = file.items.into_iter().map(print_item).collect();
    Ok(texts.join("\n"))
}

fn print_item(item: Item) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// A type as a person would write it.
pub fn type_text(shown: &syn::Type) -> String {
    let text = shown.to_token_stream().to_string();
    text.replace(" :: ", "::")
        .replace(":: ", "::")
        .replace(" < ", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
}

/// A string as a Rust literal.
pub fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// The words of code: its names and keywords.
pub fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
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
