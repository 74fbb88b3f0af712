//! `src/types.rs`: the structs, with our docs, one macro call each.

use std::fmt::Write as _;

use super::Input;
use super::fillers::{Fillers, fillers};
use super::forms::print_parts;
use super::part::{Fields, Part};
use super::rust::{deprecation, literal};
use super::split::{Split, condition};
use crate::api::{CodePlace, ErrorUnion, Field, Shape, SuccessBody, SuccessUnion};
use crate::docs::{code, comment};
use crate::generate::{Presence, RustField, RustType, Scope};

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let open = part.has_open_types();
    let imports = match part.imports.as_str() {
        "" => String::new(),
        lines => format!("\n{lines}"),
    };
    let mut text = input.head("The types that operations take and return.");
    if open {
        text.push('\n');
    }
    for (is_there, line) in [
        (open, "mod open;\n"),
        (open, "\npub use open::*;\n"),
        (true, &imports),
    ] {
        text.push_str(if is_there { line } else { "" });
    }
    for known in &part.structs {
        let form = part.forms.get(known.of.name.as_str());
        print_struct(&mut text, input, known, form.is_some());
        if let Some(body) = form {
            text.push_str(&print_parts(known, body));
        }
    }
    for union in &part.error_unions {
        text.push_str(&error_union(input, part, union));
    }
    for union in &part.success_unions {
        text.push_str(&success_union(input, union));
    }
    for name in &part.error_bodies {
        let code = match part.error_codes.get(*name) {
            Some(CodePlace::Field(field)) => format!(", code: {field}"),
            Some(CodePlace::Variants(variants)) => format!(", code in {}", variants.join(", ")),
            None => String::new(),
        };
        let _ = writeln!(text, "\nconverse_core::error_body! {{ {name}{code} }}");
    }
    text
}

/// Returns the file at the root of a crate that is split.
pub fn render_root(input: &Input<'_>, split: &Split<'_>) -> String {
    let mut text = input.head(
        "The types that operations take and return: those of all modules that are turned on.",
    );
    for part in &split.shared {
        let condition = condition("", part.features.iter().map(String::as_str));
        let module = &part.module;
        let _ = write!(
            text,
            "\n{condition}pub(crate) mod {module};\n{condition}pub use {module}::*;\n"
        );
    }
    for part in split.tags.iter().filter(|part| !part.types.is_empty()) {
        let (condition, module) = (part.condition(""), &part.module);
        let _ = write!(text, "\n{condition}pub use crate::{module}::types::*;\n");
    }
    text
}

fn print_struct(text: &mut String, input: &Input<'_>, known: &Fields<'_>, is_form: bool) {
    let name = &known.of.name;
    let docs = docs(input, "    ", name, known.of.description.as_deref());
    let Fillers { head, fields } = fillers(known, is_form);
    let _ = write!(
        text,
        "\nconverse_core::object! {{\n{docs}    pub struct {name} {head}{{"
    );
    if !known.fields.is_empty() {
        text.push('\n');
        for ((declared, field), filler) in known.all().zip(&fields) {
            print_field(text, declared, field, filler);
        }
        text.push_str("    ");
    }
    text.push_str("}\n}\n");
}

fn print_field(text: &mut String, declared: Option<&Field>, field: &RustField, filler: &str) {
    let ident = &field.ident;
    let held = field.held.shown(Scope::Types);
    let Some(declared) = declared else {
        let _ = writeln!(text, "        ..{ident}: {held},");
        return;
    };
    if let Some(docs) = declared.description.as_deref() {
        text.push_str(&comment("        ", "///", docs));
    }
    text.push_str(&deprecation("        ", declared.deprecated));
    let presence = match field.presence {
        Presence::Required | Presence::Nullable => "required",
        Presence::Optional if declared.keeps_null => "nullable",
        Presence::Optional | Presence::Patch | Presence::Extra => "optional",
    };
    let wire = literal(&declared.wire);
    let _ = writeln!(
        text,
        "        pub {ident}: {held} = {presence} {wire}{filler},"
    );
}

fn error_union(input: &Input<'_>, part: &Part<'_>, union: &ErrorUnion) -> String {
    let mut names = Vec::new();
    let mut lines = String::new();
    for (number, (variant, shape)) in union.variants.iter().enumerate() {
        let held = shape_type(input, shape);
        let held = held.shown(Scope::Types);
        let (shown, code) = match shape {
            Shape::Named(name) => (format!("[`{held}`]"), part.error_codes.contains_key(name)),
            Shape::Nameless(_) => (format!("`{held}`"), false),
        };
        let code = if code { " code" } else { "" };
        let _ = writeln!(lines, "        {number} => {variant}({held}){code},");
        names.push(shown);
    }
    format!(
        "\nconverse_core::error_body! {{\n    /// An error body, decoded by the status: {}.\n    pub enum {} {{\n{lines}    }}\n}}\n",
        names.join(" or "),
        union.name,
    )
}

fn success_union(input: &Input<'_>, union: &SuccessUnion) -> String {
    let mut lines = String::new();
    for (number, variant) in union.variants.iter().enumerate() {
        let (held, kind) = match &variant.body {
            SuccessBody::Empty => (None, "empty"),
            SuccessBody::Json(shape) => (Some(shape_type(input, shape)), "json"),
            SuccessBody::Text => (Some(RustType::String), "text"),
            SuccessBody::Bytes => (Some(RustType::Bytes), "bytes"),
        };
        let held = held.map(|held| format!("({})", held.shown(Scope::Types)));
        let statuses = variant.statuses.join(" or ");
        let docs = comment(
            "        ",
            "///",
            &format!("Where the status is {statuses}."),
        );
        let (name, held) = (&variant.name, held.unwrap_or_default());
        let _ = writeln!(lines, "{docs}        {number} => {name}{held} {kind},");
    }
    let about = format!(
        "The success of {}, which its status decides.",
        code(&union.operation)
    );
    let docs = comment("    ", "///", &about);
    format!(
        "\nconverse_core::success_body! {{\n{docs}    pub enum {} {{\n{lines}    }}\n}}\n",
        union.name,
    )
}

/// Returns the Rust type of a body.
pub fn shape_type(input: &Input<'_>, shape: &Shape) -> RustType {
    match shape {
        Shape::Named(name) => RustType::Named(name.clone()),
        Shape::Nameless(number) => input.surface.nameless[*number].clone(),
    }
}

/// Returns the docs of a type: those of the document, or where it is in the document.
pub fn docs(input: &Input<'_>, indent: &str, name: &str, description: Option<&str>) -> String {
    let place = input.places.get(name).copied().unwrap_or(name);
    match description {
        Some(description) => comment(indent, "///", description),
        None => {
            let place = format!("{} in the provider's document.", code(place));
            comment(indent, "///", &place)
        }
    }
}
