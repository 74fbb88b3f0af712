//! Guarantees: enums with the same values are one type.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Context, Kind, kind};
use crate::api::Api;
use crate::document::pointer;
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let mut places: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for (name, schema) in &api.schemas {
        if kind(schema) == Kind::StringEnum {
            places
                .entry(sorted_values(schema))
                .or_default()
                .push(name.clone());
        }
    }
    let mut kept_for: BTreeMap<String, String> = BTreeMap::new();
    for names in places.into_values() {
        // The provider's own name is better than one derived from a place; else the first counts.
        let kept = names
            .iter()
            .min_by_key(|name| name.matches('/').count())
            .cloned();
        for name in names {
            if let Some(kept) = kept.clone().filter(|kept| *kept != name) {
                kept_for.insert(name, kept);
            }
        }
    }
    api.schemas.retain(|name, _| !kept_for.contains_key(name));
    api.visit_mut(|schema| {
        if let Some(kept) = pointer::schema_name(schema).and_then(|name| kept_for.get(&name)) {
            schema["$ref"] = Value::String(pointer::schema_reference(kept));
        }
    });
    Ok(())
}

fn sorted_values(schema: &Value) -> Vec<String> {
    let values = schema
        .get("enum")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let mut values: Vec<String> = values
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    values.sort();
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::{api_of, run_pass};
    use serde_json::json;

    #[test]
    fn order_does_not_matter_and_the_named_one_stays() {
        let mut api = api_of(json!({
            "A": { "type": "object", "properties": { "k": { "$ref": "#/components/schemas/A~1k" } } },
            "A/k": { "type": "string", "enum": ["x", "y"] },
            "Kind": { "type": "string", "enum": ["y", "x"] },
        }));
        run_pass(run, &mut api);
        assert_eq!(
            api.schemas["A"]["properties"]["k"]["$ref"],
            "#/components/schemas/Kind"
        );
        assert!(!api.schemas.contains_key("A/k"));
    }
}
