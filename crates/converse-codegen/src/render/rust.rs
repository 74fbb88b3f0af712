//! Prints Rust: syntax trees by prettyplease, types by themselves.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{File, Item, Path, parse_quote};

use crate::problem::{Problem, Result};

/// Returns the formatted items, with an empty line between them, but not between imports.
pub fn print(items: proc_macro2::TokenStream) -> Result<String> {
    let file: File = syn::parse2(items).map_err(unparsable)?;
    let mut text = String::new();
    let mut follows_import = false;
    for item in file.items {
        let is_import = matches!(item, Item::Use(_));
        let together = is_import && follows_import;
        if !text.is_empty() && !together {
            text.push('\n');
        }
        text.push_str(&print_item(item));
        follows_import = is_import;
    }
    Ok(text)
}

fn unparsable(error: syn::Error) -> Problem {
    Problem::file(
        "",
        format!("the generated code does not parse: {error}"),
        "report it, with the document; it is a defect of the renderer",
    )
}

fn print_item(item: Item) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// Rewrites code of a module for a file beside the modules that it names by their path from the root.
pub fn beside(code: proc_macro2::TokenStream) -> Result<proc_macro2::TokenStream> {
    let mut file: File = syn::parse2(code).map_err(unparsable)?;
    Beside.visit_file_mut(&mut file);
    Ok(file.into_token_stream())
}

/// Names the crate's types by their path from `types`. Also returns whether there are any, so that `types` is imported.
pub fn with_types(code: proc_macro2::TokenStream) -> Result<(proc_macro2::TokenStream, bool)> {
    let mut file: File = syn::parse2(code).map_err(unparsable)?;
    let mut shorter = Shorter { found: false };
    shorter.visit_file_mut(&mut file);
    Ok((file.into_token_stream(), shorter.found))
}

struct Shorter {
    found: bool,
}

impl VisitMut for Shorter {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let mut segments = path.segments.iter().map(|segment| &segment.ident);
        let is_type = segments.next().is_some_and(|first| first == "crate")
            && segments.next().is_some_and(|second| second == "types");
        if is_type {
            path.segments = path.segments.iter().skip(1).cloned().collect();
            self.found = true;
        }
    }
}

struct Beside;

impl VisitMut for Beside {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if let Some(first) = path.segments.first_mut()
            && first.ident == "crate"
        {
            *first = parse_quote!(super);
        }
    }
}

/// Returns a type as a person would write it.
pub fn type_text(shown: &syn::Type) -> String {
    let text = shown.to_token_stream().to_string();
    text.replace(" :: ", "::")
        .replace(":: ", "::")
        .replace(" < ", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
}

/// Returns a string as a Rust literal.
pub fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// Returns the words of code: its names and keywords.
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
