//! Limits that are checked before sending, as the macros of the runtime take them.

use super::Input;
use super::rust::literal;
use crate::api::{DefinitionKind, Payload, Rule, Site, SiteKind};
use crate::normalize::limits::limits;
use crate::normalize::unions::flat_members;

/// Returns the limits on a value and on the values inside of it, in brackets; nothing if there are none.
pub fn limits_of(input: &Input<'_>, site: &Site) -> String {
    let limits = limits(site, &input.limited);
    limits.map_or(String::new(), |rules| format!(" [{}]", listed("", &rules)))
}

/// Returns the limits of a field of a struct.
pub fn field_limits(input: &Input<'_>, name: &str, wire: &str) -> String {
    let object = input.api.schemas.get(name).and_then(|it| it.object());
    let field = object.and_then(|object| object.fields.get(wire));
    field.map_or(String::new(), |field| limits_of(input, field))
}

/// Returns the limits of the fields that a struct does not list.
pub fn rest_limits(input: &Input<'_>, name: &str) -> String {
    let object = input.api.schemas.get(name).and_then(|it| it.object());
    let values = object.and_then(|object| object.extra.as_deref());
    let limits = values.and_then(|values| limits(values, &input.limited));
    match limits {
        None => String::new(),
        Some(rules) if rules.is_empty() => " = []".to_owned(),
        Some(rules) => format!(" = [{}]", print_rule("", &Rule::Values(rules))),
    }
}

/// Returns the limits of a variant of a union. Several members of one type are one variant, which has none.
pub fn variant_limits(input: &Input<'_>, union: &str, payload: &Payload) -> String {
    if let Payload::Named { schema, .. } = payload {
        return payload_limits(input, schema);
    }
    let Some(DefinitionKind::OneOf(union)) = input.api.schemas.get(union).map(|it| &it.kind) else {
        return String::new();
    };
    let members = flat_members(input.api, union).into_iter();
    let is_held = |site: &&Site| match &site.kind {
        SiteKind::String(_) => matches!(payload, Payload::String | Payload::Password),
        SiteKind::Integer(_) => matches!(payload, Payload::Integer(_)),
        SiteKind::Number => *payload == Payload::Number,
        SiteKind::Array(_) => matches!(payload, Payload::Nameless(_, "array")),
        SiteKind::Map(_) => matches!(payload, Payload::Nameless(_, "object")),
        _ => false,
    };
    let mut members = members.filter(is_held);
    match (members.next(), members.next()) {
        (Some(only), None) => limits_of(input, only),
        _ => String::new(),
    }
}

/// Returns the limits of a variant that holds a named type.
pub fn payload_limits(input: &Input<'_>, payload: &str) -> String {
    match input.limited.contains(payload) {
        true => " []".to_owned(),
        false => String::new(),
    }
}

/// Prints a rule; `path` leads to its type.
pub fn print_rule(path: &str, rule: &Rule) -> String {
    let rule = match rule {
        Rule::Range(least, most) => format!("Range({least}, {most})"),
        Rule::Minimum(least) => format!("Minimum({least})"),
        Rule::Maximum(most) => format!("Maximum({most})"),
        Rule::MultipleOf(step) => format!("MultipleOf({step})"),
        Rule::Pattern(pattern) => format!("Pattern({})", literal(pattern)),
        Rule::MinLength(least) => format!("MinLength({least})"),
        Rule::MaxLength(most) => format!("MaxLength({most})"),
        Rule::MinItems(least) => format!("MinItems({least})"),
        Rule::MaxItems(most) => format!("MaxItems({most})"),
        Rule::Items(rules) => format!("Items(&[{}])", listed(path, rules)),
        Rule::Values(rules) => format!("Values(&[{}])", listed(path, rules)),
    };
    format!("{path}{rule}")
}

fn listed(path: &str, rules: &[Rule]) -> String {
    let rules: Vec<String> = rules.iter().map(|rule| print_rule(path, rule)).collect();
    rules.join(", ")
}
