//! Guarantees: a named schema is never nullable itself; each reference to it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Described, Name, Named, Schema};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    let nullable = nullable(&api.schemas);
    api.visit_mut(|schema| {
        if schema
            .reference()
            .is_some_and(|name| nullable.contains(name))
        {
            schema.nullable = Some(true);
        }
    });
    for schema in api.schemas.values_mut() {
        schema.nullable = None;
    }
    Ok(())
}

/// Returns the names of nullable schemas. A name for one of them is nullable as well.
fn nullable(schemas: &Named<Schema>) -> BTreeSet<Name> {
    let mut names_for: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    let mut open: Vec<&Name> = Vec::new();
    for (name, schema) in schemas {
        if let Some(target) = schema.reference() {
            names_for.entry(target).or_default().push(name);
        }
        if schema.nullable == Some(true) {
            open.push(name);
        }
    }
    let mut nullable: BTreeSet<Name> = BTreeSet::new();
    while let Some(name) = open.pop() {
        if nullable.insert(name.clone()) {
            open.extend(names_for.get(name).into_iter().flatten());
        }
    }
    nullable
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::as_json::json_of;
    use crate::normalize::test_support::{api_of, run_pass};

    #[test]
    fn nullability_moves_to_the_references() {
        let reference = json!({ "$ref": "#/components/schemas/B" });
        let mut api = api_of(json!({
            "A": { "type": "object", "properties": { "b": reference } },
            "B": { "type": "object", "nullable": true, "properties": { "x": { "type": "string" } } },
        }));
        run_pass(run, &mut api);
        assert_eq!(
            json_of(&api.schemas["A"])["properties"]["b"]["nullable"],
            json!(true)
        );
        assert!(json_of(&api.schemas["B"]).get("nullable").is_none());
    }
}
