//! Reads smaller parts of a crate: attributes, the manifest, webhooks, examples of types, the table of calls by id.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, Item as Code};

use super::aspect::Aspect;
use super::rows::Ids;
use super::tokens::{Attributes, Tokens, entries, printed};
use super::{Item, Member, Place, Surface};

/// Returns what attributes say.
pub fn attributes(found: &[Attribute]) -> Attributes {
    let tokens: TokenStream = found.iter().map(ToTokens::to_token_stream).collect();
    Tokens::new(tokens).attributes()
}

/// Returns an item without its attributes and those inside of it, printed, and its own.
pub fn without_attributes(item: &Code) -> (String, Attributes) {
    struct Bare(Vec<Attribute>);
    impl VisitMut for Bare {
        fn visit_attributes_mut(&mut self, found: &mut Vec<Attribute>) {
            // Docs alone are no code.
            self.0
                .extend(found.extract_if(.., |it| it.path().is_ident("doc")));
        }
    }
    let mut item = item.clone();
    let mut bare = Bare(Vec::new());
    bare.visit_item_mut(&mut item);
    (printed(item.to_token_stream()), attributes(&bare.0))
}

/// Returns a name for an item: its first words.
pub fn title(item: &Code) -> String {
    let (text, _) = without_attributes(item);
    let end = text.find(['{', '(', '=', ';']).unwrap_or(text.len());
    text[..end].trim().to_owned()
}

/// Reads the manifest: its features line by line, and all else as it is.
pub fn read_manifest(surface: &mut Surface, text: &str) {
    let place = Place::whole(Item::Package);
    let mut section = "";
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with('[') {
            section = line;
        }
        match line
            .split_once('=')
            .map(|(key, value)| (key.trim(), value.trim()))
        {
            Some((name, enables)) if section == "[features]" => {
                let place = place.member(Member::Feature(name.to_owned()));
                surface.say(&place, Aspect::Enables, enables);
            }
            // The digest of the document changes with all that is in it.
            Some(("document-sha256", _)) | None => {}
            Some((key, value)) => {
                let place = place.member(Member::Part(format!("Cargo.toml, {key} in {section}")));
                surface.say(&place, Aspect::Code, value);
            }
        }
    }
}

/// Reads the table of webhooks in the docs of the crate.
pub fn read_webhooks(surface: &mut Surface, docs: &str) {
    let lines = docs.lines().map(str::trim);
    let section = lines.skip_while(|line| *line != "# Webhooks").skip(1);
    let section = section.take_while(|line| !line.starts_with("# "));
    for row in section.filter_map(|line| line.strip_prefix("| `")) {
        let mut cells = row.split(" | ");
        let name = cells.next().unwrap_or_default().trim_end_matches('`');
        let place = Place::whole(Item::Webhook(name.to_owned()));
        surface.say(&place, Aspect::Type, cells.next().unwrap_or_default());
    }
}

/// Reads the examples of types: `Name = r#"…"#;`. Returns where all of them are; None if this is not what the reader
/// knows.
pub fn read_type_examples(surface: &mut Surface, tokens: TokenStream) -> Option<Place> {
    let mut tokens = Tokens::new(tokens);
    let all = Place::whole(Item::Package);
    let module = printed(tokens.group(Delimiter::Bracket)?);
    surface.say(&all, Aspect::Derived, module);
    while !tokens.is_empty() {
        let attributes = tokens.attributes();
        let name = tokens.ident()?;
        let is_end =
            |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';');
        let example = format!("{}{}", attributes.others, tokens.until(is_end));
        tokens.sign(';');
        let place = Place::whole(Item::Type(name));
        surface.say(&place, Aspect::Example, example.trim());
    }
    Some(all)
}

/// Reads an entry of the table of calls by id: a call of a macro that names the builder. None if this is not what the
/// reader knows.
pub fn read_call_by_id(surface: &mut Surface, ids: &Ids, entry: &Expr) -> Option<()> {
    let Expr::Macro(call) = entry else {
        return None;
    };
    let builder = entries(call.mac.tokens.clone()).into_iter().nth(2)?.rest();
    let id = ids.of_builder(builder.rsplit("::").next()?)?;
    let place = Place::whole(Item::Operation(id));
    surface.say(&place, Aspect::Derived, printed(entry.to_token_stream()));
    Some(())
}
