//! Guarantees: an object with fields has each field that it requires. One that it does not declare is any JSON.

use crate::api::{Described, Kind};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    api.visit_mut(|schema| {
        if let Kind::Object(object) = &mut schema.kind
            && !object.fields.is_empty()
        {
            for name in &object.required {
                object.fields.entry(name.clone()).or_default();
            }
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalize::test_support::run_on_schema;

    #[test]
    fn a_required_name_that_is_not_declared_is_a_field() {
        // JSON Schema 2020-12 Validation, 6.5.3: `required` asks for names, whatever `properties` has.
        let schema = json!({ "type": "object", "required": ["id", "more"],
            "properties": { "id": { "type": "string" } } });
        let fields = &run_on_schema(run, schema)["properties"];
        assert_eq!(fields["more"], json!({}));
        // The keys of a map are data.
        let map = json!({ "type": "object", "required": ["id"] });
        assert_eq!(run_on_schema(run, map.clone()), map);
    }
}
