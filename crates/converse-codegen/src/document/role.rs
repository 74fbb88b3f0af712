//! What each place of a document holds: one table of the keywords of OpenAPI and JSON Schema, for everything that looks
//! for schemas or references. A place that holds data has neither, whatever it looks like.

use serde_json::{Map, Value};

/// What a place of a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    Document,
    Info,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Encoding,
    Example,
    SecurityScheme,
    Server,
    Tag,
    Schema,
    Discriminator,
    /// The schema that a value of a discriminator names: by reference, or by its name alone.
    Mapping,
    /// Any value that does not contain others of these.
    Plain,
    /// Any JSON of the user or of an extension, of which nothing is a reference.
    Data,
    /// Values by name.
    Map(&'static Role),
    /// The same, in which names with `x-` are extensions.
    Patterned(&'static Role),
    List(&'static Role),
}

/// The methods that a path item has as fields; `query` since 3.2.
pub const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl Role {
    /// Returns the role of the value under `key` in `object`, which has this role.
    pub fn below(self, object: &Map<String, Value>, key: &str) -> Self {
        match self {
            Self::Map(role) => *role,
            Self::Schema => schema(object, key),
            _ if key.starts_with("x-") => match (self, key) {
                // Webhooks of a document of version 3.0.
                (Self::Document, "x-webhooks") => Self::Patterned(&Self::PathItem),
                _ => Self::Data,
            },
            Self::Patterned(role) => *role,
            Self::Document => match key {
                "info" => Self::Info,
                "servers" => Self::List(&Self::Server),
                "paths" | "webhooks" => Self::Patterned(&Self::PathItem),
                "components" => Self::Components,
                "security" => Self::List(&Self::Plain),
                "tags" => Self::List(&Self::Tag),
                _ => Self::Plain,
            },
            Self::Components => match key {
                "schemas" => Self::Map(&Self::Schema),
                "responses" => Self::Map(&Self::Response),
                "parameters" => Self::Map(&Self::Parameter),
                "examples" => Self::Map(&Self::Example),
                "requestBodies" => Self::Map(&Self::RequestBody),
                "headers" => Self::Map(&Self::Header),
                "securitySchemes" => Self::Map(&Self::SecurityScheme),
                "pathItems" => Self::Map(&Self::PathItem),
                "mediaTypes" => Self::Map(&Self::MediaType),
                _ => Self::Data,
            },
            Self::PathItem => match key {
                "parameters" => Self::List(&Self::Parameter),
                "servers" => Self::List(&Self::Server),
                "additionalOperations" => Self::Map(&Self::Operation),
                key if METHODS.contains(&key) => Self::Operation,
                _ => Self::Plain,
            },
            Self::Operation => match key {
                "parameters" => Self::List(&Self::Parameter),
                "requestBody" => Self::RequestBody,
                "responses" => Self::Patterned(&Self::Response),
                "servers" => Self::List(&Self::Server),
                "security" | "tags" => Self::List(&Self::Plain),
                // No code is generated from them.
                "callbacks" => Self::Data,
                _ => Self::Plain,
            },
            Self::Parameter | Self::Header | Self::MediaType => match key {
                "schema" | "itemSchema" => Self::Schema,
                "content" => Self::Map(&Self::MediaType),
                "encoding" => Self::Map(&Self::Encoding),
                "examples" => Self::Map(&Self::Example),
                "example" => Self::Data,
                _ => Self::Plain,
            },
            Self::RequestBody | Self::Response => match key {
                "content" => Self::Map(&Self::MediaType),
                "headers" => Self::Map(&Self::Header),
                "links" => Self::Data,
                _ => Self::Plain,
            },
            Self::Encoding => match key {
                "headers" => Self::Map(&Self::Header),
                "encoding" => Self::Map(&Self::Encoding),
                _ => Self::Plain,
            },
            Self::Server if key == "variables" => Self::Map(&Self::Plain),
            Self::Example if matches!(key, "value" | "dataValue") => Self::Data,
            Self::Discriminator => match key {
                "mapping" => Self::Map(&Self::Mapping),
                "defaultMapping" => Self::Mapping,
                _ => Self::Plain,
            },
            Self::Info | Self::Server | Self::Tag | Self::Example | Self::SecurityScheme => {
                Self::Plain
            }
            Self::Mapping | Self::Plain | Self::Data | Self::List(_) => Self::Data,
        }
    }

    /// Returns the role of the items of a list that has this role.
    pub fn item(self) -> Self {
        match self {
            Self::List(role) => *role,
            _ => Self::Data,
        }
    }

    /// Calls `visit` on each value directly below one of this role, with its token and role; not on data.
    pub fn each<'a>(self, value: &'a Value, mut visit: impl FnMut(&str, Self, &'a Value)) {
        match value {
            Value::Object(object) => {
                for (key, child) in object {
                    match self.below(object, key) {
                        Self::Data => {}
                        role => visit(key, role, child),
                    }
                }
            }
            Value::Array(items) if self.item() != Self::Data => {
                for (index, item) in items.iter().enumerate() {
                    visit(&index.to_string(), self.item(), item);
                }
            }
            _ => {}
        }
    }

    /// Calls `visit` on the same values.
    pub fn each_mut(self, value: &mut Value, mut visit: impl FnMut(&str, Self, &mut Value)) {
        match value {
            Value::Object(object) => {
                let roles: Vec<Self> = object.keys().map(|key| self.below(object, key)).collect();
                for ((key, child), role) in object.iter_mut().zip(roles) {
                    if role != Self::Data {
                        visit(key, role, child);
                    }
                }
            }
            Value::Array(items) if self.item() != Self::Data => {
                for (index, item) in items.iter_mut().enumerate() {
                    visit(&index.to_string(), self.item(), item);
                }
            }
            _ => {}
        }
    }

    /// Returns whether a reference in this place stays one. Elsewhere, what it leads to is copied, as bundlers do.
    pub fn has_references(self) -> bool {
        matches!(
            self,
            Self::Parameter
                | Self::RequestBody
                | Self::Response
                | Self::Header
                | Self::Example
                | Self::SecurityScheme
                | Self::Schema
        )
    }

    /// Returns what is expected in this place, unless it is `value`. Null says nothing about a list or about named
    /// values.
    pub fn refuses(self, value: &Value) -> Option<&'static str> {
        let (is_expected, expected) = match self {
            Self::Plain | Self::Data => return None,
            Self::Mapping => (value.is_string(), "the name of a schema"),
            Self::List(_) => (value.is_array() || value.is_null(), "a list"),
            Self::Map(_) | Self::Patterned(_) => {
                (value.is_object() || value.is_null(), "an object")
            }
            Self::Schema => (value.is_object() || value.is_boolean(), "a schema"),
            // A string alone is the field in the standard's predecessor.
            Self::Discriminator => (value.is_object() || value.is_string(), "an object"),
            Self::Operation => (value.is_object(), "an operation"),
            Self::PathItem => (value.is_object(), "a path item"),
            Self::Parameter => (value.is_object(), "a parameter"),
            Self::Response => (value.is_object(), "a response"),
            _ => (value.is_object(), "an object"),
        };
        (!is_expected).then_some(expected)
    }
}

/// Returns the role of the value under a keyword of a schema.
fn schema(object: &Map<String, Value>, keyword: &str) -> Role {
    match keyword {
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            Role::Map(&Role::Schema)
        }
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => Role::List(&Role::Schema),
        // A list of them is a tuple in older versions.
        "items" if object.get(keyword).is_some_and(Value::is_array) => Role::List(&Role::Schema),
        "items"
        | "additionalItems"
        | "unevaluatedItems"
        | "contains"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contentSchema" => Role::Schema,
        "discriminator" => Role::Discriminator,
        // In the standard's predecessor, a flag of the property.
        "required" if object.get(keyword).is_some_and(Value::is_boolean) => Role::Plain,
        "required" => Role::List(&Role::Plain),
        "type" if object.get(keyword).is_some_and(Value::is_array) => Role::List(&Role::Plain),
        "enum" if holds_scalars(object) => Role::List(&Role::Plain),
        "enum" => Role::List(&Role::Data),
        "title" | "description" | "format" | "type" => Role::Plain,
        _ => Role::Data,
    }
}

