//! `src/types/open.rs`: enums and unions, one macro call each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Input;
use super::limits::{payload_limits, variant_limits};
use super::part::Part;
use super::rust::{deprecation, literal};
use super::types::docs;
use crate::api::{Integer, OpenEnum, Payload, Union, UnionKind, Variant};
use crate::docs::{code, comment};
use crate::generate::{RustType, Scope};
use crate::identifiers::{Taken, snake_case};

/// Returns the file's content.
pub fn render(input: &Input<'_>, part: &Part<'_>) -> String {
    let enums = part.enums.iter().map(|it| it.name.as_str());
    let unions = part.unions.iter().map(|it| it.name.as_str());
    let here: BTreeSet<&str> = enums.chain(unions).collect();
    let mut names_others = false;
    let mut calls = String::new();
    for open_enum in &part.enums {
        calls.push_str(&print_enum(input, open_enum));
    }
    for union in &part.unions {
        let held = held_types(input, union);
        let mut names = held.iter().filter_map(RustType::name);
        names_others |= names.any(|name| !here.contains(name));
        calls.push_str(&match &union.kind {
            UnionKind::Tagged { tag, variants } => print_tagged(input, union, tag, variants, &held),
            UnionKind::Untagged { variants } => print_untagged(input, union, variants, &held),
        });
    }
    let head = input.head("Enums and unions that keep values that the document does not list.");
    let import = if names_others {
        "\nuse super::*;\n"
    } else {
        ""
    };
    format!("{head}{import}{calls}")
}

/// Returns how many variants hold each type.
fn counts(held: &[RustType]) -> BTreeMap<&RustType, usize> {
    let mut counts = BTreeMap::new();
    for held in held {
        *counts.entry(held).or_default() += 1;
    }
    counts
}

fn print_enum(input: &Input<'_>, open_enum: &OpenEnum) -> String {
    let values: String = open_enum
        .values
        .iter()
        .map(|value| {
            let (name, text) = (&value.name, &value.text);
            let shown = shown_as(&code(text), &format!("`{text}`"));
            let docs = value.description.as_deref().unwrap_or_default();
            let docs = comment("        ", "///", docs);
            let deprecated = deprecation("        ", value.deprecated);
            format!(
                "{docs}{deprecated}        {name} = {}{shown},\n",
                literal(text)
            )
        })
        .collect();
    let docs = docs(
        input,
        "    ",
        &open_enum.name,
        open_enum.description.as_deref(),
    );
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
    held: &[RustType],
) -> String {
    let counts = counts(held);
    let names = variants.iter().map(|(name, ..)| name.as_str());
    let lines: String = variants
        .iter()
        .zip(held)
        .zip(constructors(union, names))
        .map(|(((name, payload, text), held), constructor)| {
            let constructor = constructor.map_or(String::new(), |it| format!(" as {it}"));
            let limits = union.in_request.then(|| payload_limits(input, payload));
            let limits = limits.unwrap_or_default();
            let from = if counts[held] == 1 { " from" } else { "" };
            let shown = format!("{} is {}", code(tag), code(text));
            let shown = shown_as(&shown, &format!("`{tag}` is `{text}`"));
            let text = literal(text);
            format!("        {name}({payload}){limits}{constructor} = {text}{shown}{from},\n")
        })
        .collect();
    let docs = docs(input, "    ", &union.name, union.description.as_deref());
    let shown = shown_as(&code(tag), &format!("`{tag}`"));
    let (name, tag) = (&union.name, literal(tag));
    let exact = exact(input, union);
    format!(
        "\nconverse_core::tagged_union! {{\n{docs}{exact}    pub enum {name} tag {tag}{shown} {{\n{lines}    }}\n}}\n"
    )
}

/// Returns the docs of a string that the macro would show in another way.
fn shown_as(shown: &str, usual: &str) -> String {
    match shown == usual {
        true => String::new(),
        false => format!(" [{}]", literal(shown)),
    }
}

fn print_untagged(
    input: &Input<'_>,
    union: &Union,
    variants: &[Variant],
    held: &[RustType],
) -> String {
    let counts = counts(held);
    let names = variants.iter().map(|variant| variant.name.as_str());
    let lines: String = variants
        .iter()
        .zip(held)
        .zip(constructors(union, names))
        .map(|((variant, held), constructor)| {
            // Any JSON has conversions of its own.
            let from = counts[held] == 1 && *held != RustType::Json;
            let limits = union
                .in_request
                .then(|| variant_limits(input, &union.name, &variant.payload));
            print_variant(
                variant,
                held,
                &limits.unwrap_or_default(),
                constructor,
                from,
            )
        })
        .collect();
    let docs = docs(input, "    ", &union.name, union.description.as_deref());
    let name = &union.name;
    let scalar = match variants.iter().all(|variant| is_scalar(&variant.payload)) {
        true => format!("\nconverse_core::scalar_union! {{ {name} }}\n"),
        false => String::new(),
    };
    let exact = exact(input, union);
    format!(
        "\nconverse_core::untagged_union! {{\n{docs}{exact}    pub enum {name} {{\n{lines}    }}\n}}\n{scalar}"
    )
}

