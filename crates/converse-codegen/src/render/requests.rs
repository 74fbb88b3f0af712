//! `src/types/requests.rs`: constructors and setters of request types, one macro call each.

use serde_json::Value;

use super::Input;
use super::conversions::conversion;
use super::part::{Fields, Part};
use super::rust::{DEPRECATED, literal};
use super::types::KEEPS_NULLS;
use crate::api::{Body, Encoding, Fixed};
use crate::collect::bodies::encoding;
use crate::generate::{Presence, RustType, Scope};

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let mut text = input.head("Constructors and setters of request types.");
    text.push_str("\nuse super::*;\n");
    for known in &part.structs {
        if known.of.in_request {
            text.push_str(&print_call(input, known));
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

fn print_call(input: &Input<'_>, known: &Fields<'_>) -> String {
    let mut sections = Sections::default();
    for (declared, field) in known.all() {
        let ident = &field.ident;
        let held = field.held.shown(Scope::Types);
        let value = field.value().shown(Scope::Types);
        let fixed = declared.and_then(|declared| declared.fixed.as_ref());
        let clear = declared.and_then(|declared| declared.clear.as_ref());
        let deprecated = match declared.is_some_and(|it| it.deprecated) {
            true => format!("{DEPRECATED} "),
            false => String::new(),
        };
        if let Some(clear) = clear
            && let Some(wire) = declared.filter(|it| it.keeps_null).map(|it| &it.wire)
        {
            let wire = literal(wire);
            let entry = format!("{deprecated}{clear} => {ident}: {wire}");
            sections.nulls.push(entry);
        }
        match (field.presence, fixed, clear) {
            (Presence::Patch, _, Some(clear)) => {
                // `new` is the constructor.
                let setter = if ident == "new" { "new_" } else { ident };
                let entry = format!("{deprecated}{setter} / {clear} => {ident}: {value}");
                sections.patched.push(entry);
            }
            // A field that may be null has two values.
            (Presence::Required, Some(value), _) => {
                sections.add_fixed(ident, &field.held, value);
            }
            (Presence::Optional, ..) if ident == "new" => {
                sections
                    .renamed
                    .push(format!("{deprecated}new_ => new: {value}"));
            }
            (Presence::Optional, ..) => {
                sections
                    .optional
                    .push(format!("{deprecated}{ident}: {value}"));
            }
            (Presence::Extra, ..) => sections.collected.push(format!("{ident}: {held}")),
            // Only the caller can say that a required field is null.
            _ => sections.required.push(format!("{ident}: {held}")),
        }
    }
    let name = &known.of.name;
    let mut sections = sections.named(known.of.keeps_nulls());
    if let Some(from) = conversion(input, known) {
        sections.push((FROM, vec![from]));
    }
    let in_line = |(section, entries): &(&str, Vec<String>)| match entries.join(", ") {
        none if none.is_empty() => format!(" {section} {{}}"),
        entries => format!(" {section} {{ {entries} }}"),
    };
    let line: String = sections.iter().map(in_line).collect();
    let line = format!("\nconverse_core::request_type! {{ {name} {{{line} }} }}\n");
    if line.len() <= WIDTH {
        return line;
    }
    let lines: String = sections
        .iter()
        .map(|(section, entries)| {
            if entries.is_empty() {
                return format!("        {section} {{}}\n");
            }
            if *section == FROM {
                return format!("        {section} {{ {} }}\n", entries.join(", "));
            }
            let entries = filled("            ", entries);
            format!("        {section} {{\n{entries}        }}\n")
        })
        .collect();
    format!("\nconverse_core::request_type! {{\n    {name} {{\n{lines}    }}\n}}\n")
}

/// Returns lines of entries, as many in each as it has room for.
fn filled(indent: &str, entries: &[String]) -> String {
    let mut lines = String::new();
    let mut line = indent.to_owned();
    for entry in entries {
        if line.len() > indent.len() && line.len() + entry.len() + 2 > WIDTH {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line.truncate(indent.len());
        }
        line.push_str(entry);
        line.push_str(", ");
    }
    lines.push_str(line.trim_end());
    lines.push('\n');
    lines
}

/// Returns the sections of the macro call, in its order.
#[derive(Default)]
struct Sections {
    required: Vec<String>,
    fixed: Vec<String>,
    json: Vec<String>,
    optional: Vec<String>,
    renamed: Vec<String>,
    patched: Vec<String>,
    nulls: Vec<String>,
    collected: Vec<String>,
}

/// The section of what becomes the type by itself.
const FROM: &str = "from";

/// The longest line with several entries.
const WIDTH: usize = 100;

impl Sections {
    /// Adds a field that always has one value.
    fn add_fixed(&mut self, ident: &str, held: &RustType, value: &Fixed) {
        let shown = held.shown(Scope::Types);
        let expression = match (value, held) {
            (Fixed::Variant(path), _) => path.clone(),
            (Fixed::Json(value), RustType::Primitive("f64")) => {
                format!("{:?}", value.as_f64().unwrap_or_default())
            }
            (Fixed::Json(value), RustType::Primitive(_)) => value.to_string(),
            (Fixed::Json(value), _) => {
                let json = literal(&value.to_string());
                return self.json.push(format!("{ident}: {shown} = {json}"));
            }
        };
        self.fixed.push(format!("{ident}: {shown} = {expression}"));
    }

    fn named(self, keeps_nulls: bool) -> Vec<(&'static str, Vec<String>)> {
        let mut sections = vec![
            ("required", self.required),
            ("fixed", self.fixed),
            ("json", self.json),
            ("optional", self.optional),
            ("renamed", self.renamed),
            ("patched", self.patched),
            (KEEPS_NULLS, self.nulls),
            ("collected", self.collected),
        ];
        // What keeps them is there even if no setter says `null`.
        sections
            .retain(|(name, entries)| !entries.is_empty() || (keeps_nulls && *name == KEEPS_NULLS));
        sections
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
