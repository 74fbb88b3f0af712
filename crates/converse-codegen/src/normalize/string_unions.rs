//! Guarantees: a union of strings, listed or not, is one open enum or one string, and one password if any of
//! them is.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Described, Kind, Name, OneOf, Schema, StringFormat};
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
            schema.kind = merged;
        }
    });
    Ok(())
}

/// Strings: those that are listed, and whether they must not be shown.
#[derive(Clone)]
struct Strings {
    listed: Vec<Name>,
    secret: bool,
}

fn strings(schema: &Schema) -> Option<Strings> {
    match &schema.kind {
        Kind::String(format) => Some(Strings {
            listed: Vec::new(),
            secret: *format == StringFormat::Password,
        }),
        Kind::Enum(values) => Some(Strings {
            listed: values.clone(),
            secret: false,
        }),
        _ => None,
    }
}

/// Makes the strings among the members one member. Returns the string if nothing else is left.
fn merge(union: &mut OneOf<Schema>, named: &BTreeMap<Name, Strings>) -> Option<Kind> {
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
    let listed = strings.into_iter().flat_map(|it| it.listed);
    let listed: Vec<Name> = listed.filter(|it| known.insert(it.clone())).collect();
    let merged = match (secret, listed.is_empty()) {
        // An open enum would show values that it does not list, and those are the secret.
        (true, _) => Kind::String(StringFormat::Password),
        (false, true) => Kind::String(StringFormat::Plain),
        (false, false) => Kind::Enum(listed),
    };
    union.members.retain(|member| found(member).is_none());
    if union.members.is_empty() {
        return Some(merged);
    }
    union.members.insert(0, Schema::of(merged));
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