/// Returns the derives of a union whose values can be told apart.
fn exact(input: &Input<'_>, union: &Union) -> &'static str {
    match input.inexact.contains(union.name.as_str()) {
        true => "",
        false => "    #[derive(Eq, Hash)]\n",
    }
}

fn is_scalar(payload: &Payload) -> bool {
    matches!(
        payload,
        Payload::Enum(_)
            | Payload::String
            | Payload::Integer(_)
            | Payload::Number
            | Payload::Boolean
    )
}

/// Prints a variant; `from` says whether it converts from the type it holds.
fn print_variant(
    variant: &Variant,
    held: &RustType,
    limits: &str,
    constructor: Option<String>,
    from: bool,
) -> String {
    let held = held.shown(Scope::Types);
    let condition = match &variant.payload {
        Payload::Named {
            required,
            values,
            combines,
            ..
        } => {
            let kind = if *combines { "combined" } else { "object" };
            object_condition(kind, required, values)
        }
        Payload::Enum(_) | Payload::String | Payload::Password => "string".to_owned(),
        Payload::Integer(_) => "integer".to_owned(),
        Payload::Number => "number".to_owned(),
        Payload::Boolean => "boolean".to_owned(),
        Payload::Nameless(_, kind) => (*kind).to_owned(),
        Payload::Any => "any".to_owned(),
    };
    let payload = match &variant.payload {
        // A type with fields may hold the union again.
        Payload::Named { .. } => format!("Box<{held}>"),
        _ => held.to_string(),
    };
    let shown = match &variant.payload {
        Payload::Named { .. } | Payload::Enum(_) => format!("[`{held}`]"),
        _ => format!("`{held}`"),
    };
    let constructor = constructor.map_or(String::new(), |it| format!(" as {it}({held})"));
    let from = match from {
        true => format!(" from {held}"),
        false => String::new(),
    };
    format!(
        "        /// {shown}.\n        {}({payload}){limits}{constructor} if {condition}{from},\n",
        variant.name
    )
}

/// Names of methods that a union has, itself or through traits: a function of the same name would hide them.
const METHODS: [&str; 30] = [
    "as_str",
    "borrow",
    "borrow_mut",
    "check",
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "deserialize",
    "eq",
    "error_code",
    "example",
    "fmt",
    "from",
    "hash",
    "into",
    "is_unset",
    "json_schema",
    "ne",
    "new",
    "placeholder",
    "read",
    "schema_id",
    "schema_name",
    "serialize",
    "tag",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// Returns for each variant the function that makes the union of its payload; none in a union that requests do not
/// have.
fn constructors<'a>(union: &Union, variants: impl Iterator<Item = &'a str>) -> Vec<Option<String>> {
    let mut taken = Taken::new(METHODS, "_value");
    let names = taken.claim_all(variants, |name| snake_case(name, "value"));
    let names = names.into_iter();
    names.map(|name| union.in_request.then_some(name)).collect()
}

/// Returns the types that a union's variants hold, without the box.
pub fn held_types(input: &Input<'_>, union: &Union) -> Vec<RustType> {
    match &union.kind {
        UnionKind::Tagged { variants, .. } => variants
            .iter()
            .map(|(_, payload, _)| RustType::Named(payload.clone()))
            .collect(),
        UnionKind::Untagged { variants } => variants
            .iter()
            .map(|variant| held_type(input, &variant.payload))
            .collect(),
    }
}

fn held_type(input: &Input<'_>, payload: &Payload) -> RustType {
    match payload {
        Payload::Named { schema: name, .. } | Payload::Enum(name) => RustType::Named(name.clone()),
        Payload::String => RustType::String,
        Payload::Password => RustType::Password,
        Payload::Integer(Integer::U64) => RustType::Primitive("u64"),
        // The other widths are one variant.
        Payload::Integer(_) => RustType::Primitive("i64"),
        Payload::Number => RustType::Primitive("f64"),
        Payload::Boolean => RustType::Primitive("bool"),
        Payload::Nameless(number, _) => input.surface.nameless[*number].clone(),
        Payload::Any => RustType::Json,
    }
}

/// Returns a value as a condition lists it.
fn fixed(value: &Value) -> String {
    match value {
        Value::String(text) => literal(text),
        other => format!("json {}", literal(&other.to_string())),
    }
}

fn object_condition(kind: &str, required: &[String], values: &[(String, Vec<Value>)]) -> String {
    let fields: Vec<String> = required.iter().map(|field| literal(field)).collect();
    let values: Vec<String> = values
        .iter()
        .map(|(field, values)| {
            let values: Vec<String> = values.iter().map(fixed).collect();
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
        kind.to_owned()
    } else {
        format!("{kind} {{ {} }}", parts.join(", "))
    }
}
