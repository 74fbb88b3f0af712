//! Guarantees: no object contains itself through required fields alone. Such an object has no end, so no value of it
//! exists: one field on the way is optional instead.

use std::collections::BTreeMap;

use crate::api::{Api, Definition, Name, Object, Site};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    for (name, field) in endless(api) {
        let Some(definition) = api.schemas.get_mut(&name) else {
            continue;
        };
        let place = definition.about.place.clone().unwrap_or_default();
        if let Some(object) = definition.object_mut() {
            object.required.retain(|required| *required != field);
        }
        api.warnings.push(Finding::at(
            &*place,
            format!("the object contains itself through its required field `{field}`, without an end; the field is optional"),
            "make a field on the way optional in the overlay",
        ));
    }
    Ok(())
}

/// How far an object has been followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is on the way that led here.
    Open,
    Done,
}

/// Returns the fields that lead back to an object on the way to them, each with the object that has it.
fn endless(api: &Api) -> Vec<(Name, Name)> {
    let mut found = Vec::new();
    let mut states: BTreeMap<&Name, State> = BTreeMap::new();
    for root in api.schemas.keys() {
        if states.contains_key(root) {
            continue;
        }
        states.insert(root, State::Open);
        let mut way = vec![(root, required_objects(api, root))];
        while let Some((name, left)) = way.last_mut() {
            let Some((field, next)) = left.pop() else {
                states.insert(name, State::Done);
                way.pop();
                continue;
            };
            match states.get(next) {
                Some(State::Open) => found.push(((*name).clone(), field.clone())),
                Some(State::Done) => {}
                None => {
                    states.insert(next, State::Open);
                    way.push((next, required_objects(api, next)));
                }
            }
        }
    }
    found
}

/// Returns the fields that are always present and hold an object, with its name, the last field first.
fn required_objects<'a>(api: &'a Api, name: &Name) -> Vec<(&'a Name, &'a Name)> {
    let object = api.schemas.get(name).and_then(Definition::object);
    let fields = object
        .into_iter()
        .flat_map(|it| it.fields.iter().rev().map(move |field| (it, field)));
    let held = |(object, (field, site)): (&'a Object<Site>, (&'a Name, &'a Site))| {
        let (target, definition) = api.referred(site)?;
        let is_endless = object.requires(field) && !site.nullable && definition.object().is_some();
        is_endless.then_some((field, target))
    };
    fields.filter_map(held).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::normalize::test_support::{run_pass, sites_of};

    fn object(required: Value, fields: Value) -> Value {
        json!({ "type": "object", "required": required, "properties": fields })
    }

    fn to(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    #[test]
    fn one_required_field_on_the_way_is_optional() {
        let mut api = sites_of(json!({
            "A": object(json!(["b", "c"]), json!({ "b": to("B"), "c": to("C") })),
            "B": object(json!(["a"]), json!({ "a": to("A") })),
            "C": object(json!(["c"]), json!({ "c": to("C") })),
        }));
        run_pass(run, &mut api);
        let required = |name: &str| api.schemas[name].object().unwrap().required.len();
        assert_eq!(["A", "B", "C"].map(required), [2, 0, 0]);
        let rules: Vec<&str> = api.warnings.iter().map(|it| it.rule.as_str()).collect();
        assert!(rules[0].contains("required field `a`"), "{rules:?}");
        assert!(rules[1].contains("required field `c`"), "{rules:?}");
    }

    #[test]
    fn what_may_end_stays() {
        let nullable = json!({ "nullable": true, "allOf": [to("A")] });
        let list = json!({ "type": "array", "items": to("A") });
        let union = json!({ "oneOf": [to("A"), { "type": "string" }] });
        let mut api = sites_of(json!({
            "A": object(json!(["n", "l", "u", "b"]), json!({ "n": nullable, "l": list, "u": union, "b": to("B") })),
            "B": object(json!([]), json!({ "a": to("A") })),
        }));
        run_pass(run, &mut api);
        assert_eq!(api.schemas["A"].object().unwrap().required.len(), 4);
        assert!(api.warnings.is_empty());
    }
}
