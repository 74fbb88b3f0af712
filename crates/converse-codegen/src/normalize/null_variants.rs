//! Guarantees: `null` is never a variant or a value, unions have at least two members, and a union
//! that takes any JSON is not a union.

use serde_json::{Value, json};

use super::kind::{is_free, kind};
use super::{Context, Kind};
use crate::api::{Api, PLACE};
use crate::problem::Result;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    api.visit_mut(|schema| {
        drop_null_values(schema);
        for keyword in ["oneOf", "anyOf"] {
            drop_null_members(schema, keyword);
            drop_equal_members(schema, keyword);
            open_free_union(schema, keyword);
            collapse_single_member(schema, keyword);
        }
    });
    Ok(())
}

/// Removes `null` from enums: `enum: [a, null]` is `a` or absent.
fn drop_null_values(schema: &mut Value) {
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else {
        return;
    };
    let before = values.len();
    values.retain(|value| !value.is_null());
    if values.len() < before && !values.is_empty() {
        schema["nullable"] = json!(true);
    } else if values.is_empty() {
        *schema = json!({ "x-null": true });
    }
}

fn drop_null_members(schema: &mut Value, keyword: &str) {
    let Some(members) = schema.get_mut(keyword).and_then(Value::as_array_mut) else {
        return;
    };
    let before = members.len();
    members.retain(|member| member.get("x-null").is_none());
    let nullable = members.len() < before;
    if members.is_empty() {
        schema
            .as_object_mut()
            .map(|object| object.shift_remove(keyword));
    }
    if nullable {
        schema["nullable"] = json!(true);
    }
}

/// Removes a member that equals an earlier one.
fn drop_equal_members(schema: &mut Value, keyword: &str) {
    let Some(members) = schema.get_mut(keyword).and_then(Value::as_array_mut) else {
        return;
    };
    let bare = |member: &Value| {
        let mut member = member.clone();
        if let Some(object) = member.as_object_mut() {
            object.shift_remove(PLACE);
            object.shift_remove("description");
        }
        member
    };
    let mut known: Vec<Value> = Vec::new();
    members.retain(|member| {
        let member = bare(member);
        let new = !known.contains(&member);
        known.push(member);
        new
    });
}

/// Replaces a union of a free object or list and plain scalars by any JSON.
fn open_free_union(schema: &mut Value, keyword: &str) {
    // Beside fields, the members say which of them must be present.
    if schema.get("properties").is_some() || schema.get("allOf").is_some() {
        return;
    }
    let Some(members) = schema.get_mut(keyword).and_then(Value::as_array_mut) else {
        return;
    };
    let scalar = |member: &Value| {
        matches!(
            kind(member),
            Kind::String | Kind::Integer | Kind::Number | Kind::Boolean
        )
    };
    let free = members.iter_mut().any(is_free);
    if free
        && members
            .iter_mut()
            .all(|member| scalar(member) || is_free(member))
    {
        retain_annotations(schema);
    }
}

fn retain_annotations(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        object.retain(|key, _| matches!(key.as_str(), "description" | "nullable" | PLACE));
    }
}

/// Replaces a union of one member by that member.
fn collapse_single_member(schema: &mut Value, keyword: &str) {
    let single = schema
        .get(keyword)
        .and_then(Value::as_array)
        .is_some_and(|all| all.len() == 1);
    let Some(object) = schema.as_object_mut().filter(|_| single) else {
        return;
    };
    let Some(members) = object.shift_remove(keyword) else {
        return;
    };
    match object.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(all_of) => all_of.push(members[0].clone()),
        None => {
            object.insert("allOf".to_owned(), members);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::run_on_schema;

    fn after(schema: Value) -> Value {
        run_on_schema(run, schema)
    }

    #[test]
    fn a_null_variant_is_nullability() {
        let schema =
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }, { "enum": [null] }] });
        let expected =
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "nullable": true });
        assert_eq!(after(schema), expected);
    }

    #[test]
    fn a_null_among_values_is_nullability() {
        let schema = json!({ "type": "string", "enum": ["a", null] });
        assert_eq!(
            after(schema),
            json!({ "type": "string", "enum": ["a"], "nullable": true })
        );
    }

    #[test]
    fn a_union_of_all_json_kinds_is_any_json() {
        let schema = json!({
            "nullable": true,
            "oneOf": [{ "type": "object" }, { "type": "array", "items": {} }, { "type": "string" }],
        });
        assert_eq!(after(schema), json!({ "nullable": true }));
    }

    #[test]
    fn conditions_beside_fields_stay() {
        let schema = json!({ "type": "object", "properties": { "a": {}, "b": {} },
            "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] });
        assert_eq!(after(schema.clone()), schema);
    }

    #[test]
    fn equal_members_are_one() {
        let schema =
            json!({ "anyOf": [{ "type": "number" }, { "type": "number", "description": "d" }] });
        assert_eq!(after(schema), json!({ "allOf": [{ "type": "number" }] }));
    }

    #[test]
    fn a_union_of_one_member_is_that_member() {
        let schema = json!({ "anyOf": [{ "type": "string" }] });
        assert_eq!(after(schema), json!({ "allOf": [{ "type": "string" }] }));
    }
}
