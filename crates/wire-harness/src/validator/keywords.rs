//! Keywords of OpenAPI's schemas, written as those of JSON Schema.

use std::collections::BTreeSet;

use converse_codegen::internals::pointer;
use jsonschema::Draft;
use serde_json::{Map, Value, json};

use super::{DOCUMENT, Reading, Way};
use crate::exercise::types::standard;

/// Copies schemas. Keywords that the draft does not know, and values that it does not allow, assert nothing.
pub struct Keywords<'a> {
    document: &'a Value,
    way: Way,
    reading: Reading,
    draft: Draft,
    /// The names that schemas give themselves: `$id` and `$anchor`.
    names: BTreeSet<String>,
}

const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];

impl<'a> Keywords<'a> {
    pub fn new(document: &'a Value, way: Way, reading: Reading, draft: Draft) -> Self {
        let mut names = BTreeSet::new();
        if draft != Draft::Draft4 {
            add_names(document, &mut names);
        }
        Self {
            document,
            way,
            reading,
            draft,
            names,
        }
    }

    /// Copies a schema.
    pub fn schema(&self, schema: &Value) -> Value {
        let copied = self.without_null(schema);
        if self.is_meant() && schema.get("nullable") == Some(&json!(true)) {
            return json!({ "anyOf": [copied, { "enum": [null] }] });
        }
        copied
    }

    fn is_meant(&self) -> bool {
        self.reading == Reading::Meant
    }

    fn without_null(&self, schema: &Value) -> Value {
        let Some(object) = schema.as_object() else {
            // What is no schema asserts nothing.
            return match (schema, self.is_early()) {
                (Value::Bool(false), false) => json!(false),
                (Value::Bool(false), true) => json!({ "not": {} }),
                _ => self.anything(),
            };
        };
        if let Some(Value::String(reference)) = object.get("$ref") {
            let target = self.reference(reference);
            if self.is_early() {
                return target.map_or_else(|| self.anything(), |target| json!({ "$ref": target }));
            }
            let mut copied = self.keywords(object);
            copied.extend(target.map(|target| ("$ref".to_owned(), Value::String(target))));
            return Value::Object(copied);
        }
        Value::Object(self.keywords(object))
    }

    /// OpenAPI 3.0: `$ref` replaces what is beside it, `nullable` says that null is allowed.
    fn is_early(&self) -> bool {
        self.draft == Draft::Draft4
    }

    fn anything(&self) -> Value {
        if self.is_early() {
            json!({})
        } else {
            json!(true)
        }
    }

    /// Returns a reference as the validator follows it. One that leads nowhere, or to itself, asserts nothing.
    fn reference(&self, reference: &str) -> Option<String> {
        if self.names.contains(reference) {
            return Some(match reference.strip_prefix('#') {
                Some(anchor) => format!("{DOCUMENT}#{anchor}"),
                None => reference.to_owned(),
            });
        }
        let mut target = reference;
        let mut seen = BTreeSet::new();
        loop {
            let schema = pointer::resolve(self.document, target)?;
            if !seen.insert(target) {
                return None;
            }
            match schema.get("$ref").and_then(Value::as_str) {
                Some(next) if pointer::resolve(self.document, next).is_some() => target = next,
                _ => return Some(format!("{DOCUMENT}{reference}")),
            }
        }
    }

    fn keywords(&self, object: &Map<String, Value>) -> Map<String, Value> {
        let mut copied = Map::new();
        for (key, value) in object {
            if let Some(value) = self.keyword(key, value) {
                copied.insert(key.clone(), value);
            }
        }
        // "A true value adds "null" to the allowed type specified by the `type` keyword, only if `type` is explicitly
        // defined within the same Schema Object" (OpenAPI 3.0.3, Schema Object). An `enum` has to list null all the
        // same.
        if self.is_early() && object.get("nullable") == Some(&json!(true)) {
            match copied.get_mut("type") {
                Some(Value::Array(types)) if !types.contains(&json!("null")) => {
                    types.push(json!("null"));
                }
                Some(one @ Value::String(_)) if *one != "null" => {
                    *one = json!([one.take(), "null"]);
                }
                _ => {}
            }
        }
        if self.is_meant() {
            meant(&mut copied);
        }
        if let Some(required) = self.required(object) {
            copied.insert("required".to_owned(), required);
        }
        copied
    }

