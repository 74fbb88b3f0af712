//! Inheritance by discriminator: which named schemas inherit from which, and the tag value of each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use converse_codegen::internals::pointer::{schema_reference, unescape};

/// The heirs of each named schema with a discriminator, all by reference.
#[derive(Debug, Default)]
pub struct Children {
    heirs: BTreeMap<String, Vec<String>>,
}

impl Children {
    pub fn of(document: &Value) -> Self {
        let schemas = document.pointer("/components/schemas");
        let schemas = schemas.and_then(Value::as_object);
        let mut above: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, schema) in schemas.into_iter().flatten() {
            let all_of = schema.get("allOf").and_then(Value::as_array);
            let parents = all_of.into_iter().flatten();
            let parents = parents.filter_map(|it| Some(it.get("$ref")?.as_str()?.to_owned()));
            above.insert(schema_reference(name), parents.collect());
        }
        let mut heirs = BTreeMap::new();
        for (name, schema) in schemas.into_iter().flatten() {
            let own = schema_reference(name);
            let Some(discriminator) = schema.get("discriminator") else {
                continue;
            };
            let mapping = discriminator.get("mapping").and_then(Value::as_object);
            let mapped = |heir: &str| {
                mapping.is_none_or(|all| all.values().any(|target| refers(target, heir)))
            };
            let below = above
                .keys()
                .filter(|heir| **heir != own && inherits(&above, heir, &own) && mapped(heir));
            heirs.insert(own.clone(), below.cloned().collect());
        }
        Self { heirs }
    }

    /// Returns the heirs of a schema.
    pub fn heirs(&self, reference: &str) -> &[String] {
        self.heirs.get(reference).map_or(&[], Vec::as_slice)
    }
}

/// Returns whether a target of a mapping is the schema: by reference or by its bare name.
pub fn refers(target: &Value, reference: &str) -> bool {
    target
        .as_str()
        .is_some_and(|target| target == reference || schema_reference(target) == reference)
}

/// Returns the field of a discriminator, and its mapping.
pub fn tag_of(discriminator: &Value) -> Option<(&str, Option<&Map<String, Value>>)> {
    let field = discriminator.as_str();
    let field = field.or_else(|| discriminator.get("propertyName")?.as_str())?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    Some((field, mapping))
}

/// Returns the tag values of a schema; its name, if none is mapped to it.
pub fn texts_of(mapping: Option<&Map<String, Value>>, reference: &str) -> Vec<String> {
    let name = unescape(reference.rsplit('/').next().unwrap_or_default());
    let mapped = mapping
        .into_iter()
        .flatten()
        .filter(|(_, target)| refers(target, reference));
    let mapped: Vec<String> = mapped.map(|(text, _)| text.clone()).collect();
    if mapped.is_empty() {
        vec![name]
    } else {
        mapped
    }
}

fn inherits(above: &BTreeMap<String, Vec<String>>, heir: &str, parent: &str) -> bool {
    let mut open = vec![heir];
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        if !seen.insert(next) {
            continue;
        }
        let parents = above.get(next).map_or(&[][..], Vec::as_slice);
        if parents.iter().any(|it| it == parent) {
            return true;
        }
        open.extend(parents.iter().map(String::as_str));
    }
    false
}
