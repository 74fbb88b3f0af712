//! Guarantees: below a named schema there is no inline object, enum or union; each is a named schema
//! of its own, named after its place. typify never has to invent a name.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Context;
use super::kind::needs_name;
use crate::api::{Api, PLACE, Schemas, Step, children_mut};
use crate::document::pointer;
use crate::problem::Result;

/// Hoists the schemas at fields, items and map values, and at the operations.
pub fn properties(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    hoist_all(api, false);
    Ok(())
}

/// Hoists the members of unions as well; `allOf` is merged by now.
pub fn variants(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    hoist_all(api, true);
    Ok(())
}

fn hoist_all(api: &mut Api, members: bool) {
    let named: BTreeSet<String> = api.schemas.keys().cloned().collect();
    let mut hoisted = Schemas::new();
    for (place, schema) in api.roots_mut() {
        hoist_below(&place, schema, members, &mut hoisted);
        if !named.contains(&place) && needs_name(schema) {
            move_out(&place, schema, &mut hoisted);
        }
    }
    api.schemas.extend(hoisted);
}

fn hoist_below(place: &str, schema: &mut Value, members: bool, hoisted: &mut Schemas) {
    for (step, child) in children_mut(schema) {
        let all_of = matches!(step, Step::Member("allOf", _));
        let member = matches!(step, Step::Member("oneOf" | "anyOf", _));
        // The content of `allOf` becomes part of the schema itself.
        let at = if all_of {
            place.to_owned()
        } else {
            format!("{place}/{step}")
        };
        hoist_below(&at, child, members, hoisted);
        if needs_name(child) && !all_of && (members || !member) {
            move_out(&at, child, hoisted);
        }
    }
}

/// Leaves a reference behind; nullability and the description of the field stay with it.
fn move_out(place: &str, schema: &mut Value, hoisted: &mut Schemas) {
    let mut name = place.to_owned();
    while hoisted.get(&name).is_some_and(|other| other != schema) {
        name.push('\'');
    }
    let mut site = json!({ "$ref": pointer::schema_reference(&name) });
    for key in ["description", "nullable", "readOnly", "writeOnly", PLACE] {
        if let Some(value) = schema.get(key) {
            site[key] = value.clone();
        }
    }
    let mut moved = std::mem::replace(schema, site);
    if let Some(object) = moved.as_object_mut() {
        object.shift_remove("nullable");
    }
    hoisted.insert(name, moved);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::{api_of, run_pass};

    #[test]
    fn an_inline_enum_becomes_a_schema_named_by_its_place() {
        let mut api = api_of(json!({ "A": { "type": "object", "properties": {
            "b": { "type": "string", "enum": ["x"], "nullable": true, "description": "d" } } } }));
        run_pass(properties, &mut api);
        let site = &api.schemas["A"]["properties"]["b"];
        assert_eq!(site["$ref"], "#/components/schemas/A~1b");
        assert_eq!(
            (&site["nullable"], &site["description"]),
            (&json!(true), &json!("d"))
        );
        assert_eq!(api.schemas["A/b"]["enum"], json!(["x"]));
    }

    #[test]
    fn nested_objects_are_all_hoisted() {
        let object = |inner: Value| json!({ "type": "object", "properties": { "n": inner } });
        let list = json!({ "type": "array", "items": object(json!({ "type": "string" })) });
        let mut api = api_of(json!({ "A": object(list) }));
        run_pass(properties, &mut api);
        assert!(api.schemas.contains_key("A/n/items"));
    }

    #[test]
    fn members_of_unions_wait_for_the_second_pass() {
        let member = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
        let mut api = api_of(json!({ "A": { "oneOf": [member, { "type": "string" }] } }));
        run_pass(properties, &mut api);
        assert!(!api.schemas.contains_key("A/oneOf/0"));
        run_pass(variants, &mut api);
        assert!(api.schemas.contains_key("A/oneOf/0"));
    }
}
