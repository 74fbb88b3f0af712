//! `src/types/requests.rs`: constructors and setters of request types, one macro call each.

use std::collections::BTreeMap;

use serde_json::Value;
use syn::Type;

use super::Input;
use super::rust::{literal, type_text};
use crate::api::{Body, Encoding, Struct};
use crate::collect::bodies::encoding;
use crate::document::pointer;
use crate::generate::argument_of;
use crate::normalize::structs::EXTRA;

/// Returns the file's content.
pub fn render(input: &Input<'_>) -> String {
    let mut text = input.head("Constructors and setters of request types.");
    text.push_str("\nuse super::*;\n");
    let forms = multipart_bodies(input);
    for (known, item) in input.api.structs.iter().zip(&input.surface.structs) {
        if known.in_request {
            text.push_str(&print_call(known, item));
        }
        if let Some(body) = forms.get(&known.name) {
            text.push_str(&print_parts(known, item, body));
        }
    }
    text
}

/// Returns the multipart forms, by the struct whose fields are the parts.
fn multipart_bodies<'a>(input: &'a Input<'_>) -> BTreeMap<String, &'a Body> {
    let bodies = input
        .api
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref());
    bodies
        .filter(|body| body.encoding == Encoding::Multipart)
        .filter_map(|body| Some((pointer::schema_name(&body.schema)?, body)))
        .collect()
}

fn print_parts(known: &Struct, item: &syn::ItemStruct, body: &Body) -> String {
    let lines: String = known
        .fields
        .iter()
        .zip(&item.fields)
        .map(|(field, found)| {
            let held = type_text(&found.ty);
            let content_type = body.part_types.iter().find(|(part, _)| *part == field.wire);
            let content_type = content_type.map(|(_, kind)| kind.as_str());
            let kind = part_kind(&held, content_type);
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
        known.name
    )
}

/// Returns how a part is written. The runtime writes strings as they are, lists item by item and objects as JSON;
/// lists and numbers are one JSON value only where the document asks for JSON.
fn part_kind(held: &str, content_type: Option<&str>) -> &'static str {
    let json = content_type.is_some_and(|kind| encoding(kind, &Value::Null) == Encoding::Json);
    let string = matches!(held, "String" | "Option<String>");
    if held.contains("Blob") {
        "blob"
    } else if json && !string {
        "json"
    } else {
        "text"
    }
}

fn print_call(known: &Struct, item: &syn::ItemStruct) -> String {
    let mut sections = Sections::default();
    for field in &item.fields {
        let Some(ident) = field.ident.as_ref().map(ToString::to_string) else {
            continue;
        };
        let known = known.fields.iter().find(|known| known.ident == ident);
        if let (Some(clear), Some(inner)) = (
            known.and_then(|it| it.clear.as_ref()),
            argument_of(&field.ty, "Patch"),
        ) {
            let setter = if ident == "new" { "new_" } else { &ident };
            let inner = local(&inner);
            let entry = format!("{setter} / {clear} => {ident}: {inner}");
            sections.patched.push(entry);
            continue;
        }
        let fixed = known.and_then(|it| it.fixed.as_ref());
        // A required field that may be null is an `Option` that is always sent: only the caller can say
        // that it is null.
        let left_out = match known.is_some_and(|it| it.required) {
            true => None,
            false => argument_of(&field.ty, "Option"),
        };
        match (fixed, left_out) {
            (Some(value), _) => sections
                .fixed
                .push(format!("{ident}: {} = {value}", local(&field.ty))),
            (None, Some(inner)) if ident == "new" => {
                sections
                    .renamed
                    .push(format!("new_ => new: {}", local(&inner)));
            }
            (None, Some(inner)) => sections
                .optional
                .push(format!("{ident}: {}", local(&inner))),
            (None, None) if ident == EXTRA => {
                sections
                    .collected
                    .push(format!("{ident}: {}", local(&field.ty)));
            }
            (None, None) => sections
                .required
                .push(format!("{ident}: {}", local(&field.ty))),
        }
    }
    format!(
        "\nconverse_core::request_type! {{\n    {} {{\n{}    }}\n}}\n",
        known.name,
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

fn local(shown: &Type) -> String {
    type_text(shown).replace("crate::types::", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_texts_unless_json_is_asked_for() {
        for (held, content_type, expected) in [
            ("Option<::converse_core::Blob>", Some("image/png"), "blob"),
            ("Vec<::converse_core::Blob>", None, "blob"),
            ("Option<crate::types::Kind>", None, "text"),
            ("Vec<crate::types::Person>", None, "text"),
            ("Vec<String>", Some("application/json"), "json"),
            ("String", Some("application/json"), "text"),
            ("String", Some("text/csv"), "text"),
        ] {
            assert_eq!(part_kind(held, content_type), expected, "{held}");
        }
    }
}
