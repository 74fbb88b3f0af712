//! Guarantees: `allOf` is gone. Its members are one schema, spread over the variants of a union
//! where one of them is a union; conditions on presence are kept for `presence_rules`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::inherited_unions::FIELDS;
use super::{Context, Kind, kind};
use crate::api::{Api, PLACE, Schemas, UNTYPED, visit_schema};
use crate::document::pointer;
use crate::problem::Result;

/// Keywords that annotate without constraining.
const ANNOTATIONS: [&str; 6] = [
    "description",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    PLACE,
];

/// Limit on the variants of a union into which the fields beside it are spread. Unions of unions
/// multiply, and real documents stay far below.
const VARIANT_LIMIT: usize = 256;

/// Runs the pass.
pub fn run(api: &mut Api, _: &mut Context<'_>) -> Result<()> {
    let named = api.schemas.clone();
    let mut merger = Merger::new(&named);
    for (place, schema) in api.roots_mut() {
        merger.begin(place);
        visit_schema(schema, &mut |schema| {
            if let Some(merged) = merger.merged(schema) {
                *schema = merged;
            }
        });
    }
    // Every heir holds these fields by now.
    api.schemas.retain(|name, _| !name.ends_with(FIELDS));
    Ok(())
}

/// Merges schemas, each named one once: members that share an ancestor would multiply otherwise.
struct Merger<'a> {
    named: &'a Schemas,
    /// The place being merged, and the named schemas that led from it to this one.
    open: Vec<String>,
    /// Results for named schemas.
    merged: BTreeMap<String, Value>,
    /// Results for schemas in a cycle, which differ by where the cycle was entered: for one place.
    in_circle: BTreeMap<String, Value>,
    /// The first of `open` that a reference led back to.
    back_to: Option<usize>,
}

impl<'a> Merger<'a> {
    fn new(named: &'a Schemas) -> Self {
        Self {
            named,
            open: Vec::new(),
            merged: BTreeMap::new(),
            in_circle: BTreeMap::new(),
            back_to: None,
        }
    }

    fn begin(&mut self, place: String) {
        self.open = vec![place];
        self.in_circle.clear();
        self.back_to = None;
    }

    /// Returns `schema` without `allOf`; `None` if it has none and needs no spreading.
    fn merged(&mut self, schema: &Value) -> Option<Value> {
        let object = schema.as_object()?;
        let members = object
            .get("allOf")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut own = object.clone();
        own.shift_remove("allOf");
        if let [only] = members
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
            .filter_map(|member| self.resolved(member))
            .collect();
        parts.push(Value::Object(own));
        Some(self.combined(parts))
    }

    /// Returns a member with its references and its own `allOf` resolved; `None` inside a cycle.
    fn resolved(&mut self, member: &Value) -> Option<Value> {
        let Some(name) = pointer::schema_name(member) else {
            return Some(self.merged(member).unwrap_or_else(|| member.clone()));
        };
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            self.back_to = Some(self.back_to.map_or(at, |known| known.min(at)));
            return None;
        }
        if let Some(known) = self.merged.get(&name) {
            return Some(known.clone());
        }
        if self.open.len() > 1
            && let Some(known) = self.in_circle.get(&name)
        {
            self.back_to = Some(0);
            return Some(known.clone());
        }
        let target = self.named.get(&name)?;
        let at = self.open.len();
        if at == 1 {
            // What a circle left out is elsewhere in the same merge, and not in the next one.
            self.in_circle.clear();
        }
        let outside = self.back_to.take();
        self.open.push(name.clone());
        let found = self.merged(target).unwrap_or_else(|| target.clone());
        self.open.pop();
        let inside = self.back_to.filter(|back_to| *back_to < at);
        self.back_to = outside.into_iter().chain(inside).min();
        let known = match inside {
            None => &mut self.merged,
            Some(_) => &mut self.in_circle,
        };
        known.insert(name, found.clone());
        Some(found)
    }

    fn combined(&mut self, parts: Vec<Value>) -> Value {
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
                    .filter_map(|member| self.resolved(member))
                    .collect();
                match presence_only(&members) {
                    Some(groups) => add_presence(&mut base, groups),
                    None => union = union.or(Some((keyword, members))),
                }
            }
            merge_object(&mut base, part);
        }
        let Some((keyword, members)) = union else {
            return given_up(base);
        };
        let is_untyped = |member: &Value| member.get(UNTYPED).is_some();
        if members.iter().any(is_untyped)
            || members.iter().map(variants).sum::<usize>() > VARIANT_LIMIT
        {
            base.insert(UNTYPED.to_owned(), json!(TOO_MANY));
        }
        if base.contains_key(UNTYPED) {
            return given_up(base);
        }
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
            .map(|member| self.combined(vec![Value::Object(base.clone()), member]))
            .collect();
        let mut spread = outside;
        spread.insert(keyword.to_owned(), Value::Array(variants));
        Value::Object(spread)
    }
}

/// Why a union is any JSON.
const TOO_MANY: &str = "a union of unions with fields beside them, which has too many variants";

/// Returns the schema, or any JSON if a part of it had to become that.
fn given_up(mut schema: Map<String, Value>) -> Value {
    if schema.contains_key(UNTYPED) {
        schema.retain(|key, _| key == UNTYPED || is_annotation(key));
    }
    Value::Object(schema)
}

/// Counts the variants of a schema: those of its unions, one by one.
fn variants(schema: &Value) -> usize {
    let members = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| {
        let members = schema.get(keyword)?.as_array()?;
        Some(members.iter().map(variants).sum::<usize>())
    });
    members.sum::<usize>().max(1)
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

/// Returns the later of two schemas for one field, unless that is any JSON and the earlier one is not.
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

/// Returns the fields that each member requires, if the members have no other content.
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
mod tests;