/// Returns whether the values of a schema are neither objects nor lists, so that an object among those that it lists
/// can only be a reference.
fn holds_scalars(schema: &Map<String, Value>) -> bool {
    let is_scalar = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        matches!(name, "string" | "integer" | "number" | "boolean" | "null")
    };
    match schema.get("type") {
        Some(Value::Array(names)) => !names.is_empty() && names.iter().all(is_scalar),
        Some(name) => is_scalar(name),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns the role of the place at a pointer of a document.
    fn at(document: &Value, pointer: &str) -> Role {
        let tokens = pointer.split('/').skip(1);
        let (role, _) = tokens.fold(
            (Role::Document, document),
            |(role, value), token| match value {
                Value::Object(object) => (role.below(object, token), &value[token]),
                _ => (role.item(), &value[0]),
            },
        );
        role
    }

    #[test]
    fn the_keyword_decides_and_a_name_does_not() {
        // OpenAPI 3.1.1, 4.8.23 and JSON Schema 2020-12 Validation, 9: examples and defaults are values.
        let schema = json!({
            "properties": { "default": { "enum": [1] }, "example": {}, "x-name": {} },
            "default": { "properties": {} },
            "x-extension": { "items": {} },
        });
        let document = json!({ "components": { "schemas": { "x-A": schema } } });
        for (below, role) in [
            ("", Role::Schema),
            ("/properties/default", Role::Schema),
            ("/properties/default/enum/0", Role::Data),
            ("/properties/example", Role::Schema),
            ("/properties/x-name", Role::Schema),
            ("/default/properties", Role::Data),
            ("/x-extension/items", Role::Data),
        ] {
            let found = at(&document, &format!("/components/schemas/x-A{below}"));
            assert_eq!(found, role, "{below}");
        }
    }

    #[test]
    fn an_object_among_strings_can_only_be_a_reference() {
        let role = |kind: Value| {
            let schema = json!({ "type": kind, "enum": [{ "$ref": "a.yaml" }] });
            at(
                &json!({ "components": { "schemas": { "A": schema } } }),
                "/components/schemas/A/enum/0",
            )
        };
        assert_eq!(role(json!("string")), Role::Plain);
        assert_eq!(role(json!(["string", "null"])), Role::Plain);
        assert_eq!(role(json!("object")), Role::Data);
        assert_eq!(role(json!(null)), Role::Data);
    }
}
