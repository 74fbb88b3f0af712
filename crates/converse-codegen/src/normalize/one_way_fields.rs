//! Guarantees: a field that only responses or only requests carry is not required of the other.

use crate::api::{Described, Kind};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    api.visit_mut(|schema| {
        if let Kind::Object(object) = &mut schema.kind {
            let fields = &object.fields;
            object.required.retain(|name| {
                let about = fields.get(name).map(|field| &field.about);
                !about.is_some_and(|about| about.read_only || about.write_only)
            });
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
    fn a_read_only_field_is_not_required() {
        let schema = json!({ "type": "object", "required": ["id", "name"], "properties": {
            "id": { "type": "string", "readOnly": true }, "name": { "type": "string" } } });
        assert_eq!(run_on_schema(run, schema)["required"], json!(["name"]));
    }
}
