//! Reads objects: their fields, those that other names have, and those that depend on a condition.

use serde_json::{Map, Value};

use crate::api::{AnyJson, Kind, Name, Object, OneOf, Schema};

/// Reads a schema below.
type Read = fn(&Value) -> Schema;

/// Returns the object that a schema describes.
pub fn object_kind(object: &Map<String, Value>, read: Read) -> Kind {
    let properties = object.get("properties").and_then(Value::as_object);
    let properties = || properties.into_iter().flatten();
    let listed = object.get("required").and_then(Value::as_array);
    let listed = listed.into_iter().flatten().filter_map(Value::as_str);
    // The keyword of the standard's predecessor, on the property itself.
    let own = properties().filter(|(_, it)| it.get("required") == Some(&Value::Bool(true)));
    let own = own.map(|(name, _)| name.as_str());
    Kind::Object(Object {
        fields: properties()
            .map(|(name, schema)| (Name::from(name.as_str()), read(schema)))
            .collect(),
        required: listed.chain(own).map(Name::from).collect(),
        extra: extra(object, read).map(Box::new),
        ..Object::default()
    })
}

/// Returns whether a schema says something about fields that it does not name.
pub fn declares_others(object: &Map<String, Value>) -> bool {
    let keywords = [
        "additionalProperties",
        "patternProperties",
        "unevaluatedProperties",
    ];
    keywords.iter().any(|keyword| object.contains_key(*keyword))
}

/// Returns what further fields hold, if the document allows them explicitly.
fn extra(object: &Map<String, Value>, read: Read) -> Option<Schema> {
    let others = object.get("additionalProperties");
    // What is evaluated nowhere else is also what this object does not name.
    let others = others.or_else(|| object.get("unevaluatedProperties"));
    let patterns = object.get("patternProperties").and_then(Value::as_object);
    let patterns: Vec<(&String, &Value)> = patterns.into_iter().flatten().collect();
    let mut schemas: Vec<Schema> = patterns.iter().map(|(_, schema)| read(schema)).collect();
    if schemas.is_empty() {
        return match others {
            Some(values @ Value::Object(_)) => Some(read(values)),
            others => (others == Some(&Value::Bool(true))).then(Schema::default),
        };
    }
    match others {
        Some(values @ Value::Object(_)) => schemas.push(read(values)),
        Some(Value::Bool(false)) => {}
        _ if patterns.iter().any(|(pattern, _)| matches_all(pattern)) => {}
        // Names that match no pattern are free (JSON Schema 2020-12 Core, 10.3.2.2).
        _ => {
            let keyword = AnyJson::Keyword("patternProperties".into());
            let mut free = Schema::of(Kind::Any(keyword));
            // Reading them once more would double the work at each level.
            free.about.place = schemas.into_iter().find_map(|it| it.about.place);
            return Some(free);
        }
    }
    match schemas.len() {
        1 => schemas.pop(),
        _ => Some(any_of(schemas)),
    }
}

/// Returns whether a pattern is one of those that every name matches.
fn matches_all(pattern: &str) -> bool {
    let bare = pattern.strip_prefix('^').unwrap_or(pattern);
    let bare = bare.strip_suffix('$').unwrap_or(bare);
    let is_end = pattern.ends_with('$') && pattern.starts_with('^');
    matches!(bare, ".*" | ".+" | "[\\s\\S]*") || (bare.is_empty() && !is_end)
}

/// Returns the parts of a schema that are true of a value only if a condition is (JSON Schema 2020-12 Core, 10.2.2). Their
/// fields are fields of the value, but none is required.
pub fn conditional_parts(object: &Map<String, Value>, read: Read) -> Vec<Schema> {
    let dependent = object.get("dependentSchemas").and_then(Value::as_object);
    let dependent = dependent.into_iter().flatten().map(|(_, schema)| schema);
    let branches = ["then", "else"].into_iter();
    let branches = branches.filter_map(|keyword| object.get(keyword));
    let parts = branches.chain(dependent).map(read);
    // The condition compares fields with values, which others may have: only their names count.
    let condition = object.get("if").map(|condition| {
        let names = condition.get("properties").and_then(Value::as_object);
        let names = names.into_iter().flatten();
        let fields = names.map(|(name, _)| (Name::from(name.as_str()), Schema::default()));
        Schema::of(Kind::Object(Object {
            fields: fields.collect(),
            ..Object::default()
        }))
    });
    let parts = parts.chain(condition);
    parts
        .filter(|part| part.kind != Kind::default() && !part.is_bare_object())
        .map(|mut part| {
            // They hold only if the condition does.
            part.visit_mut(&mut |schema| schema.about.rules.clear());
            Schema {
                is_conditional: true,
                ..part
            }
        })
        .collect()
}

/// Returns the union of schemas.
pub fn any_of(members: Vec<Schema>) -> Schema {
    if members.is_empty() {
        return Schema::default();
    }
    Schema::of(Kind::OneOf(OneOf {
        keyword: "anyOf",
        members,
        discriminator: None,
    }))
}
