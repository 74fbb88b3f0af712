//! Guarantees: no `allOf` is left. Its members are one schema, spread over the variants of a union
//! where one of them is a union; conditions on presence are kept for `presence_rules`.

use serde_json::{Map, Value, json};

use super::inherited_unions::FIELDS;
use super::{Context, Kind, kind};
use crate::api::{Api, PLACE, Schemas, visit_schema};
use crate::document::pointer;
use crate::problem::Result;

/// Keywords that annotate and do not constrain.
const ANNOTATIONS: [&str; 6] = [
    "description",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    PLACE,
];

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let named = api.schemas.clone();
    for (place, schema) in api.roots_mut() {
        let mut open = vec![place];
        visit_schema(schema, &mut |schema| {
            let merged = merged(schema, &named, &mut open);
            if let Some(merged) = merged {
                *schema = merged;
            }
        });
    }
    // What was there to inherit from has been inherited.
    api.schemas.retain(|name, _| !name.ends_with(FIELDS));
    Ok(())
}

/// `schema` without `allOf`; none if it has none and needs no spreading.
fn merged(schema: &Value, named: &Schemas, open: &mut Vec<String>) -> Option<Value> {
    let object = schema.as_object()?;
    let members = object
        .get("allOf")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let mut own = object.clone();
    own.shift_remove("allOf");
    if let [only] = members.as_slice()
        && pointer::schema_name(only).is_some_and(|name| !name.ends_with(FIELDS))
        && own.keys().all(|key| is_annotation(key))
    {
        let mut site = only.clone();
        site.as_object_mut()?.extend(own);
        return Some(site);
    }
    let spread = kind(schema) == Kind::Union && own.contains_key("properties");
    if members.is_empty() && !spread {
        return None;
    }
    let mut parts: Vec<Value> = members
        .iter()
        .filter_map(|member| resolved(member, named, open))
        .collect();
    parts.push(Value::Object(own));
    Some(combined(parts, named, open))
}

/// A member with its references and its own `allOf` followed; none inside a circle.
fn resolved(member: &Value, named: &Schemas, open: &mut Vec<String>) -> Option<Value> {
    let Some(name) = pointer::schema_name(member) else {
        return Some(merged(member, named, open).unwrap_or_else(|| member.clone()));
    };
    if open.contains(&name) {
        return None;
    }
    let target = named.get(&name)?;
    open.push(name);
    let found = merged(target, named, open).unwrap_or_else(|| target.clone());
    open.pop();
    Some(found)
}

