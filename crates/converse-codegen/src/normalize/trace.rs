//! The changes of a pass: the places of schemas that differ after it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::{Api, PLACE, children_mut};

/// Returns each schema that has a place, by that place, without the schemas below it.
pub fn snapshot(api: &Api) -> BTreeMap<String, String> {
    let mut schemas = BTreeMap::new();
    api.clone().visit_mut(|schema| {
        let Some(place) = schema.get(PLACE).and_then(Value::as_str).map(str::to_owned) else {
            return;
        };
        let mut bare = schema.clone();
        children_mut(&mut bare)
            .into_iter()
            .for_each(|(_, child)| *child = Value::Null);
        schemas.insert(place, bare.to_string());
    });
    schemas
}

/// Returns the places where the two differ.
pub fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let differs = |(place, text): &(&String, &String)| after.get(*place) != Some(*text);
    before
        .iter()
        .filter(differs)
        .map(|(place, _)| place.clone())
        .collect()
}
