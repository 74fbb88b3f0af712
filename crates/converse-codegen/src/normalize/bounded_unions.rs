//! Guarantees: a union that holds other unions, whose members replace them, has at most 256 members in all. Unions of
//! unions would multiply.

use std::collections::BTreeSet;

use crate::api::{AnyJson, Described, Kind, Name, Named, Schema};
use crate::problem::Finding;

/// Limit on the members of a union that holds others. Real documents stay far below.
const MEMBER_LIMIT: usize = 256;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    let named = api.schemas.iter();
    let large = named.filter(|(_, schema)| is_too_large(&api.schemas, schema));
    let large: Vec<Name> = large.map(|(name, _)| name.clone()).collect();
    for name in large {
        if let Some(schema) = api.schemas.get_mut(&name) {
            schema.kind = Kind::Any(AnyJson::GivenUp("a union of unions with too many variants"));
        }
    }
    Ok(())
}

/// Looks at no more members than the limit.
fn is_too_large(named: &Named<Schema>, schema: &Schema) -> bool {
    let Kind::OneOf(outer) = &schema.kind else {
        return false;
    };
    let mut members = outer.members.len();
    let mut known: BTreeSet<&Name> = BTreeSet::new();
    let mut open = vec![outer];
    while let Some(holder) = open.pop() {
        for name in holder.members.iter().filter_map(Schema::reference) {
            if let Some(Kind::OneOf(inner)) = named.get(name).map(|schema| &schema.kind)
                && known.insert(name)
            {
                members += inner.members.len();
                open.push(inner);
            }
            if members > MEMBER_LIMIT && !known.is_empty() {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::document::pointer;
    use crate::normalize::test_support::{api_of, run_pass};

    fn is_given_up(schema: &Schema) -> bool {
        matches!(schema.kind, Kind::Any(AnyJson::GivenUp(_)))
    }

    fn union(members: impl IntoIterator<Item = Value>) -> Value {
        json!({ "oneOf": members.into_iter().collect::<Vec<_>>() })
    }

    fn reference(name: &str) -> Value {
        json!({ "$ref": pointer::schema_reference(name) })
    }

    #[test]
    fn a_union_in_which_too_many_unions_are_is_any_json() {
        let last = union([json!({ "type": "string" }), json!({ "type": "integer" })]);
        let mut schemas = json!({ "U0": last });
        for level in 1..1_000 {
            let below = reference(&format!("U{}", level - 1));
            schemas[format!("U{level}")] = union([below, json!({ "type": "boolean" })]);
        }
        let mut api = api_of(schemas);
        run_pass(run, &mut api);
        let given_up = |level: usize| is_given_up(&api.schemas[&*format!("U{level}")]);
        assert!((0..128).all(|level| !given_up(level)));
        assert!((128..1_000).all(given_up));
    }

    #[test]
    fn a_union_that_holds_no_other_may_have_any_number_of_members() {
        let names = (0..1_000).map(|number| reference(&format!("A{number}")));
        let mut api = api_of(json!({ "U": union(names) }));
        run_pass(run, &mut api);
        assert!(!is_given_up(&api.schemas["U"]));
    }

    #[test]
    fn unions_in_a_circle_are_counted_once() {
        let mut api = api_of(json!({
            "A": union([reference("B"), json!({ "type": "string" })]),
            "B": union([reference("A"), json!({ "type": "integer" })]),
        }));
        run_pass(run, &mut api);
        assert!(!api.schemas.values().any(is_given_up));
    }
}