fn combined(parts: Vec<Value>, named: &Schemas, open: &mut Vec<String>) -> Value {
    let mut base = Map::new();
    let mut union: Option<(&'static str, Vec<Value>)> = None;
    for part in parts {
        let Value::Object(mut part) = part else {
            continue;
        };
        for keyword in ["oneOf", "anyOf"] {
            let Some(Value::Array(members)) = part.shift_remove(keyword) else {
                continue;
            };
            let members: Vec<Value> = members
                .iter()
                .filter_map(|member| resolved(member, named, open))
                .collect();
            match presence_only(&members) {
                Some(groups) => add_presence(&mut base, groups),
                None => union = union.or(Some((keyword, members))),
            }
        }
        merge_object(&mut base, part);
    }
    let Some((keyword, members)) = union else {
        return Value::Object(base);
    };
    if !base.contains_key("properties") {
        base.insert(keyword.to_owned(), Value::Array(members));
        return Value::Object(base);
    }
    let outside: Map<String, Value> = base
        .iter()
        .filter(|(key, _)| is_annotation(key))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    base.retain(|key, _| !is_annotation(key));
    let variants = members
        .into_iter()
        .map(|member| combined(vec![Value::Object(base.clone()), member], named, open))
        .collect();
    let mut spread = outside;
    spread.insert(keyword.to_owned(), Value::Array(variants));
    Value::Object(spread)
}

fn merge_object(base: &mut Map<String, Value>, part: Map<String, Value>) {
    for (key, value) in part {
        match (key.as_str(), base.get_mut(&key), value) {
            ("properties", Some(Value::Object(present)), Value::Object(more)) => {
                for (name, schema) in more {
                    let kept = present.get(&name).map(|known| narrower(known, &schema));
                    present.insert(name, kept.unwrap_or(schema));
                }
            }
            ("required" | "x-presence", Some(Value::Array(present)), Value::Array(more)) => {
                for name in more {
                    if !present.contains(&name) {
                        present.push(name);
                    }
                }
            }
            // The whole may be null only if each part may.
            ("nullable", Some(present), value) => {
                *present = json!(present == &json!(true) && value == json!(true));
            }
            ("description", Some(present), value) => *present = value,
            (_, Some(_), _) => {}
            (_, None, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// Of two schemas for one field, the one that says more; the later one if both do.
fn narrower(known: &Value, other: &Value) -> Value {
    let says_nothing = kind(other) == Kind::Any;
    let mut kept = if says_nothing {
        known.clone()
    } else {
        other.clone()
    };
    for key in ["description"] {
        if kept.get(key).is_none()
            && let Some(value) = known.get(key).or_else(|| other.get(key))
        {
            kept[key] = value.clone();
        }
    }
    kept
}

/// The fields that each member requires, when that is all that the members say.
fn presence_only(members: &[Value]) -> Option<Vec<Value>> {
    let groups: Option<Vec<Value>> = members
        .iter()
        .map(|member| {
            let object = member.as_object()?;
            let plain = object.iter().all(|(key, value)| match key.as_str() {
                "type" => value == "object",
                "required" => true,
                "properties" => value
                    .as_object()
                    .is_some_and(|fields| fields.values().all(|field| kind(field) == Kind::Any)),
                key => is_annotation(key),
            });
            let fields = object.get("required")?;
            (plain && fields.as_array().is_some_and(|fields| fields.len() == 1))
                .then(|| fields[0].clone())
        })
        .collect();
    groups.filter(|groups| !groups.is_empty())
}

fn add_presence(base: &mut Map<String, Value>, group: Vec<Value>) {
    let groups = base.entry("x-presence").or_insert_with(|| json!([]));
    if let Value::Array(groups) = groups {
        groups.push(Value::Array(group));
    }
}

fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::test_support::{api_of, run_pass};

    fn first(schemas: Value) -> Value {
        let mut api = api_of(schemas);
        run_pass(run, &mut api);
        api.schemas["A"].clone()
    }

    #[test]
    fn members_become_one_object() {
        let merged = first(json!({
            "A": { "allOf": [
                { "type": "object", "properties": { "x": { "type": "string" } }, "required": ["x"] },
                { "$ref": "#/components/schemas/B" } ] },
            "B": { "type": "object", "properties": { "y": { "type": "integer" } }, "required": ["y"] },
        }));
        assert_eq!(merged["required"], json!(["x", "y"]));
        assert_eq!(merged["properties"]["y"], json!({ "type": "integer" }));
        assert!(merged.get("allOf").is_none());
    }

    #[test]
    fn a_reference_with_nullability_stays_a_reference() {
        let schemas = json!({
            "A": { "allOf": [{ "$ref": "#/components/schemas/B" }], "nullable": true, "description": "d" },
            "B": { "type": "object" },
        });
        let site =
            json!({ "$ref": "#/components/schemas/B", "nullable": true, "description": "d" });
        assert_eq!(first(schemas), site);
    }

    #[test]
    fn a_union_takes_the_common_fields_into_each_variant() {
        let field =
            |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
        let merged =
            first(json!({ "A": { "allOf": [field("k"), { "oneOf": [field("x"), field("y")] }] } }));
        let variants = merged["oneOf"].as_array().unwrap();
        assert_eq!(variants[0]["properties"].as_object().unwrap().len(), 2);
        assert!(variants[1]["properties"].get("k").is_some());
    }

    #[test]
    fn a_condition_on_presence_is_no_union() {
        let need = |name: &str| json!({ "type": "object", "properties": { name: {} }, "required": [name] });
        let base =
            json!({ "type": "object", "properties": { "a": {}, "b": { "type": "string" } } });
        let merged =
            first(json!({ "A": { "allOf": [base, { "anyOf": [need("a"), need("b")] }] } }));
        assert_eq!(merged["x-presence"], json!([["a", "b"]]));
        assert_eq!(merged["properties"]["b"], json!({ "type": "string" }));
    }

    #[test]
    fn a_circle_ends() {
        let merged = first(
            json!({ "A": { "allOf": [{ "$ref": "#/components/schemas/A" },
            { "type": "object", "properties": { "x": { "type": "string" } } }] } }),
        );
        assert!(merged["properties"].get("x").is_some());
    }
}
