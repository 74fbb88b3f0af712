//! Guarantees: an object that others inherit from, and that has a field to distinguish them,
//! is a union of them; they inherit from its fields.

use std::collections::BTreeMap;

use crate::api::{Described, Discriminator, Kind, Name, OneOf, Schema};
use crate::problem::Finding;

/// Suffix of the name of a parent's own fields.
const FIELDS: &str = "/fields()";

/// Returns whether a name is that of a parent's own fields.
pub fn is_fields(name: &str) -> bool {
    name.ends_with(FIELDS)
}

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    let below = direct_heirs(api);
    let parents: Vec<(Name, Vec<(Name, Name)>)> = api
        .schemas
        .iter()
        .filter_map(|(name, schema)| {
            let declared = schema.discriminator.as_ref()?;
            Some((name.clone(), heirs(api, &below, name, declared)))
        })
        .collect();
    let mut fields: BTreeMap<Name, Name> = BTreeMap::new();
    for (name, heirs) in parents {
        if !heirs.is_empty() {
            let own = make_union(api, &name, heirs);
            fields.insert(name, own);
        }
    }
    for schema in api.schemas.values_mut() {
        inherit_from(schema, &fields);
    }
    api.visit_mut(|schema| schema.discriminator = None);
    Ok(())
}

/// Returns the tag value and the name of each schema that inherits from `parent`.
fn heirs(
    api: &Described,
    below: &Heirs,
    parent: &Name,
    declared: &Discriminator,
) -> Vec<(Name, Name)> {
    let mut heirs = Vec::new();
    for name in descendants(api, below, parent) {
        match &declared.mapping {
            Some(mapping) => {
                let mapped = mapping.iter().filter(|(_, target)| target == name);
                heirs.extend(mapped.map(|(text, _)| (text.clone(), name.clone())));
            }
            None => heirs.push((name.clone(), name.clone())),
        }
    }
    heirs
}

/// The schemas of which a schema is a part, by the name of that schema.
type Heirs = BTreeMap<Name, Vec<Name>>;

fn direct_heirs(api: &Described) -> Heirs {
    let mut below = Heirs::new();
    for (name, schema) in &api.schemas {
        let Kind::AllOf(parts) = &schema.kind else {
            continue;
        };
        for above in parts.iter().filter_map(Schema::reference) {
            below.entry(above.clone()).or_default().push(name.clone());
        }
    }
    below
}

/// Returns the schemas whose parts lead to `parent`, also indirectly, in the order of the document.
fn descendants<'a>(api: &'a Described, below: &Heirs, parent: &Name) -> Vec<&'a Name> {
    // By their index, which is their order.
    let mut found: BTreeMap<usize, &Name> = BTreeMap::new();
    let mut open = vec![parent];
    while let Some(above) = open.pop() {
        for heir in below.get(above).into_iter().flatten() {
            if let Some((index, name, _)) = api.schemas.get_full(heir)
                && found.insert(index, name).is_none()
            {
                open.push(name);
            }
        }
    }
    found.into_values().filter(|name| *name != parent).collect()
}

/// Makes a schema the union of its heirs. Returns the name of its own fields.
fn make_union(api: &mut Described, name: &Name, heirs: Vec<(Name, Name)>) -> Name {
    let fields = Name::from(format!("{name}{FIELDS}"));
    let Some(parent) = api.schemas.get_mut(name) else {
        return fields;
    };
    let members = heirs.iter();
    let members = members.map(|(_, heir)| Schema::of(Kind::Reference(heir.clone())));
    let mut members: Vec<Schema> = members.collect();
    // The values of one heir follow each other.
    members.dedup();
    let discriminator = parent.discriminator.take().map(|declared| Discriminator {
        mapping: Some(heirs),
        ..declared
    });
    let own = Schema {
        about: parent.about.clone(),
        kind: std::mem::take(&mut parent.kind),
        ..Schema::default()
    };
    parent.about.error_code = None;
    parent.kind = Kind::OneOf(OneOf {
        keyword: "oneOf",
        members,
        discriminator,
    });
    api.schemas.insert(fields.clone(), own);
    fields
}

/// Points the parts of a schema to the fields of a parent, which have names, in place of the union.
fn inherit_from(schema: &mut Schema, fields: &BTreeMap<Name, Name>) {
    let Kind::AllOf(parts) = &mut schema.kind else {
        return;
    };
    for part in parts {
        match &mut part.kind {
            Kind::Reference(target) => {
                if let Some(fields) = fields.get(target) {
                    *target = fields.clone();
                }
            }
            _ => inherit_from(part, fields),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::as_json::json_of;
    use crate::document::pointer;
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
            json_of(&api.schemas["Pet"])["oneOf"],
            json!([{ "$ref": "#/components/schemas/Dog" }])
        );
        assert_eq!(
            json_of(&api.schemas["Dog"])["allOf"][0]["$ref"],
            "#/components/schemas/Pet~1fields()"
        );
        assert!(
            json_of(&api.schemas["Pet/fields()"])["properties"]
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
        assert_eq!(
            json_of(&api.schemas["A0"])["oneOf"]
                .as_array()
                .unwrap()
                .len(),
            60
        );
    }

    #[test]
    fn a_discriminator_that_nobody_inherits_says_nothing() {
        let mut api =
            api_of(json!({ "A": { "type": "object", "discriminator": { "propertyName": "k" } } }));
        run_pass(run, &mut api);
        assert_eq!(json_of(&api.schemas["A"]), json!({ "type": "object" }));
    }
}
