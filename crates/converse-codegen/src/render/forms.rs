//! The parts of multipart forms, one macro call each beside the struct that has them as fields.

use serde_json::Value;

use super::part::Fields;
use super::rust::literal;
use crate::api::{Body, Encoding};
use crate::collect::bodies::encoding;
use crate::generate::RustType;

/// Returns the call that says how each field becomes a part.
pub fn print_parts(known: &Fields<'_>, body: &Body) -> String {
    let lines: String = known
        .declared()
        .map(|(field, found)| {
            let content_type = body.part_types.iter().find(|(part, _)| *part == field.wire);
            let content_type = content_type.map(|(_, kind)| kind.as_str());
            let kind = part_kind(&found.held, content_type);
            let content_type =
                content_type.map_or(String::new(), |kind| format!(" as {}", literal(kind)));
            format!(
                "        {kind} {}: {}{content_type}{},\n",
                field.ident,
                literal(&field.wire),
                print_headers(body, &field.wire)
            )
        })
        .chain(known.collector().map(|field| {
            let kind = match *field.held.innermost() {
                RustType::Blob => "files",
                _ => "rest",
            };
            format!("        {kind} {},\n", field.ident)
        }))
        .collect();
    format!(
        "\nconverse_core::multipart! {{\n    {} {{\n{lines}    }}\n}}\n",
        known.of.name
    )
}

/// Returns the headers of a part.
fn print_headers(body: &Body, part: &str) -> String {
    let own = body.part_headers.iter().filter(|(of, ..)| of == part);
    let pairs: Vec<String> = own
        .map(|(_, name, value)| format!("({}, {})", literal(name), literal(value)))
        .collect();
    match pairs.is_empty() {
        true => String::new(),
        false => format!(" with [{}]", pairs.join(", ")),
    }
}

/// Returns how a part is written. The runtime writes strings as they are, lists item by item and objects as JSON;
/// lists and numbers are one JSON value only where the document asks for JSON.
fn part_kind(held: &RustType, content_type: Option<&str>) -> &'static str {
    let json = content_type.is_some_and(|kind| encoding(kind, &Value::Null) == Encoding::Json);
    let string = *held.in_option().unwrap_or(held) == RustType::String;
    if *held.innermost() == RustType::Blob {
        "blob"
    } else if json && !string {
        "json"
    } else {
        "text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_texts_unless_json_is_asked_for() {
        let named = |name: &str| RustType::Named(name.to_owned());
        let list = |inner| RustType::Vec(Box::new(inner));
        let option = |inner| RustType::Option(Box::new(inner));
        for (held, content_type, expected) in [
            (option(RustType::Blob), Some("image/png"), "blob"),
            (list(RustType::Blob), None, "blob"),
            (option(named("Kind")), None, "text"),
            // The name of a type says nothing about how it is written.
            (named("Blob"), None, "text"),
            (list(named("Person")), None, "text"),
            (list(RustType::String), Some("application/json"), "json"),
            (RustType::String, Some("application/json"), "text"),
            (option(RustType::String), Some("application/json"), "text"),
            (RustType::String, Some("text/csv"), "text"),
        ] {
            assert_eq!(part_kind(&held, content_type), expected, "{held:?}");
        }
    }
}
