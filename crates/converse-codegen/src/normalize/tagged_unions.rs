//! Guarantees: a union whose members a field distinguishes declares it as its discriminator, with the
//! value for each member. The tag of a payload that only such unions hold is not a field of it.

use std::collections::{BTreeMap, BTreeSet};

use super::listed_places::is_text;
use super::unions::{enum_values, flat_members, struct_member};
use crate::api::{
    Api, Definition, DefinitionKind, Discriminator, Name, Named, Object, OneOf, Site,
};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let unions: Vec<(Name, Tags)> = api
        .schemas
        .iter()
        .filter_map(|(name, schema)| {
            let union = schema.union()?;
            let tags = declared_tags(api, union).or_else(|| common_tag(api, union))?;
            Some((name.clone(), tags))
        })
        .collect();
    for schema in api.schemas.values_mut() {
        if let DefinitionKind::OneOf(union) = &mut schema.kind {
            union.discriminator = None;
        }
    }
    for (name, tags) in &unions {
        if let Some(DefinitionKind::OneOf(union)) =
            api.schemas.get_mut(name).map(|schema| &mut schema.kind)
        {
            union.discriminator = Some(Discriminator {
                field: tags.field.clone(),
                mapping: Some(tags.payloads.clone()),
            });
        }
    }
    drop_tags(api);
    Ok(())
}

/// The field that distinguishes the members, with the value and payload of each.
struct Tags {
    field: Name,
    payloads: Vec<(Name, Name)>,
}

/// Returns the values and payloads of a declared discriminator; `None` if a member is not an object.
fn declared_tags(api: &Api, union: &OneOf<Site>) -> Option<Tags> {
    let declared = union.discriminator.as_ref()?;
    // Of a value that is listed twice, the later payload counts.
    let mut payloads: Named<Name> = Named::new();
    for member in flat_members(api, union) {
        let (payload, object) = struct_member(api, member)?;
        let mapped = declared.mapping.iter().flatten();
        let mapped = mapped.filter(|(_, target)| target == payload);
        let mut texts: Vec<Name> = mapped.map(|(text, _)| text.clone()).collect();
        if texts.is_empty() {
            let field = object.fields.get(&declared.field);
            let listed = field.map_or(&[][..], |field| &field.listed);
            let own = match listed {
                [] => single_value(api, object, &declared.field),
                listed => {
                    texts.extend(listed.iter().map(|value| Name::from(value.to_string())));
                    texts.pop()
                }
            };
            // A place is not a name that a document could mean.
            let name = Some(payload).filter(|name| !name.contains('/'));
            texts.push(own.or_else(|| name.cloned())?);
        }
        payloads.extend(texts.into_iter().map(|text| (text, payload.clone())));
    }
    Some(Tags {
        field: declared.field.clone(),
        payloads: payloads.into_iter().collect(),
    })
}

/// Finds an undeclared tag: a field that every member requires with one value of its own.
fn common_tag(api: &Api, union: &OneOf<Site>) -> Option<Tags> {
    let members = flat_members(api, union).into_iter();
    let members: Option<Vec<(&Name, &Object<Site>)>> =
        members.map(|member| struct_member(api, member)).collect();
    let members = members?;
    let (_, first) = members.first()?;
    first.fields.keys().find_map(|field| {
        let mut payloads: Vec<(Name, Name)> = Vec::new();
        for (payload, object) in &members {
            if !object.requires(field) {
                return None;
            }
            let text = single_value(api, object, field)?;
            if payloads.iter().any(|(known, _)| *known == text) {
                return None;
            }
            payloads.push((text, (*payload).clone()));
        }
        Some(Tags {
            field: field.clone(),
            payloads,
        })
    })
}

