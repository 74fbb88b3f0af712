//! Guarantees: enums with the same values are one type.

use std::collections::BTreeMap;

use super::Context;
use super::redirect::redirect;
use crate::api::{Api, Name};

/// Runs the pass.
pub fn run(api: &mut Api, context: &Context<'_>) {
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
        // The list of error codes keeps what is said about them. A name once given stays. The provider's own name is better than one derived from a place; else the first
        // counts.
        let rank = |name: &&Name| {
            let is_new = context.given_name(name).is_none();
            let lists_codes = api.schemas[*name].about.lists_error_codes;
            (!lists_codes, is_new, name.matches('/').count())
        };
        let kept = names.iter().min_by_key(rank).cloned();
        for name in names {
            if let Some(kept) = kept.clone().filter(|kept| *kept != name) {
                kept_for.insert(name, kept);
            }
        }
    }
    api.schemas.retain(|name, _| !kept_for.contains_key(name));
    redirect(api, &kept_for);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::as_json::definition_json;
    use crate::names::Names;
    use crate::normalize::test_support::{settings, sites_of};

    #[test]
    fn order_does_not_matter_and_the_named_one_stays() {
        let mut api = sites_of(json!({
            "A": { "type": "object", "properties": { "k": { "$ref": "#/components/schemas/A~1k" } } },
            "A/k": { "type": "string", "enum": ["x", "y"] },
            "Kind": { "type": "string", "enum": ["y", "x"] },
        }));
        let (settings, mut names) = (settings(), Names::default());
        let context = Context {
            settings: &settings,
            settings_file: "",
            names: &mut names,
            trace: false,
        };
        run(&mut api, &context);
        assert_eq!(
            definition_json(&api.schemas["A"])["properties"]["k"]["$ref"],
            "#/components/schemas/Kind"
        );
        assert!(!api.schemas.contains_key("A/k"));
    }
}
