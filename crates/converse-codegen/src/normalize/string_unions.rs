//! Guarantees: a union of strings, listed or not, is one open enum or one string, and one password if any of
//! them is.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{AboutValue, Described, Kind, Name, OneOf, Schema, StringFormat};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    let named = api.schemas.iter();
    let named = named.filter_map(|(name, schema)| Some((name.clone(), strings(schema)?)));
    let named: BTreeMap<Name, Strings> = named.collect();
    api.visit_mut(|schema| {
        if let Kind::OneOf(union) = &mut schema.kind
            && let Some(merged) = merge(union, &named)
        {
            schema.kind = merged.kind;
            schema.about.values = merged.about.values;
        }
    });
    Ok(())
}

/// Strings: those that are listed, and whether they must not be shown.
#[derive(Clone)]
struct Strings {
    listed: Vec<Name>,
    secret: bool,
    about: Vec<AboutValue>,
}

fn strings(schema: &Schema) -> Option<Strings> {
    match &schema.kind {
        Kind::String(format) => Some(Strings {
            listed: Vec::new(),
            secret: *format == StringFormat::Password,
            about: Vec::new(),
        }),
        Kind::Enum(values) => Some(Strings {
            listed: values.clone(),
            secret: false,
            about: about_values(schema, values),
        }),
        _ => None,
    }
}

/// Returns what is said about the values of an enum that is a member of a union. A description of several values says
/// nothing about one of them.
fn about_values(schema: &Schema, values: &[Name]) -> Vec<AboutValue> {
    let about = &schema.about;
    let description = about.description.as_ref().filter(|_| values.len() == 1);
    if description.is_none() && !about.deprecated {
        return about.values.clone();
    }
    let own = values.iter().map(|text| AboutValue {
        text: text.clone(),
        description: description.cloned(),
        deprecated: about.deprecated,
    });
    about.values.iter().cloned().chain(own).collect()
}

/// Makes the strings among the members one member. Returns the string if nothing else is left.
fn merge(union: &mut OneOf<Schema>, named: &BTreeMap<Name, Strings>) -> Option<Schema> {
    let found = |member: &Schema| match member.reference() {
        Some(name) => named.get(name).cloned(),
        None => strings(member),
    };
    let strings: Vec<Strings> = union.members.iter().filter_map(found).collect();
    // Formats may differ: the union of a UUID and a name is just a string.
    if strings.len() < 2 {
        return None;
    }
    let secret = strings.iter().any(|it| it.secret);
    let mut known: BTreeSet<Name> = BTreeSet::new();
    let about = strings.iter().flat_map(|it| it.about.iter().cloned());
    let about: Vec<AboutValue> = about.collect();
    let listed = strings.into_iter().flat_map(|it| it.listed);
    let listed: Vec<Name> = listed.filter(|it| known.insert(it.clone())).collect();
    let merged = match (secret, listed.is_empty()) {
        // An open enum would show values that it does not list, and those are the secret.
        (true, _) => Kind::String(StringFormat::Password),
        (false, true) => Kind::String(StringFormat::Plain),
        (false, false) => Kind::Enum(listed),
    };
    let mut merged = Schema::of(merged);
    merged.about.values = about;
    union.members.retain(|member| found(member).is_none());
    if union.members.is_empty() {
        return Some(merged);
    }
    union.members.insert(0, merged);
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalize::test_support::run_on_schema;

    #[test]
    fn listed_and_free_strings_are_one_open_enum() {
        let schema = json!({ "anyOf": [
            { "type": "string", "enum": ["a"] }, { "type": "string", "enum": ["b", "a"] }, { "type": "string" } ] });
        assert_eq!(
            run_on_schema(run, schema),
            json!({ "type": "string", "enum": ["a", "b"] })
        );
    }

    #[test]
    fn other_members_stay() {
        let schema = json!({ "oneOf": [
            { "type": "string", "format": "uuid" }, { "type": "integer" }, { "type": "string" } ] });
        let expected = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] });
        assert_eq!(run_on_schema(run, schema), expected);
    }
}
