//! How the fields of a request type are filled: what `object!` says after each.

use super::Input;
use super::conversions::conversion;
use super::part::Fields;
use super::rust::literal;
use crate::api::{Field, Fixed};
use crate::generate::{Presence, RustField, RustType, Scope};

/// How a struct is filled.
pub struct Fillers {
    /// What the head of the struct says.
    pub head: String,
    /// What each field says, in the order of [`Fields::all`]; for the one that collects the others, nothing.
    pub fields: Vec<String>,
}

/// Returns how a struct is filled. The fields of a form are written one by one, so the object can keep no marks of them.
pub fn fillers(input: &Input<'_>, known: &Fields<'_>, is_form: bool) -> Fillers {
    let mut head = String::new();
    let mut fields = vec![String::new(); known.fields.len()];
    let mut has_marks = known.of.keeps_nulls();
    if known.of.in_request {
        let mut is_given = false;
        for ((declared, field), said) in known.all().zip(&mut fields) {
            let Some(declared) = declared else { continue };
            let filler = filler(declared, field, is_form);
            is_given |= filler.is_given;
            has_marks |= filler.has_mark;
            *said = filler.said;
        }
        head.push_str(if is_given {
            "with (new) "
        } else {
            "with (new, default) "
        });
        if let Some(from) = conversion(input, known) {
            head.push_str(&format!("from ({from}) "));
        }
    }
    if has_marks {
        head.push_str("marks in _marks ");
    }
    if input.inexact.contains(known.of.name.as_str()) {
        head.push_str("not exact ");
    }
    Fillers { head, fields }
}

struct Filler {
    said: String,
    /// Whether it is an argument of `new`.
    is_given: bool,
    /// Whether the object may have to keep a mark of the field.
    has_mark: bool,
}

fn filler(declared: &Field, field: &RustField, is_form: bool) -> Filler {
    // `new` is the constructor.
    let setter = if field.ident == "new" {
        "new_"
    } else {
        &field.ident
    };
    let (taken, may_be_invalid) = taken(field.value(), is_form);
    let mut filler = Filler {
        said: String::new(),
        is_given: false,
        has_mark: may_be_invalid,
    };
    filler.said = match (field.presence, &declared.fixed, &declared.clear) {
        (Presence::Patch, _, Some(clear)) => {
            format!(" set {setter} ({taken}) clear {clear} (patch)")
        }
        // A field that may be null has two values.
        (Presence::Required, Some(value), _) => {
            filler.has_mark = false;
            fixed(&field.held, value)
        }
        (Presence::Optional, _, clear) => {
            let clear = clear.as_ref().filter(|_| declared.keeps_null);
            let clear = clear.map_or(String::new(), |clear| format!(" clear {clear} (null)"));
            format!(" set {setter} ({taken}){clear}")
        }
        // Which of several booleans is which, an argument does not say.
        (Presence::Required, ..) if is_boolean(&field.held) && !is_form => {
            filler.has_mark = true;
            format!(" later ({setter}) set {setter} (marked {taken})")
        }
        // Only the caller can say that a required field is null.
        _ => {
            filler.is_given = true;
            format!(" given ({taken})")
        }
    };
    filler
}

fn is_boolean(held: &RustType) -> bool {
    *held == RustType::Primitive("bool")
}

/// Returns the words for what a setter takes, and whether that may be invalid.
fn taken(value: &RustType, is_form: bool) -> (String, bool) {
    match value {
        RustType::Uuid if !is_form => ("uuid".to_owned(), true),
        RustType::Vec(item) if **item == RustType::Uuid && !is_form => ("[uuid]".to_owned(), true),
        RustType::Vec(item) => (format!("[{}]", item.shown(Scope::Types)), false),
        // Any JSON is a map of its own.
        RustType::Map(held) if **held != RustType::Json => {
            (format!("{{{}}}", held.shown(Scope::Types)), false)
        }
        plain => (plain.shown(Scope::Types).to_string(), false),
    }
}

/// Returns how a field gets its only value.
fn fixed(held: &RustType, value: &Fixed) -> String {
    match (value, held) {
        (Fixed::Variant(path), _) => format!(" fixed ({path})"),
        (Fixed::Json(value), RustType::Primitive("f64")) => {
            format!(" fixed ({:?})", value.as_f64().unwrap_or_default())
        }
        (Fixed::Json(value), RustType::Primitive(_)) => format!(" fixed ({value})"),
        (Fixed::Json(value), _) => format!(" json ({})", literal(&value.to_string())),
    }
}

/// How a field of a request type is filled.
pub enum Role<'a> {
    /// It is an argument of `new`.
    Argument,
    /// It always has one value.
    Fixed,
    /// It has a setter of this name.
    Setter(&'a str),
}

/// Reads how a field is filled from what `object!` says of it.
pub fn role(said: &str) -> Role<'_> {
    let mut words = said.split(' ').filter(|word| !word.is_empty());
    match words.next() {
        Some("given") => Role::Argument,
        Some("fixed" | "json") | None => Role::Fixed,
        Some("set") => Role::Setter(words.next().unwrap_or_default()),
        // A setter follows.
        Some(_) => Role::Setter(words.nth(2).unwrap_or_default()),
    }
}
