//! Reads enums, unions and bodies that a status decides.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::aspect::Aspect;
use super::objects::is_equals;
use super::tokens::{Tokens, entries, printed};
use super::{Item, Member, Place, Surface};

/// Reads a call of one of these macros. Returns the place of the type; None if this is not one that the reader knows.
pub fn read(surface: &mut Surface, kind: &str, tokens: TokenStream) -> Option<Place> {
    let mut tokens = Tokens::new(tokens);
    let mut attributes = tokens.attributes();
    tokens.word("pub");
    let declares = tokens.word("enum");
    let place = Place::whole(Item::Type(tokens.ident()?));
    if declares && kind.ends_with("tagged_union") {
        // Structs say it the other way round.
        let others = attributes.others.replacen("#[derive(Eq, Hash)]", "", 1);
        if others == attributes.others {
            surface.say(&place, Aspect::Exact, "not exact");
        }
        attributes.others = others;
    }
    surface.say_attributes(&place, attributes);
    if !declares {
        // What a type has besides: `scalar_union! { Id }`, `error_body! { Failure, code: code }`.
        tokens.sign(',');
        let (aspect, has) = match kind {
            "error_body" => (Aspect::ErrorCode, "is an error body"),
            "scalar_union" => (Aspect::Conversions, "into text"),
            other => (Aspect::Code, other),
        };
        let more = tokens.rest();
        surface.say(
            &place,
            aspect,
            format!("{has}, {more}").trim_end_matches([',', ' ']),
        );
        return Some(place);
    }
    surface.say(&place, Aspect::Kind, words(kind));
    if tokens.word("tag") {
        surface.say_any(&place, Aspect::Wire, tokens.string().unwrap_or_default());
        read_shown(surface, &place, &mut tokens);
    }
    let variants = tokens.group(Delimiter::Brace).unwrap_or_default();
    let variants = entries(variants).into_iter();
    let order: Vec<String> = variants
        .map(|variant| read_variant(surface, &place, variant))
        .collect();
    surface.say_order(&place, &order);
    surface.say_any(&place, Aspect::Code, tokens.rest());
    Some(place)
}

fn words(kind: &str) -> String {
    match kind {
        "open_enum" => "enum".to_owned(),
        "tagged_union" => "union, by a tag".to_owned(),
        "untagged_union" => "union, by its shape".to_owned(),
        "error_body" => "union of error bodies, by status".to_owned(),
        "success_body" => "union of results, by status".to_owned(),
        other => other.to_owned(),
    }
}

/// Reads a variant. Returns its name.
fn read_variant(surface: &mut Surface, of: &Place, mut tokens: Tokens) -> String {
    let attributes = tokens.attributes();
    let number = match tokens.peek() {
        Some(TokenTree::Literal(_)) => tokens.until(is_equals),
        _ => String::new(),
    };
    let _ = tokens.sign('=') && tokens.sign('>');
    let name = tokens.ident().unwrap_or_default();
    let place = of.member(Member::Variant(name.clone()));
    surface.say_attributes(&place, attributes);
    surface.say_any(&place, Aspect::Condition, number);
    let held = tokens
        .group(Delimiter::Parenthesis)
        .map_or(String::new(), printed);
    surface.say_any(&place, Aspect::Type, held);
    while !tokens.is_empty() {
        if let Some(limits) = tokens.group(Delimiter::Bracket) {
            surface.say(&place, Aspect::Limits, format!("[{}]", printed(limits)));
        } else if tokens.word("as") {
            let constructor = tokens.ident().unwrap_or_default();
            let taken = tokens
                .group(Delimiter::Parenthesis)
                .map_or(String::new(), printed);
            surface.say(&place, Aspect::Setter, format!("{constructor}({taken})"));
        } else if tokens.sign('=') {
            surface.say(&place, Aspect::Wire, tokens.string().unwrap_or_default());
            read_shown(surface, &place, &mut tokens);
        } else if tokens.word("if") {
            let condition = tokens.until(|token| is_word(token, "from"));
            surface.say(&place, Aspect::Condition, condition);
        } else if tokens.word("from") {
            let from = format!("from {}", tokens.rest());
            surface.say(&place, Aspect::Conversions, from.trim_end());
        } else if tokens.word("code") {
            surface.say(&place, Aspect::ErrorCode, "has the error code");
        } else {
            surface.say(&place, Aspect::Responses, tokens.rest());
        }
    }
    name
}

/// How the docs show a string.
fn read_shown(surface: &mut Surface, place: &Place, tokens: &mut Tokens) {
    if let Some(shown) = tokens.group(Delimiter::Bracket) {
        surface.say(place, Aspect::Docs, format!("shown as {}", printed(shown)));
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}