    /// Returns a keyword's value; `None` if it asserts nothing.
    fn keyword(&self, key: &str, value: &Value) -> Option<Value> {
        let later = !self.is_early();
        let copy = |known: bool| known.then(|| value.clone());
        match key {
            "type" => self.types(value),
            "pattern" | "format" | "not" | "uniqueItems" if self.is_meant() => None,
            "enum" => copy(value.as_array().is_some_and(|all| !all.is_empty())),
            "const" => copy(later),
            "properties" => self.map(value),
            "patternProperties" | "dependentSchemas" | "$defs" if later => self.map(value),
            "items" if value.is_array() => {
                if later {
                    None
                } else {
                    self.list(value)
                }
            }
            "items" | "not" => Some(self.schema(value)),
            "additionalProperties" => Some(match value {
                Value::Bool(_) => value.clone(),
                value => self.schema(value),
            }),
            "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "unevaluatedProperties"
            | "unevaluatedItems"
                if later =>
            {
                Some(self.schema(value))
            }
            "allOf" | "anyOf" | "oneOf" => self.list(value),
            "prefixItems" if later => self.list(value),
            "minimum" | "maximum" => copy(value.is_number()),
            "exclusiveMinimum" | "exclusiveMaximum" => copy(match later {
                true => value.is_number(),
                false => value.is_boolean(),
            }),
            "multipleOf" => copy(value.as_f64().is_some_and(|step| step > 0.0)),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => copy(value.is_u64()),
            "minContains" | "maxContains" if later => copy(value.is_u64()),
            "uniqueItems" => copy(value.is_boolean()),
            "dependentRequired" if later => copy(value.is_object()),
            "pattern" => copy(value.as_str().is_some_and(is_pattern)),
            "format" => copy(value.is_string()),
            "$id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor" if later => {
                copy(value.is_string())
            }
            _ => None,
        }
    }

    fn types(&self, value: &Value) -> Option<Value> {
        let known = |value: &Value| -> Option<&'static str> {
            let name = value.as_str()?;
            match self.is_meant() {
                true => standard(name),
                false => TYPES.into_iter().find(|it| *it == name),
            }
        };
        match value {
            Value::Array(all) => {
                let types: BTreeSet<&str> = all.iter().filter_map(known).collect();
                (!types.is_empty()).then(|| json!(types))
            }
            value => known(value).map(|name| json!(name)),
        }
    }

    fn map(&self, value: &Value) -> Option<Value> {
        let named = value.as_object()?.iter();
        let copied = named.map(|(name, schema)| (name.clone(), self.schema(schema)));
        Some(Value::Object(copied.collect()))
    }

    fn list(&self, value: &Value) -> Option<Value> {
        let all = value.as_array()?;
        let copied: Vec<Value> = all.iter().map(|schema| self.schema(schema)).collect();
        (!copied.is_empty()).then_some(Value::Array(copied))
    }

    /// Returns the names that are required in this direction: "If the property is marked as readOnly being true and is
    /// in the required list, the required will take effect on the response only" (OpenAPI 3.0.3, Schema Object).
    fn required(&self, object: &Map<String, Value>) -> Option<Value> {
        let other = match self.way {
            Way::Request => "readOnly",
            Way::Response => "writeOnly",
        };
        let names: BTreeSet<&str> = object
            .get("required")?
            .as_array()
            .map_or_else(BTreeSet::new, |names| {
                names.iter().filter_map(Value::as_str).collect()
            });
        let is_other = |name: &str| {
            let property = object.get("properties").and_then(|all| all.get(name));
            let target = property.and_then(|it| it.get("$ref")?.as_str());
            let target = target.and_then(|target| pointer::resolve(self.document, target));
            [property, target]
                .into_iter()
                .flatten()
                .any(|schema| schema.get(other) == Some(&json!(true)))
        };
        let names: Vec<&str> = names.into_iter().filter(|name| !is_other(name)).collect();
        (!names.is_empty()).then(|| json!(names))
    }
}

/// Turns keywords into what documents mean by them.
fn meant(copied: &mut Map<String, Value>) {
    if let Some(one_of) = copied.remove("oneOf") {
        match copied.get_mut("allOf").and_then(Value::as_array_mut) {
            Some(all) => all.push(json!({ "anyOf": one_of })),
            None => {
                copied.insert("allOf".to_owned(), json!([{ "anyOf": one_of }]));
            }
        }
    }
    let kind = copied
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let Some(values) = copied.get_mut("enum").and_then(Value::as_array_mut) else {
        return;
    };
    match kind.as_deref() {
        // YAML reads `1.0` and `no` as something else.
        Some("string") => values.extend(
            values
                .iter()
                .filter(|it| !it.is_string())
                .map(|it| json!(it.to_string()))
                .collect::<Vec<_>>(),
        ),
        Some(kind) => {
            let of_type = |value: &Value| jsonschema::is_valid(&json!({ "type": kind }), value);
            if !values.iter().any(of_type) {
                copied.remove("type");
                let values = copied.remove("enum");
                copied.insert(
                    "anyOf".to_owned(),
                    json!([{ "enum": values }, { "type": kind }]),
                );
            }
        }
        None => {}
    }
}

/// A pattern that is no regular expression of the standard asserts nothing.
fn is_pattern(pattern: &str) -> bool {
    jsonschema::options()
        .build(&json!({ "pattern": pattern }))
        .is_ok()
}

fn add_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for key in ["$anchor", "$dynamicAnchor"] {
                if let Some(name) = object.get(key).and_then(Value::as_str) {
                    names.insert(format!("#{name}"));
                }
            }
            if let Some(name) = object.get("$id").and_then(Value::as_str) {
                names.insert(name.to_owned());
            }
            object.values().for_each(|value| add_names(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| add_names(item, names)),
        _ => {}
    }
}
