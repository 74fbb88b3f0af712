//! Reads `call!` and `client_builder!`: what a call takes and returns, and what a client takes for all of its calls.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::aspect::Aspect;
use super::objects::is_equals;
use super::rows::Ids;
use super::tokens::{Tokens, entries, printed};
use super::{Item, Member, Place, Surface};

/// Reads a builder. Returns its place; None if this is not what the reader knows.
pub fn read_call(surface: &mut Surface, ids: &mut Ids, tokens: TokenStream) -> Option<Place> {
    let mut tokens = Tokens::new(tokens);
    let attributes = tokens.attributes();
    tokens.word("pub");
    if !tokens.word("struct") {
        return None;
    }
    let builder = tokens.ident()?;
    let client = printed(tokens.group(Delimiter::Parenthesis)?);
    if !tokens.word("for") {
        return None;
    }
    let row = tokens.until(|token| is_sign(token, ','));
    let constant = row.rsplit("::").next().unwrap_or_default();
    let place = Place::whole(Item::Operation(ids.operation(constant)));
    ids.builders.insert(builder.clone(), constant.to_owned());
    surface.say(&place, Aspect::Builder, builder);
    surface.say(&place, Aspect::Derived, format!("{client} for {row}"));
    // They name the method, which the client says too.
    surface.say_any(&place, Aspect::Derived, attributes.docs);
    surface.say_any(&place, Aspect::Attributes, attributes.others);
    tokens.sign(',');
    // The row says it, too.
    surface.say_any(&place, Aspect::Derived, tokens.string().unwrap_or_default());
    let arguments = tokens.group(Delimiter::Brace).unwrap_or_default();
    read_arguments(surface, &place, arguments);
    let failures = tokens.attributes();
    surface.say_any(&place, Aspect::Docs, failures.docs);
    read_results(surface, &place, &mut tokens);
    Some(place)
}

/// Reads the builder of the client. Returns its place; None if this is not what the reader knows.
pub fn read_client_builder(surface: &mut Surface, tokens: TokenStream) -> Option<Place> {
    let mut tokens = Tokens::new(tokens);
    let place = Place::whole(Item::Client);
    let attributes = tokens.attributes();
    surface.say_attributes(&place, attributes);
    tokens.word("pub");
    if !tokens.word("struct") {
        return None;
    }
    surface.say(&place, Aspect::Builder, tokens.ident()?);
    let client = tokens.group(Delimiter::Parenthesis)?;
    surface.say(&place, Aspect::Derived, printed(client));
    let arguments = tokens.group(Delimiter::Brace).unwrap_or_default();
    read_arguments(surface, &place, arguments);
    surface.say_any(&place, Aspect::Code, tokens.rest());
    Some(place)
}

fn read_arguments(surface: &mut Surface, of: &Place, arguments: TokenStream) {
    let arguments = entries(arguments).into_iter();
    let order: Vec<String> = arguments
        .map(|argument| read_argument(surface, of, argument))
        .collect();
    surface.say_order(of, &order);
}

/// Reads an argument. Returns the name of its setter.
fn read_argument(surface: &mut Surface, of: &Place, mut tokens: Tokens) -> String {
    const PLACES: [&str; 4] = ["path", "query", "header", "cookie"];
    let attributes = tokens.attributes();
    let mut words = Vec::new();
    while let Some(word) = tokens.ident() {
        words.push(word);
    }
    let setter = words.pop().unwrap_or_default();
    let location = words.pop().unwrap_or_default();
    tokens.sign(':');
    let held = tokens.until(|token| is_equals(token) || is_end_of_type(token));
    let limits = tokens.group(Delimiter::Bracket);
    let converted = match tokens.word("as") {
        true => format!(" as {}", tokens.ident().unwrap_or_default()),
        false => String::new(),
    };
    let (mut wire, mut styles) = (None, None);
    if tokens.sign('=') {
        wire = tokens.string();
        styles = tokens.group(Delimiter::Bracket);
    }
    let member = match PLACES.contains(&location.as_str()) {
        true => Member::Parameter(location, wire.unwrap_or_default()),
        false => {
            // The row has the media type; this is what writes the body.
            let body = of.member(Member::Body);
            surface.say(&body, Aspect::Encoding, location);
            Member::Body
        }
    };
    let place = of.member(member);
    surface.say_attributes(&place, attributes);
    // The builder of a client requires nothing.
    let presence = words.pop().unwrap_or_else(|| "optional".to_owned());
    surface.say(&place, Aspect::Presence, presence);
    surface.say(&place, Aspect::Setter, setter.clone());
    surface.say(&place, Aspect::Type, format!("{held}{converted}"));
    if let Some(limits) = limits {
        surface.say(&place, Aspect::Limits, format!("[{}]", printed(limits)));
    }
    if let Some(styles) = styles {
        surface.say(&place, Aspect::Encoding, printed(styles));
    }
    let others: Vec<String> = words.into_iter().chain([tokens.rest()]).collect();
    surface.say_any(&place, Aspect::Code, others.concat());
    setter
}

fn read_results(surface: &mut Surface, place: &Place, tokens: &mut Tokens) {
    let send = tokens.ident().unwrap_or_default();
    surface.say(place, Aspect::Derived, send);
    let _ = tokens.sign('-') && tokens.sign('>');
    let success = tokens.until(|token| is_sign(token, ','));
    surface.say(place, Aspect::Success, success);
    tokens.sign(',');
    let error = tokens.until(|token| is_sign(token, ';'));
    surface.say(place, Aspect::Error, error);
    while tokens.sign(';') {
        let what = tokens.ident().unwrap_or_default();
        let types = tokens.group(Delimiter::Parenthesis).unwrap_or_default();
        match what.as_str() {
            "pages" => {
                surface.say(place, Aspect::Pages, printed(types));
                // How a page is read follows from its types and the pointers of the row.
                let readers = tokens.group(Delimiter::Brace).unwrap_or_default();
                surface.say(place, Aspect::Derived, printed(readers));
            }
            "streams" => surface.say(place, Aspect::Streams, printed(types)),
            other => surface.say(place, Aspect::Code, format!("{other}({})", printed(types))),
        }
    }
    surface.say_any(place, Aspect::Code, tokens.rest());
}

/// Whether a token after a type belongs to it no more.
fn is_end_of_type(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(word) => word == "as",
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket,
        _ => false,
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == sign)
}
