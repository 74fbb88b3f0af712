//! Schemas as a document would have them, for tests.

use serde_json::{Map, Value, json};

use super::{
    AnyJson, Definition, DefinitionKind, Discriminator, Kind, Name, Object, OneOf, Schema, Site,
    SiteKind, StringFormat,
};
use crate::document::pointer;

/// Returns a schema as a document would have it, without its place.
pub fn json_of(schema: &Schema) -> Value {
    let mut json = match &schema.kind {
        Kind::Any(any) => any_json(any),
        Kind::Null => json!({ "type": "null" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Integer(_) => json!({ "type": "integer" }),
        Kind::Number => json!({ "type": "number" }),
        Kind::String(text) => string_json(*text),
        Kind::Enum(values) => enum_json(values),
        Kind::Array(items) => json!({ "type": "array", "items": json_of(items) }),
        Kind::Object(object) => object_json(object, json_of),
        Kind::OneOf(union) => union_json(union, json_of),
        Kind::AllOf(parts) => {
            let parts: Vec<Value> = parts.iter().map(json_of).collect();
            json!({ "allOf": parts })
        }
        Kind::Reference(name) => json!({ "$ref": pointer::schema_reference(name) }),
    };
    add_listed(&mut json, &schema.listed);
    if let Some(nullable) = schema.nullable {
        json["nullable"] = json!(nullable);
    }
    if let Some(description) = &schema.about.description {
        json["description"] = json!(**description);
    }
    if let Some(declared) = &schema.discriminator {
        json["discriminator"] = discriminator_json(declared);
    }
    json
}

/// Returns a site as a document would have it, without its place.
pub fn site_json(site: &Site) -> Value {
    let mut json = match &site.kind {
        SiteKind::Any(any) => any_json(any),
        SiteKind::Boolean => json!({ "type": "boolean" }),
        SiteKind::Integer(_) => json!({ "type": "integer" }),
        SiteKind::Number => json!({ "type": "number" }),
        SiteKind::String(text) => string_json(*text),
        SiteKind::Array(items) => json!({ "type": "array", "items": site_json(items) }),
        SiteKind::Map(values) => {
            json!({ "type": "object", "additionalProperties": site_json(values) })
        }
        SiteKind::Named(name) => json!({ "$ref": pointer::schema_reference(name) }),
    };
    add_listed(&mut json, &site.listed);
    if site.nullable {
        json["nullable"] = json!(true);
    }
    json
}

/// Returns a named schema as a document would have it, without its place.
pub fn definition_json(schema: &Definition) -> Value {
    match &schema.kind {
        DefinitionKind::Object(object) => object_json(object, site_json),
        DefinitionKind::Enum(values) => enum_json(values),
        DefinitionKind::OneOf(union) => union_json(union, site_json),
    }
}

fn add_listed(json: &mut Value, listed: &[Value]) {
    if !listed.is_empty() {
        json["enum"] = listed.into();
    }
}

fn any_json(any: &AnyJson) -> Value {
    match any {
        AnyJson::Free => json!({}),
        AnyJson::Keyword(keyword) => json!({ "keyword": **keyword }),
        AnyJson::Format(format) => json!({ "keyword": "format", "of": string_json(*format) }),
        AnyJson::Null => json!({ "null": true }),
        AnyJson::GivenUp(why) => json!({ "given up": why }),
    }
}

fn string_json(text: StringFormat) -> Value {
    let format = match text {
        StringFormat::Plain => return json!({ "type": "string" }),
        StringFormat::Uuid => "uuid",
        StringFormat::Timestamp => "date-time",
        StringFormat::Password => "password",
        StringFormat::Blob => "binary",
    };
    json!({ "type": "string", "format": format })
}

fn enum_json(values: &[Name]) -> Value {
    let values: Vec<&str> = values.iter().map(|value| &**value).collect();
    json!({ "type": "string", "enum": values })
}

fn names_json(names: &[Name]) -> Value {
    names.iter().map(|name| json!(**name)).collect()
}

fn object_json<S>(object: &Object<S>, inner: impl Fn(&S) -> Value) -> Value {
    let mut json = json!({ "type": "object" });
    if !object.fields.is_empty() {
        let fields = object.fields.iter();
        let fields: Map<String, Value> = fields
            .map(|(name, field)| (name.to_string(), inner(field)))
            .collect();
        json["properties"] = Value::Object(fields);
    }
    if !object.required.is_empty() {
        json["required"] = names_json(&object.required);
    }
    if let Some(extra) = &object.extra {
        json["additionalProperties"] = inner(extra);
    }
    if !object.presence.any_of.is_empty() {
        let groups = object.presence.any_of.iter();
        json["presence"] = groups.map(|group| names_json(group)).collect();
    }
    json
}

fn union_json<S>(union: &OneOf<S>, inner: impl Fn(&S) -> Value) -> Value {
    let mut json = json!({});
    let members = union.members.iter().map(inner);
    json[union.keyword] = members.collect();
    if let Some(declared) = &union.discriminator {
        json["discriminator"] = discriminator_json(declared);
    }
    json
}

fn discriminator_json(declared: &Discriminator) -> Value {
    let mut json = json!({ "propertyName": *declared.field });
    if let Some(mapping) = &declared.mapping {
        let mapping: Map<String, Value> = mapping
            .iter()
            .map(|(text, name)| (text.to_string(), json!(**name)))
            .collect();
        json["mapping"] = Value::Object(mapping);
    }
    json
}
