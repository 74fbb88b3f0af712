//! Guarantees: a named schema is never nullable itself; each reference to it is.

use std::collections::BTreeSet;

use crate::api::{Described, Name};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    // A name for a nullable reference is nullable as well, so this repeats until nothing changes.
    let mut nullable: BTreeSet<Name> = BTreeSet::new();
    loop {
        let before = nullable.len();
        for (name, schema) in &api.schemas {
            let target = schema.reference();
            if schema.nullable == Some(true) || target.is_some_and(|it| nullable.contains(it)) {
                nullable.insert(name.clone());
            }
        }
        if nullable.len() == before {
            break;
        }
    }
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
