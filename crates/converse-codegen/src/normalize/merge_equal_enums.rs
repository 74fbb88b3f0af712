//! Guarantees: enums with the same values are one type.

use std::collections::BTreeMap;

use super::name_types::redirect;
use crate::api::{Api, Name};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let mut places: BTreeMap<Vec<Name>, Vec<Name>> = BTreeMap::new();
    for (name, schema) in &api.schemas {
        if let Some(values) = schema.values() {
            let mut values = values.to_vec();
            values.sort();
            values.dedup();
            places.entry(values).or_default().push(name.clone());
        }
    }
    let mut kept_for: BTreeMap<Name, Name> = BTreeMap::new();
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
    redirect(api, &kept_for);
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::as_json::definition_json;
    use crate::normalize::test_support::{run_pass, sites_of};

    #[test]
    fn order_does_not_matter_and_the_named_one_stays() {
        let mut api = sites_of(json!({
            "A": { "type": "object", "properties": { "k": { "$ref": "#/components/schemas/A~1k" } } },
            "A/k": { "type": "string", "enum": ["x", "y"] },
            "Kind": { "type": "string", "enum": ["y", "x"] },
        }));
        run_pass(run, &mut api);
        assert_eq!(
            definition_json(&api.schemas["A"])["properties"]["k"]["$ref"],
            "#/components/schemas/Kind"
        );
        assert!(!api.schemas.contains_key("A/k"));
    }
}
