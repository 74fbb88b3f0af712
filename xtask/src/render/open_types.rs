//! `src/types/open.rs`: enums and unions, one macro call each.

use super::Input;
use super::rust::literal;
use super::types::described;
use crate::api::{OpenEnum, Payload, Union, UnionKind, Variant};

/// The file's text.
pub fn render(input: &Input<'_>) -> String {
    let mut text = input.head("Enums and unions that keep what the document does not list.");
    if input
        .api
        .unions
        .iter()
        .any(|union| !payloads(union).is_empty())
    {
        text.push_str("\nuse super::*;\n");
    }
    for open_enum in &input.api.enums {
        text.push_str(&print_enum(input, open_enum));
    }
    for union in &input.api.unions {
        text.push_str(&match &union.kind {
            UnionKind::Tagged { tag, variants } => print_tagged(input, union, tag, variants),
            UnionKind::Untagged { variants } => print_untagged(input, union, variants),
        });
    }
    text
}

fn print_enum(input: &Input<'_>, open_enum: &OpenEnum) -> String {
    let values: String = open_enum
        .values
        .iter()
        .map(|(name, text)| format!("        {name} = {},\n", literal(text)))
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
            let text = literal(text);
            format!("        {name}({payload}) = {text}{from},\n")
        })
        .collect();
    let docs = docs(input, &union.name, union.description.as_deref());
    let (name, tag) = (&union.name, literal(tag));
    format!(
        "\nconverse_core::tagged_union! {{\n{docs}    pub enum {name} tag {tag} {{\n{lines}    }}\n}}\n"
    )
}

fn print_untagged(input: &Input<'_>, union: &Union, variants: &[Variant]) -> String {
    let lines: String = variants.iter().map(print_variant).collect();
    let docs = docs(input, &union.name, union.description.as_deref());
    let name = &union.name;
    format!(
        "\nconverse_core::untagged_union! {{\n{docs}    pub enum {name} {{\n{lines}    }}\n}}\n"
    )
}

fn print_variant(variant: &Variant) -> String {
    let (payload, condition, from) = match &variant.payload {
        Payload::Named {
            schema,
            required,
            values,
        } => (
            format!("Box<{schema}>"),
            object_condition(required, values),
            format!(" from {schema}"),
        ),
        Payload::String => (
            "String".to_owned(),
            "string".to_owned(),
            " from String".to_owned(),
        ),
        Payload::Integer => (
            "i64".to_owned(),
            "integer".to_owned(),
            " from i64".to_owned(),
        ),
        Payload::Number => (
            "f64".to_owned(),
            "number".to_owned(),
            " from f64".to_owned(),
        ),
        Payload::Boolean => (
            "bool".to_owned(),
            "boolean".to_owned(),
            " from bool".to_owned(),
        ),
        Payload::Json(kind) => (
            "serde_json::Value".to_owned(),
            (*kind).to_owned(),
            String::new(),
        ),
    };
    let shown = match &variant.payload {
        Payload::Named { schema, .. } => format!("[`{schema}`]."),
        Payload::Json(kind) => format!("Any JSON {kind}."),
        _ => format!("A JSON {condition}."),
    };
    format!(
        "        /// {shown}\n        {}({payload}) if {condition}{from},\n",
        variant.name
    )
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

fn payloads(union: &Union) -> Vec<&str> {
    match &union.kind {
        UnionKind::Tagged { variants, .. } => variants
            .iter()
            .map(|(_, payload, _)| payload.as_str())
            .collect(),
        UnionKind::Untagged { variants } => variants
            .iter()
            .filter_map(|variant| match &variant.payload {
                Payload::Named { schema, .. } => Some(schema.as_str()),
                _ => None,
            })
            .collect(),
    }
}

fn docs(input: &Input<'_>, name: &str, description: Option<&str>) -> String {
    let place = input.places.get(name).copied().unwrap_or(name);
    described(
        "    ",
        description,
        &format!("`{place}` in the provider's document."),
    )
}
