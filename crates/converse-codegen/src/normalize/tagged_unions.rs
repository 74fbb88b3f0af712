//! Guarantees: a union whose members a field distinguishes declares it as its discriminator, with the
//! value for each member. The tag of a payload that only such unions hold is not a field of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Context, Kind, kind};
use crate::api::{Api, children_mut};
use crate::document::pointer;
use crate::problem::Result;

use super::unions::{enum_values, flat_members, required, struct_member};

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let unions: Vec<(String, Tags)> = api
        .schemas
        .iter()
        .filter(|(_, schema)| kind(schema) == Kind::Union)
        .filter_map(|(name, schema)| {
            let tags = declared_tags(api, schema).or_else(|| common_tag(api, schema))?;
            Some((name.clone(), tags))
        })
        .collect();
    for schema in api.schemas.values_mut() {
        if let Some(object) = schema.as_object_mut() {
            object.shift_remove("discriminator");
        }
    }
    for (name, tags) in &unions {
        let mapping: Map<String, Value> = tags
            .payloads
            .iter()
            .map(|(text, payload)| (text.clone(), json!(pointer::schema_reference(payload))))
            .collect();
        api.schemas[name]["discriminator"] =
            json!({ "propertyName": tags.field, "mapping": mapping });
    }
    drop_tags(api, &unions);
    Ok(())
}

/// The field that distinguishes the members, with the value and payload of each.
struct Tags {
    field: String,
    payloads: Vec<(String, String)>,
}

/// Returns the values and payloads of a `discriminator`; `None` if a member is not an object.
fn declared_tags(api: &Api, schema: &Value) -> Option<Tags> {
    let tag = schema
        .pointer("/discriminator/propertyName")?
        .as_str()?
        .to_owned();
    let mapping = schema
        .pointer("/discriminator/mapping")
        .and_then(Value::as_object);
    let mut payloads = Vec::new();
    for member in flat_members(api, schema) {
        let (payload, target) = struct_member(api, member)?;
        let mapped: Vec<String> = mapping
            .into_iter()
            .flatten()
            // A mapping may name the schema alone.
            .filter(|(_, target)| {
                **target == pointer::schema_reference(&payload) || **target == payload
            })
            .map(|(text, _)| text.clone())
            .collect();
        let texts = match mapped.as_slice() {
            [] => single_value(api, target, &tag)
                .map_or_else(|| vec![payload.clone()], |text| vec![text]),
            _ => mapped,
        };
        payloads.extend(texts.into_iter().map(|text| (text, payload.clone())));
    }
    Some(Tags {
        field: tag,
        payloads,
    })
}

/// Finds an undeclared tag: a field that every member requires with one value of its own.
fn common_tag(api: &Api, schema: &Value) -> Option<Tags> {
    let targets: Option<Vec<(String, &Value)>> = flat_members(api, schema)
        .into_iter()
        .map(|member| struct_member(api, member))
        .collect();
    let targets = targets?;
    let (_, first) = targets.first()?;
    let fields = first.get("properties")?.as_object()?;
    fields.keys().find_map(|field| {
        let mut payloads: Vec<(String, String)> = Vec::new();
        for (payload, target) in &targets {
            let text = required(target)
                .contains(field)
                .then(|| single_value(api, target, field))??;
            if payloads.iter().any(|(known, _)| *known == text) {
                return None;
            }
            payloads.push((text, payload.clone()));
        }
        Some(Tags {
            field: field.clone(),
            payloads,
        })
    })
}

/// Removes the tag from payloads that only tagged unions hold, with one value.
fn drop_tags(api: &mut Api, unions: &[(String, Tags)]) {
    let mut held: BTreeMap<&String, Vec<(&String, &String)>> = BTreeMap::new();
    for (_, tags) in unions {
        for (text, payload) in &tags.payloads {
            held.entry(payload).or_default().push((&tags.field, text));
        }
    }
    let uses = reference_counts(api);
    for (payload, tags) in held {
        let alike = tags.windows(2).all(|pair| pair[0] == pair[1]);
        let only_there = uses.get(payload) == Some(&tags.len());
        if alike
            && only_there
            && let Some((tag, _)) = tags.first()
            && let Some(schema) = api.schemas.get_mut(payload)
        {
            drop_field(schema, tag);
        }
    }
    drop_unused_enums(api, &uses);
}

fn drop_field(schema: &mut Value, field: &str) {
    if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        fields.shift_remove(field);
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != field);
    }
    // It is still an object with fields, even if the tag was the only one.
    if let Some(object) = schema.as_object_mut() {
        object.insert("x-struct".to_owned(), Value::Bool(true));
    }
}

/// Removes an enum that was only the type of tags.
fn drop_unused_enums(api: &mut Api, before: &BTreeMap<String, usize>) {
    let used: BTreeSet<String> = reference_counts(api).into_keys().collect();
    api.schemas.retain(|name, schema| {
        kind(schema) != Kind::StringEnum || used.contains(name) || !before.contains_key(name)
    });
}

fn reference_counts(api: &mut Api) -> BTreeMap<String, usize> {
    fn count(schema: &mut Value, counts: &mut BTreeMap<String, usize>) {
        if let Some(name) = pointer::schema_name(schema) {
            *counts.entry(name).or_insert(0) += 1;
        }
        children_mut(schema)
            .into_iter()
            .for_each(|(_, child)| count(child, counts));
    }
    let mut counts = BTreeMap::new();
    api.roots_mut()
        .into_iter()
        .for_each(|(_, schema)| count(schema, &mut counts));
    counts
}

fn single_value(api: &Api, schema: &Value, field: &str) -> Option<String> {
    let field = schema.get("properties")?.get(field)?;
    match enum_values(api, field)?.as_slice() {
        [text] => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::{api_of, run_pass};

    fn variant(tag: &str) -> Value {
        json!({ "type": "object", "required": ["type"], "properties": {
            "type": { "type": "string", "enum": [tag] }, tag: { "type": "string" } } })
    }

    fn reference(name: &str) -> Value {
        json!({ "$ref": pointer::schema_reference(name) })
    }

    #[test]
    fn a_tag_that_is_not_declared_is_found() {
        let union = json!({ "oneOf": [reference("A"), reference("B")] });
        let mut api = api_of(json!({ "U": union, "A": variant("a"), "B": variant("b") }));
        run_pass(run, &mut api);
        assert_eq!(api.schemas["U"]["discriminator"]["propertyName"], "type");
        assert_eq!(
            api.schemas["U"]["discriminator"]["mapping"]["b"],
            "#/components/schemas/B"
        );
        assert!(api.schemas["A"]["properties"].get("type").is_none());
    }

    #[test]
    fn a_payload_that_stands_elsewhere_keeps_its_tag() {
        let union = json!({ "oneOf": [reference("A"), reference("B")] });
        let other = json!({ "type": "object", "properties": { "a": reference("A") } });
        let mut api =
            api_of(json!({ "U": union, "O": other, "A": variant("a"), "B": variant("b") }));
        run_pass(run, &mut api);
        assert!(api.schemas["A"]["properties"].get("type").is_some());
        assert!(api.schemas["B"]["properties"].get("type").is_none());
    }
}
