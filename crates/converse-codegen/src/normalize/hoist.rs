//! Guarantees: below a named schema there is no inline object, enum or union; each is a named schema
//! of its own, named after its place. typify never has to invent a name.

use std::collections::BTreeSet;

use crate::api::{About, Described, Kind, Name, Named, Schema, Step};
use crate::problem::Finding;

/// Hoists the schemas at fields, items and map values, and at the operations.
pub fn properties(api: &mut Described) -> Result<(), Finding> {
    hoist_all(api, false);
    Ok(())
}

/// Hoists the members of unions as well; `allOf` is merged by now.
pub fn variants(api: &mut Described) -> Result<(), Finding> {
    hoist_all(api, true);
    Ok(())
}

fn hoist_all(api: &mut Described, members: bool) {
    let named: BTreeSet<Name> = api.schemas.keys().cloned().collect();
    let mut hoisted = Named::new();
    for (place, schema) in api.placed_roots_mut() {
        hoist_below(&place, schema, members, &mut hoisted);
        if !named.contains(&*place) && schema.needs_name() {
            move_out(&place, schema, &mut hoisted);
        }
    }
    api.schemas.extend(hoisted);
}

fn hoist_below(place: &str, schema: &mut Schema, members: bool, hoisted: &mut Named<Schema>) {
    for (step, child) in schema.children_mut() {
        // The content of a part becomes part of the schema itself.
        if step == Step::Part {
            hoist_below(place, child, members, hoisted);
            continue;
        }
        let at = format!("{place}/{step}");
        hoist_below(&at, child, members, hoisted);
        let is_member = matches!(step, Step::Member(..));
        if child.needs_name() && (members || !is_member) {
            move_out(&at, child, hoisted);
        }
    }
}

/// Leaves a reference behind; what is said about the field stays with it.
fn move_out(place: &str, schema: &mut Schema, hoisted: &mut Named<Schema>) {
    let nullable = schema.nullable;
    let about = About {
        limits: None,
        rules: Vec::new(),
        values: Vec::new(),
        error_code: None,
        lists_error_codes: false,
        ..schema.about.clone()
    };
    let mut moved = std::mem::take(schema);
    moved.nullable = None;
    // Another place may come to have the type, and these are of this one.
    moved.about.default = None;
    moved.about.deprecated = false;
    let mut name = place.to_owned();
    while hoisted.get(&*name).is_some_and(|other| *other != moved) {
        name.push('\'');
    }
    let name = Name::from(name);
    *schema = Schema {
        about,
        nullable,
        kind: Kind::Reference(name.clone()),
        ..Schema::default()
    };
    hoisted.insert(name, moved);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::api::as_json::json_of;
    use crate::normalize::test_support::{api_of, run_pass};

    #[test]
    fn an_inline_enum_becomes_a_schema_named_by_its_place() {
        let mut api = api_of(json!({ "A": { "type": "object", "properties": {
            "b": { "type": "string", "enum": ["x"], "nullable": true, "description": "d" } } } }));
        run_pass(properties, &mut api);
        let site = &json_of(&api.schemas["A"])["properties"]["b"];
        assert_eq!(site["$ref"], "#/components/schemas/A~1b");
        assert_eq!(
            (&site["nullable"], &site["description"]),
            (&json!(true), &json!("d"))
        );
        assert_eq!(json_of(&api.schemas["A/b"])["enum"], json!(["x"]));
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
