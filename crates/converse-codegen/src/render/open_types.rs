//! `src/types/open.rs`: enums and unions, one macro call each.

use std::collections::BTreeSet;

use super::Input;
use super::rust::{literal, words};
use super::types::{described, nameless_type};
use crate::api::{OpenEnum, Payload, Union, UnionKind, Variant};
use crate::docs::code;

/// Returns the file's content.
pub fn render(input: &Input<'_>) -> String {
    let mut calls = String::new();
    for open_enum in &input.api.enums {
        calls.push_str(&print_enum(input, open_enum));
    }
    for union in &input.api.unions {
        calls.push_str(&match &union.kind {
            UnionKind::Tagged { tag, variants } => print_tagged(input, union, tag, variants),
            UnionKind::Untagged { variants } => print_untagged(input, union, variants),
        });
    }
    let head = input.head("Enums and unions that keep values that the document does not list.");
    let held = input
        .api
        .unions
        .iter()
        .flat_map(|union| held_types(input, union));
    let held: BTreeSet<String> = held.flat_map(|held| words(&held)).collect();
    let names_structs = input
        .api
        .structs
        .iter()
        .any(|known| held.contains(&known.name));
    let import = if names_structs {
        "\nuse super::*;\n"
    } else {
        ""
    };
    format!("{head}{import}{calls}")
}

fn print_enum(input: &Input<'_>, open_enum: &OpenEnum) -> String {
    let values: String = open_enum
        .values
        .iter()
        .map(|(name, text)| {
            let shown = shown_as(&code(text), &format!("`{text}`"));
            format!("        {name} = {}{shown},\n", literal(text))
        })
        .collect();
    let docs = docs(input, &open_enum.name, open_enum.description.as_deref());
    format!(
        "\nconverse_core::open_enum! {{\n{docs}    pub enum {} {{\n{values}    }}\n}}\n",
        open_enum.name
    )
}

fn print_tagged(
    input: &Input<'_>,
    union: &Union,
    tag: &str,
    variants: &[(String, String, String)],
) -> String {
    let lines: String = variants
        .iter()
        .map(|(name, payload, text)| {
            let once = variants
                .iter()
                .filter(|(_, other, _)| other == payload)
                .count()
                == 1;
            let from = if once { " from" } else { "" };
            let shown = format!("{} is {}", code(tag), code(text));
            let shown = shown_as(&shown, &format!("`{tag}` is `{text}`"));
            let text = literal(text);
            format!("        {name}({payload}) = {text}{shown}{from},\n")
        })
        .collect();
    let docs = docs(input, &union.name, union.description.as_deref());
    let shown = shown_as(&code(tag), &format!("`{tag}`"));
    let (name, tag) = (&union.name, literal(tag));
    format!(
        "\nconverse_core::tagged_union! {{\n{docs}    pub enum {name} tag {tag}{shown} {{\n{lines}    }}\n}}\n"
    )
}

/// Returns the docs of a string that the macro would show in another way.
fn shown_as(shown: &str, usual: &str) -> String {
    match shown == usual {
        true => String::new(),
        false => format!(" [{}]", literal(shown)),
    }
}

fn print_untagged(input: &Input<'_>, union: &Union, variants: &[Variant]) -> String {
    let lines: String = variants
        .iter()
        .map(|variant| print_variant(input, variants, variant))
        .collect();
    let docs = docs(input, &union.name, union.description.as_deref());
    let name = &union.name;
    let scalar = match variants.iter().all(|variant| is_scalar(&variant.payload)) {
        true => format!("\nconverse_core::scalar_union! {{ {name} }}\n"),
        false => String::new(),
    };
    format!(
        "\nconverse_core::untagged_union! {{\n{docs}    pub enum {name} {{\n{lines}    }}\n}}\n{scalar}"
    )
}

fn is_scalar(payload: &Payload) -> bool {
    matches!(
        payload,
        Payload::Enum(_) | Payload::String | Payload::Integer | Payload::Number | Payload::Boolean
    )
}

fn print_variant(input: &Input<'_>, all: &[Variant], variant: &Variant) -> String {
    let held = held_type(input, &variant.payload);
    let condition = match &variant.payload {
        Payload::Named {
            required, values, ..
        } => object_condition(required, values),
        Payload::Enum(_) | Payload::String | Payload::Password => "string".to_owned(),
        Payload::Integer => "integer".to_owned(),
        Payload::Number => "number".to_owned(),
        Payload::Boolean => "boolean".to_owned(),
        Payload::Nameless(_, kind) => (*kind).to_owned(),
        Payload::Any => "any".to_owned(),
    };
    let payload = match &variant.payload {
        // A type with fields may hold the union again.
        Payload::Named { .. } => format!("Box<{held}>"),
        _ => held.clone(),
    };
    let shown = match &variant.payload {
        Payload::Named { .. } | Payload::Enum(_) => format!("[`{held}`]"),
        _ => format!("`{held}`"),
    };
    let alike = all
        .iter()
        .filter(|other| held_type(input, &other.payload) == held)
        .count();
    let from = if alike == 1 && held != JSON {
        format!(" from {held}")
    } else {
        String::new()
    };
    format!(
        "        /// {shown}.\n        {}({payload}) if {condition}{from},\n",
        variant.name
    )
}

/// Returns the type of any JSON.
const JSON: &str = "::serde_json::Value";

/// Returns the types that a union's variants hold.
fn held_types(input: &Input<'_>, union: &Union) -> Vec<String> {
    match &union.kind {
        UnionKind::Tagged { variants, .. } => variants
            .iter()
            .map(|(_, payload, _)| payload.clone())
            .collect(),
        UnionKind::Untagged { variants } => variants
            .iter()
            .map(|variant| held_type(input, &variant.payload))
            .collect(),
    }
}

/// Returns the type without the box.
fn held_type(input: &Input<'_>, payload: &Payload) -> String {
    match payload {
        Payload::Named { schema, .. } => schema.clone(),
        Payload::Enum(name) => name.clone(),
        Payload::String => "String".to_owned(),
        Payload::Password => "::converse_core::Password".to_owned(),
        Payload::Integer => "i64".to_owned(),
        Payload::Number => "f64".to_owned(),
        Payload::Boolean => "bool".to_owned(),
        Payload::Nameless(number, _) => nameless_type(input, *number),
        Payload::Any => JSON.to_owned(),
    }
}

fn object_condition(required: &[String], values: &[(String, Vec<String>)]) -> String {
    let fields: Vec<String> = required.iter().map(|field| literal(field)).collect();
    let values: Vec<String> = values
        .iter()
        .map(|(field, values)| {
            let values: Vec<String> = values.iter().map(|value| literal(value)).collect();
            format!("{} = {}", literal(field), values.join(" | "))
        })
        .collect();
    let mut parts = Vec::new();
    if !fields.is_empty() {
        parts.push(format!("required [{}]", fields.join(", ")));
    }
    if !values.is_empty() {
        parts.push(format!("values [{}]", values.join(", ")));
    }
    if parts.is_empty() {
        "object".to_owned()
    } else {
        format!("object {{ {} }}", parts.join(", "))
    }
}

fn docs(input: &Input<'_>, name: &str, description: Option<&str>) -> String {
    let place = input.places.get(name).copied().unwrap_or(name);
    described(
        "    ",
        description,
        &format!("{} in the provider's document.", code(place)),
    )
}
