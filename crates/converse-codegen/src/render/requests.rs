//! `src/types/requests.rs`: constructors and setters of request types, one macro call each.

use serde_json::Value;

use super::Input;
use super::part::{Fields, Part};
use super::rust::literal;
use crate::api::{Body, Encoding};
use crate::collect::bodies::encoding;
use crate::generate::{Presence, RustType, Scope};

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let mut text = input.head("Constructors and setters of request types.");
    text.push_str("\nuse super::*;\n");
    for known in &part.structs {
        if known.of.in_request {
            text.push_str(&print_call(known));
        }
        if let Some(body) = part.forms.get(known.of.name.as_str()) {
            text.push_str(&print_parts(known, body));
        }
    }
    text
}

fn print_parts(known: &Fields<'_>, body: &Body) -> String {
    let lines: String = known
        .declared()
        .map(|(field, found)| {
            let content_type = body.part_types.iter().find(|(part, _)| *part == field.wire);
            let content_type = content_type.map(|(_, kind)| kind.as_str());
            let kind = part_kind(&found.held, content_type);
            let content_type =
                content_type.map_or(String::new(), |kind| format!(" as {}", literal(kind)));
            format!(
                "        {kind} {}: {}{content_type},\n",
                field.ident,
                literal(&field.wire)
            )
        })
        .collect();
    format!(
        "\nconverse_core::multipart! {{\n    {} {{\n{lines}    }}\n}}\n",
        known.of.name
    )
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

fn print_call(known: &Fields<'_>) -> String {
    let mut sections = Sections::default();
    for (declared, field) in known.all() {
        let ident = &field.ident;
        let held = field.held.shown(Scope::Types);
        let value = field.value().shown(Scope::Types);
        let fixed = declared.and_then(|declared| declared.fixed.as_ref());
        let clear = declared.and_then(|declared| declared.clear.as_ref());
        match (field.presence, fixed, clear) {
            (Presence::Patch, _, Some(clear)) => {
                // `new` is the constructor.
                let setter = if ident == "new" { "new_" } else { ident };
                let entry = format!("{setter} / {clear} => {ident}: {value}");
                sections.patched.push(entry);
            }
            (_, Some(value), _) => sections.fixed.push(format!("{ident}: {held} = {value}")),
            (Presence::Optional, ..) if ident == "new" => {
                sections.renamed.push(format!("new_ => new: {value}"));
            }
            (Presence::Optional, ..) => sections.optional.push(format!("{ident}: {value}")),
            (Presence::Extra, ..) => sections.collected.push(format!("{ident}: {held}")),
            // Only the caller can say that a required field is null.
            _ => sections.required.push(format!("{ident}: {held}")),
        }
    }
    format!(
        "\nconverse_core::request_type! {{\n    {} {{\n{}    }}\n}}\n",
        known.of.name,
        sections.print()
    )
}

/// Returns the sections of the macro call, in its order.
#[derive(Default)]
struct Sections {
    required: Vec<String>,
    fixed: Vec<String>,
    optional: Vec<String>,
    renamed: Vec<String>,
    patched: Vec<String>,
    collected: Vec<String>,
}

/// The longest line with a complete section.
const WIDTH: usize = 100;

impl Sections {
    fn print(&self) -> String {
        let named = [
            ("required", &self.required),
            ("fixed", &self.fixed),
            ("optional", &self.optional),
            ("renamed", &self.renamed),
            ("patched", &self.patched),
            ("collected", &self.collected),
        ];
        named
            .into_iter()
            .filter(|(_, entries)| !entries.is_empty())
            .map(|(name, entries)| {
                let line = format!("        {name} {{ {} }}\n", entries.join(", "));
                if line.len() <= WIDTH {
                    return line;
                }
                let lines: String = entries
                    .iter()
                    .map(|entry| format!("            {entry},\n"))
                    .collect();
                format!("        {name} {{\n{lines}        }}\n")
            })
            .collect()
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
