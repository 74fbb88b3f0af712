//! Guarantees: an object that others inherit from, and that has a field to distinguish them,
//! is a union of them; they inherit from its fields.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::Context;
use crate::api::{Api, PLACE, Step, children_mut};
use crate::document::pointer;
use crate::problem::Result;

/// Suffix of the name of a parent's own fields.
pub const FIELDS: &str = "/fields()";

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let below = direct_heirs(api);
    let parents: Vec<(String, Vec<(String, String)>)> = api
        .schemas
        .iter()
        .filter(|(_, schema)| schema.get("discriminator").is_some())
        .filter(|(_, schema)| schema.get("oneOf").is_none() && schema.get("anyOf").is_none())
        .map(|(name, schema)| (name.clone(), heirs(api, &below, name, schema)))
        .collect();
    for (name, heirs) in parents {
        if heirs.is_empty() {
            if let Some(object) = api.schemas.get_mut(&name).and_then(Value::as_object_mut) {
                object.shift_remove("discriminator");
            }
        } else {
            make_union(api, &name, &heirs);
        }
    }
    Ok(())
}

/// Returns the tag value and the name of each schema that inherits from `parent`.
fn heirs(api: &Api, below: &Heirs, parent: &str, schema: &Value) -> Vec<(String, String)> {
    let mapping = schema
        .pointer("/discriminator/mapping")
        .and_then(Value::as_object);
    let mapped = |name: &str| -> Vec<String> {
        let all = mapping.into_iter().flatten();
        all.filter(|(_, target)| {
            let found = pointer::schema_name(&json!({ "$ref": target }));
            found.as_deref().or_else(|| target.as_str()) == Some(name)
        })
        .map(|(text, _)| text.clone())
        .collect()
    };
    let mut heirs = Vec::new();
    for name in descendants(api, below, parent) {
        let texts = mapped(name);
        let implied = texts.is_empty() && mapping.is_none();
        heirs.extend(texts.into_iter().map(|text| (text, name.clone())));
        if implied {
            heirs.push((name.clone(), name.clone()));
        }
    }
    heirs
}

/// The schemas whose `allOf` refers to a schema, by the name of that schema.
type Heirs = BTreeMap<String, Vec<String>>;

fn direct_heirs(api: &Api) -> Heirs {
    let mut below = Heirs::new();
    for (name, schema) in &api.schemas {
        let members = schema.get("allOf").and_then(Value::as_array);
        for above in members
            .into_iter()
            .flatten()
            .filter_map(pointer::schema_name)
        {
            below.entry(above).or_default().push(name.clone());
        }
    }
    below
}

/// Returns the schemas whose `allOf` leads to `parent`, also indirectly, in the order of the document.
fn descendants<'a>(api: &'a Api, below: &Heirs, parent: &str) -> Vec<&'a String> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![parent];
    while let Some(above) = open.pop() {
        let heirs = below.get(above).into_iter().flatten();
        open.extend(heirs.map(String::as_str).filter(|heir| found.insert(heir)));
    }
    let names = api.schemas.keys();
    names
        .filter(|name| *name != parent && found.contains(name.as_str()))
        .collect()
}

fn make_union(api: &mut Api, name: &str, heirs: &[(String, String)]) {
    let fields = format!("{name}{FIELDS}");
    let Some(parent) = api.schemas.get(name).cloned() else {
        return;
    };
    let mut own = parent.clone();
    let mut mapping = Map::new();
    let mut members: Vec<Value> = Vec::new();
    for (text, heir) in heirs {
        let reference = pointer::schema_reference(heir);
        mapping.insert(text.clone(), json!(reference));
        let member = json!({ "$ref": reference });
        if !members.contains(&member) {
            members.push(member);
        }
    }
    let mut union = json!({
        "oneOf": members,
        "discriminator": { "propertyName": parent["discriminator"]["propertyName"], "mapping": mapping },
    });
    for key in ["description", "nullable", PLACE] {
        if let Some(value) = parent.get(key) {
            union[key] = value.clone();
        }
    }
    if let Some(object) = own.as_object_mut() {
        object.shift_remove("discriminator");
        object.shift_remove("nullable");
    }
    api.schemas.insert(name.to_owned(), union);
    api.schemas.insert(fields.clone(), own);
    for schema in api.schemas.values_mut() {
        inherit_from(schema, name, &fields);
    }
}

/// Points `allOf` to the fields in place of the union.
fn inherit_from(schema: &mut Value, name: &str, fields: &str) {
    let members = schema.get_mut("allOf").and_then(Value::as_array_mut);
    for member in members.into_iter().flatten() {
        if pointer::schema_name(member).as_deref() == Some(name) {
            member["$ref"] = json!(pointer::schema_reference(fields));
        }
    }
    for (step, child) in children_mut(schema) {
        if let Step::Member("allOf", _) = step {
            inherit_from(child, name, fields);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::{api_of, run_pass};

    #[test]
    fn a_parent_becomes_the_union_of_its_heirs() {
        let own = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
        let mut api = api_of(json!({
            "Pet": { "type": "object", "properties": { "kind": { "type": "string" } },
                     "discriminator": { "propertyName": "kind", "mapping": { "dog": "#/components/schemas/Dog" } } },
            "Dog": { "allOf": [{ "$ref": "#/components/schemas/Pet" }, own] },
        }));
        run_pass(run, &mut api);
        assert_eq!(
            api.schemas["Pet"]["oneOf"],
            json!([{ "$ref": "#/components/schemas/Dog" }])
        );
        assert_eq!(
            api.schemas["Dog"]["allOf"][0]["$ref"],
            "#/components/schemas/Pet~1fields()"
        );
        assert!(
            api.schemas["Pet/fields()"]["properties"]
                .get("kind")
                .is_some()
        );
    }

    #[test]
    fn heirs_are_found_at_any_depth_and_each_once() {
        let mut schemas = json!({ "A0": { "type": "object", "properties": { "k": { "type": "string" } },
            "discriminator": { "propertyName": "k" } } });
        for level in 1..=60 {
            let above = json!({ "$ref": pointer::schema_reference(&format!("A{}", level - 1)) });
            schemas[format!("A{level}")] = json!({ "allOf": [above, above] });
        }
        let mut api = api_of(schemas);
        run_pass(run, &mut api);
        assert_eq!(api.schemas["A0"]["oneOf"].as_array().unwrap().len(), 60);
    }

    #[test]
    fn a_discriminator_that_nobody_inherits_says_nothing() {
        let mut api =
            api_of(json!({ "A": { "type": "object", "discriminator": { "propertyName": "k" } } }));
        run_pass(run, &mut api);
        assert_eq!(api.schemas["A"], json!({ "type": "object" }));
    }
}
