//! Guarantees: a union of which several members may be true of one value has a member with the fields of all, unless they
//! contradict each other or one has the fields of all anyway. No value loses a field because another member has it.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Described, Kind, Name, Named, Object, OneOf, Schema};
use crate::problem::Finding;

/// Suffix of the name of the fields of all members.
const ALL: &str = "/all()";

/// How many members with fields are combined. A union of more is a list of alternatives.
const MEMBERS: usize = 16;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    let targets = targets(api);
    let mut combined: Vec<(Name, Schema)> = Vec::new();
    for (place, schema) in api.placed_roots_mut() {
        let about = schema.about.clone();
        if let Kind::OneOf(union) = &mut schema.kind
            && let Some(object) = combination(union, &targets)
        {
            let name = Name::from(format!("{place}{ALL}"));
            union
                .members
                .push(Schema::of(Kind::Reference(name.clone())));
            let kind = Kind::Object(object);
            combined.push((
                name,
                Schema {
                    about,
                    kind,
                    ..Schema::default()
                },
            ));
        }
    }
    api.schemas.extend(combined);
    Ok(())
}

/// Returns the named schemas that members of unions, and the fields of these, refer to.
fn targets(api: &Described) -> Named<Schema> {
    let mut names: BTreeSet<Name> = BTreeSet::new();
    for schema in api.roots() {
        if let Kind::OneOf(union) = &schema.kind
            && may_overlap(union)
        {
            names.extend(union.members.iter().filter_map(Schema::reference).cloned());
        }
    }
    let objects = names
        .iter()
        .filter_map(|name| api.schemas.get(name)?.object());
    let fields = objects.flat_map(|object| object.fields.values());
    let fields: Vec<Name> = fields.filter_map(Schema::reference).cloned().collect();
    names.extend(fields);
    let known = names.into_iter();
    known
        .filter_map(|name| Some((name.clone(), api.schemas.get(&name)?.clone())))
        .collect()
}

/// Returns whether the document allows that several members are true of a value (JSON Schema 2020-12 Core, 10.2.1.2).
fn may_overlap(union: &OneOf<Schema>) -> bool {
    union.keyword == "anyOf" && union.discriminator.is_none() && union.members.len() <= MEMBERS
}

/// Returns the object with the fields of all members that have fields.
fn combination(union: &OneOf<Schema>, targets: &Named<Schema>) -> Option<Object<Schema>> {
    if !may_overlap(union) {
        return None;
    }
    let members = union.members.iter().map(|member| match member.reference() {
        Some(name) => targets.get(name),
        None => Some(member),
    });
    let objects: Vec<&Object<Schema>> = members.flatten().filter_map(Schema::object).collect();
    let mut all = Object {
        combines: true,
        ..Object::default()
    };
    let mut required: BTreeMap<&Name, usize> = BTreeMap::new();
    for object in &objects {
        for (name, field) in &object.fields {
            match all.fields.get_mut(name) {
                None => {
                    all.fields.insert(name.clone(), field.clone());
                }
                Some(known) => agree(known, field, targets)?,
            }
        }
        for name in object.required.iter().collect::<BTreeSet<_>>() {
            *required.entry(name).or_default() += 1;
        }
        match &object.extra {
            Some(extra) if !extra.is_free() => return None,
            extra => all.extra = all.extra.take().or_else(|| extra.clone()),
        }
    }
    required.retain(|_, count| *count == objects.len());
    all.required = required.into_keys().cloned().collect();
    let holds_all = |object: &&Object<Schema>| {
        let demands = object.required.iter();
        object.fields.len() == all.fields.len()
            && demands.clone().all(|name| all.required.contains(name))
    };
    (objects.len() > 1 && !objects.iter().any(holds_all)).then_some(all)
}

/// Makes a field what two members say about it. None if they contradict each other.
fn agree(known: &mut Schema, other: &Schema, targets: &Named<Schema>) -> Option<()> {
    let kind = |schema: &Schema| match schema.reference().and_then(|name| targets.get(name)) {
        // Each place has an enum of its own.
        Some(target) if matches!(target.kind, Kind::Enum(_)) => target.kind.clone(),
        _ => schema.kind.clone(),
    };
    if kind(known) != kind(other) || known.listed != other.listed {
        return None;
    }
    if other.nullable == Some(true) {
        known.nullable = Some(true);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::api::as_json::json_of;
    use crate::normalize::test_support::{api_of, run_pass};

    /// Returns the fields of all members of a union of these.
    fn all(keyword: &str, members: Value) -> Option<Value> {
        let mut union = json!({});
        union[keyword] = members;
        let mut api = api_of(json!({ "U": union }));
        run_pass(run, &mut api);
        api.schemas.get("U/all()").map(json_of)
    }

    fn object(fields: Value, required: &[&str]) -> Value {
        json!({ "type": "object", "properties": fields, "required": required })
    }

    #[test]
    fn members_that_may_hold_one_value_are_combined() {
        let text = || json!({ "type": "string" });
        let one = object(json!({ "id": text(), "a": text() }), &["id", "a"]);
        let other = object(json!({ "id": text(), "b": text() }), &["id"]);
        let found = all("anyOf", json!([one, other, { "type": "string" }])).unwrap();
        assert_eq!(found["required"], json!(["id"]));
        let fields = found["properties"].as_object().unwrap();
        assert!(fields.keys().eq(["id", "a", "b"]));
        assert_eq!(all("oneOf", json!([one, other])), None);
    }

    #[test]
    fn members_that_contradict_each_other_or_need_no_other_are_not() {
        let field = |schema: Value, name: &str| {
            let mut fields = json!({ "kind": schema });
            fields[name] = json!({ "type": "string" });
            object(fields, &[])
        };
        for (one, other) in [
            (json!({ "type": "string" }), json!({ "type": "integer" })),
            (json!({ "const": 1 }), json!({ "const": 2 })),
        ] {
            assert_eq!(
                all("anyOf", json!([field(one, "a"), field(other, "b")])),
                None
            );
        }
        let small = object(json!({ "a": {} }), &["a"]);
        let large = object(json!({ "a": {}, "b": {} }), &["a"]);
        assert_eq!(all("anyOf", json!([small, large])), None);
        assert_eq!(all("anyOf", json!([large, { "type": "string" }])), None);
    }
}
