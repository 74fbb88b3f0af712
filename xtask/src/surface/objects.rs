//! Reads `object!` and `multipart!`: structs and their fields.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::aspect::Aspect;
use super::tokens::{Tokens, entries, printed};
use super::{Item, Member, Place, Surface};

/// Reads a struct. Returns its place; None if this is not the struct that the reader knows.
pub fn read_object(surface: &mut Surface, tokens: TokenStream) -> Option<Place> {
    let mut tokens = Tokens::new(tokens);
    let attributes = tokens.attributes();
    tokens.word("pub");
    if !tokens.word("struct") {
        return None;
    }
    let place = Place::whole(Item::Type(tokens.ident()?));
    surface.say(&place, Aspect::Kind, "struct");
    surface.say_attributes(&place, attributes);
    read_head(surface, &place, &mut tokens);
    let fields = tokens.group(Delimiter::Brace).unwrap_or_default();
    let (mut given, mut order) = (Vec::new(), Vec::new());
    for field in entries(fields) {
        let (name, argument) = read_field(surface, &place, field);
        given.extend(argument.map(|taken| format!("{name}: {taken}")));
        order.push(name);
    }
    surface.say_order(&place, &order);
    if !given.is_empty() {
        surface.say(&place, Aspect::New, given.join(", "));
    }
    surface.say_any(&place, Aspect::Code, tokens.rest());
    Some(place)
}

fn read_head(surface: &mut Surface, place: &Place, tokens: &mut Tokens) {
    let is_head = |token: &TokenTree| !matches!(token, TokenTree::Group(it) if it.delimiter() == Delimiter::Brace);
    while tokens.peek().is_some_and(is_head) {
        if tokens.word("with") {
            let with = tokens.group(Delimiter::Parenthesis).unwrap_or_default();
            surface.say(place, Aspect::Constructors, printed(with));
        } else if tokens.word("from") {
            let from = tokens.group(Delimiter::Parenthesis).unwrap_or_default();
            surface.say(place, Aspect::Conversions, printed(from));
        } else if tokens.word("marks") {
            tokens.word("in");
            let marks = tokens.ident().unwrap_or_default();
            surface.say(place, Aspect::Marks, marks);
        } else if tokens.word("not") {
            let what = tokens.ident().unwrap_or_default();
            let aspect = if what == "exact" {
                Aspect::Exact
            } else {
                Aspect::Code
            };
            surface.say(place, aspect, format!("not {what}"));
        } else {
            let other = tokens.until(|token| matches!(token, TokenTree::Group(_)));
            let group = [Delimiter::Parenthesis, Delimiter::Bracket];
            let group = group.into_iter().find_map(|it| tokens.group(it));
            let group = printed(group.unwrap_or_default());
            surface.say(place, Aspect::Code, format!("{other} {group}"));
        }
    }
}

/// Reads a field. Returns its name, and what `new` takes for it if that is an argument of it.
fn read_field(surface: &mut Surface, of: &Place, mut tokens: Tokens) -> (String, Option<String>) {
    let attributes = tokens.attributes();
    let is_rest = tokens.sign('.') && tokens.sign('.');
    tokens.word("pub");
    let name = tokens.ident().unwrap_or_default();
    let place = of.member(Member::Field(name.clone()));
    surface.say_attributes(&place, attributes);
    tokens.sign(':');
    let held = tokens.until(is_equals);
    surface.say(&place, Aspect::Type, held);
    tokens.sign('=');
    if is_rest {
        surface.say(&place, Aspect::Presence, "collects the other fields");
    } else if let Some(presence) = tokens.ident() {
        surface.say(&place, Aspect::Presence, presence);
    }
    if let Some(wire) = tokens.string() {
        surface.say(&place, Aspect::Wire, wire);
    }
    if let Some(limits) = tokens.group(Delimiter::Bracket) {
        surface.say(&place, Aspect::Limits, format!("[{}]", printed(limits)));
    }
    let taken = read_filler(surface, &place, &mut tokens);
    (name, taken)
}

/// Reads how the field is filled. Returns what `new` takes for it, if it does.
fn read_filler(surface: &mut Surface, place: &Place, tokens: &mut Tokens) -> Option<String> {
    let mut given = None;
    let in_parentheses =
        |tokens: &mut Tokens| printed(tokens.group(Delimiter::Parenthesis).unwrap_or_default());
    while !tokens.is_empty() {
        if tokens.word("given") {
            given = Some(in_parentheses(tokens));
        } else if tokens.word("later") {
            let setter = in_parentheses(tokens);
            surface.say(
                place,
                Aspect::Constructors,
                format!("required, by `{setter}`"),
            );
        } else if tokens.word("set") {
            let name = tokens.ident().unwrap_or_default();
            let taken = in_parentheses(tokens);
            surface.say(place, Aspect::Setter, format!("{name}({taken})"));
        } else if tokens.word("clear") {
            let name = tokens.ident().unwrap_or_default();
            let how = in_parentheses(tokens);
            surface.say(place, Aspect::Clear, format!("{name}() ({how})"));
        } else if tokens.word("fixed") || tokens.word("json") {
            let value = in_parentheses(tokens);
            surface.say(place, Aspect::Fixed, value);
        } else {
            surface.say(place, Aspect::Code, tokens.rest());
        }
    }
    if let Some(given) = &given {
        surface.say(place, Aspect::New, given.clone());
    }
    given
}

/// Reads how the fields of a form become parts. Returns the place of the form; None if this is not what the reader knows.
pub fn read_multipart(surface: &mut Surface, tokens: TokenStream) -> Option<Place> {
    let mut tokens = Tokens::new(tokens);
    let place = Place::whole(Item::Type(tokens.ident()?));
    let parts = tokens.group(Delimiter::Brace)?;
    surface.say(&place, Aspect::Encoding, "a form of parts");
    for mut part in entries(parts) {
        let kind = part.ident().unwrap_or_default();
        let name = part.ident().unwrap_or_default();
        let place = place.member(Member::Field(name));
        let rest = part.rest();
        let rest = rest.trim_start_matches([':', ' ']);
        let encoding = format!("part: {kind} {rest}");
        surface.say(&place, Aspect::Encoding, encoding.trim_end());
    }
    surface.say_any(&place, Aspect::Code, tokens.rest());
    Some(place)
}

/// Whether the token is `=`, be it that of `=>`.
pub fn is_equals(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == '=')
}