/// Removes the tag from payloads that only tagged unions hold, with one value.
fn drop_tags(api: &mut Api) {
    let mut outside: BTreeSet<&Name> = BTreeSet::new();
    // What each union that holds a payload writes with it.
    let mut held: BTreeMap<&Name, BTreeSet<Option<(&Name, &Name)>>> = BTreeMap::new();
    for definition in api.schemas.values() {
        let Some(union) = definition.union() else {
            let sites = definition.children().into_iter();
            outside.extend(sites.filter_map(|(_, site)| site.innermost_name()));
            continue;
        };
        let declared = union.discriminator.as_ref();
        let tagged = declared.filter(|declared| is_text(api, declared));
        for member in flat_members(api, union) {
            match (member.named(), tagged) {
                (Some(_), Some(_)) => {}
                (Some(payload), None) => {
                    held.entry(payload).or_default().insert(None);
                }
                (None, _) => outside.extend(member.innermost_name()),
            }
        }
        if let Some(declared) = tagged {
            for (text, payload) in declared.mapping.iter().flatten() {
                let tags = held.entry(payload).or_default();
                tags.insert(Some((&declared.field, text)));
            }
        }
    }
    outside.extend(api.sites().filter_map(Site::innermost_name));
    let tagged = held.iter().filter_map(|(payload, tags)| {
        let mut tags = tags.iter();
        match (tags.next(), tags.next()) {
            (Some(Some((tag, _))), None) if !outside.contains(payload) => {
                Some(((*payload).clone(), (*tag).clone()))
            }
            _ => None,
        }
    });
    let tagged: Vec<(Name, Name)> = tagged.collect();
    let uses = reference_counts(api);
    for (payload, tag) in &tagged {
        let object = api.schemas.get_mut(payload);
        if let Some(object) = object.and_then(Definition::object_mut) {
            object.fields.shift_remove(tag);
            object.required.retain(|name| name != tag);
        }
    }
    drop_unused_enums(api, &uses);
}

/// Removes an enum that was only the type of tags.
fn drop_unused_enums(api: &mut Api, before: &BTreeMap<Name, usize>) {
    let used: BTreeSet<Name> = reference_counts(api).into_keys().collect();
    api.schemas.retain(|name, schema| {
        schema.values().is_none() || used.contains(name) || !before.contains_key(name)
    });
}

fn reference_counts(api: &mut Api) -> BTreeMap<Name, usize> {
    let mut counts = BTreeMap::new();
    api.visit_mut(|site| {
        if let Some(name) = site.named() {
            *counts.entry(name.clone()).or_insert(0) += 1;
        }
    });
    counts
}

fn single_value(api: &Api, object: &Object<Site>, field: &str) -> Option<Name> {
    match enum_values(api, object.fields.get(field)?)? {
        [text] => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::api::as_json::definition_json;
    use crate::document::pointer;
    use crate::normalize::test_support::{run_pass, sites_of};

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
        let mut api = sites_of(json!({ "U": union, "A": variant("a"), "B": variant("b") }));
        run_pass(run, &mut api);
        assert_eq!(
            definition_json(&api.schemas["U"])["discriminator"]["propertyName"],
            "type"
        );
        assert_eq!(
            definition_json(&api.schemas["U"])["discriminator"]["mapping"]["b"],
            "B"
        );
        assert!(
            definition_json(&api.schemas["A"])["properties"]
                .get("type")
                .is_none()
        );
    }

    #[test]
    fn a_payload_that_is_used_elsewhere_keeps_its_tag() {
        let union = json!({ "oneOf": [reference("A"), reference("B")] });
        let other = json!({ "type": "object", "properties": { "a": reference("A") } });
        let mut api =
            sites_of(json!({ "U": union, "O": other, "A": variant("a"), "B": variant("b") }));
        run_pass(run, &mut api);
        assert!(
            definition_json(&api.schemas["A"])["properties"]
                .get("type")
                .is_some()
        );
        assert!(
            definition_json(&api.schemas["B"])["properties"]
                .get("type")
                .is_none()
        );
    }

    #[test]
    fn a_member_that_is_a_name_for_another_keeps_its_value() {
        let schemas = |mapping: Value| {
            let mut union = json!({ "oneOf": [reference("Cat"), reference("Dog")],
                "discriminator": { "propertyName": "kind" } });
            if mapping.is_object() {
                union["discriminator"]["mapping"] = mapping;
            }
            let object = json!({ "type": "object", "properties": {
                "kind": { "type": "string" }, "name": { "type": "string" } } });
            json!({ "U": union, "Cat": reference("Base"), "Base": object, "Dog": reference("Base") })
        };
        let mapping = json!({ "cat": "Cat", "dog": "#/components/schemas/Dog" });
        for (mapping, values) in [(mapping, ["cat", "dog"]), (json!(null), ["Cat", "Dog"])] {
            let mut api = sites_of(schemas(mapping));
            run_pass(run, &mut api);
            let mapping = definition_json(&api.schemas["U"])["discriminator"]["mapping"].clone();
            let mapping = mapping.as_object().unwrap();
            assert!(mapping.keys().eq(values), "{mapping:?}");
            assert!(mapping.values().all(|payload| payload == "Base"));
        }
    }
}
