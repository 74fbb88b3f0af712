//! Guarantees: `null` is never a variant, unions have at least two members or a discriminator, and a union that takes any
//! JSON is not a union.

use serde_json::Value;

use crate::api::{About, Described, Kind, OneOf, Schema};
use crate::problem::Finding;

/// Runs the pass.
pub fn run(api: &mut Described) -> Result<(), Finding> {
    for schema in api.roots_mut() {
        below(schema, false);
    }
    Ok(())
}

/// Rewrites the unions in a schema, the inner ones first. `is_part` says whether the schema is a part of another, where
/// a union may say which fields must be present.
fn below(schema: &mut Schema, is_part: bool) {
    let has_parts = matches!(schema.kind, Kind::AllOf(_));
    for (_, child) in schema.children_mut() {
        below(child, has_parts);
    }
    let Kind::OneOf(union) = &mut schema.kind else {
        return;
    };
    // What a member allows, the union allows.
    let is_nullable = union.members.iter().any(|it| it.nullable == Some(true));
    if drop_null_members(union) || is_nullable {
        schema.nullable = Some(true);
    }
    drop_equal_members(union);
    let is_condition = is_part && union.members.iter().all(requires_fields);
    if is_open(union) && !is_condition {
        schema.kind = Kind::default();
        return;
    }
    schema.kind = match std::mem::take(&mut union.members) {
        none if none.is_empty() => Kind::default(),
        // A discriminator says that there may be others, of which a later document knows more.
        one if one.len() == 1 && union.discriminator.is_none() => Kind::AllOf(one),
        members => {
            union.members = members;
            return;
        }
    };
}

/// Returns whether `null` was one of the members.
fn drop_null_members(union: &mut OneOf<Schema>) -> bool {
    let before = union.members.len();
    union.members.retain(|member| member.kind != Kind::Null);
    union.members.len() < before
}

/// Removes a member that equals an earlier one but for the values that it lists: they are those of one type.
fn drop_equal_members(union: &mut OneOf<Schema>) {
    let bare = |member: &Schema| Schema {
        about: About {
            place: None,
            description: None,
            default: None,
            ..member.about.clone()
        },
        listed: Vec::new(),
        ..member.clone()
    };
    let mut known: Vec<Schema> = Vec::new();
    let mut kept: Vec<Schema> = Vec::new();
    for member in std::mem::take(&mut union.members) {
        let found = bare(&member);
        match known.iter().position(|other| *other == found) {
            None => {
                known.push(found);
                kept.push(member);
            }
            Some(earlier) => list_all(&mut kept[earlier].listed, member.listed),
        }
    }
    union.members = kept;
}

/// Adds the values of another member. One that lists none allows all.
fn list_all(listed: &mut Vec<Value>, others: Vec<Value>) {
    if others.is_empty() {
        listed.clear();
    } else if !listed.is_empty() {
        let others = others.into_iter().filter(|value| !listed.contains(value));
        let others: Vec<Value> = others.collect();
        listed.extend(others);
    }
}

/// Returns whether a member says that fields must be present.
fn requires_fields(member: &Schema) -> bool {
    matches!(&member.kind, Kind::Object(object) if !object.required.is_empty())
}

/// Returns whether a union of a free object or list and plain scalars says as little as any JSON.
fn is_open(union: &OneOf<Schema>) -> bool {
    let scalar = |member: &Schema| {
        matches!(
            member.kind,
            Kind::String(_) | Kind::Integer(_) | Kind::Number | Kind::Boolean
        )
    };
    let mut members = union.members.iter();
    members.clone().any(Schema::is_free) && members.all(|it| scalar(it) || it.is_free())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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
    fn a_union_allows_the_null_of_a_member() {
        let member = json!({ "type": "object", "additionalProperties": { "type": "string" } });
        let schema = json!({ "anyOf": [member, { "nullable": true }] });
        assert_eq!(after(schema)["nullable"], true);
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
        let fields = json!({ "type": "object", "properties": { "a": {}, "b": {} } });
        let need = |name: &str| json!({ "type": "object", "required": [name] });
        let needs = json!({ "anyOf": [need("a"), need("b")] });
        let mut beside = fields.clone();
        beside["anyOf"] = needs["anyOf"].clone();
        let both = json!({ "allOf": [fields, needs] });
        assert_eq!(after(beside), both);
        assert_eq!(after(both.clone()), both);
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
