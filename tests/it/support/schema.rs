//! A provider's document after its overlay: the schemas of all places in a body.
//!
//! The tests use the document and not the generated types, so that both must agree.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::fixtures::workspace_root;

/// Samples of recursive schemas end here.
const DEEPEST: usize = 16;

/// A document whose references resolve.
pub struct Document(Value);

/// Returns the document after its overlay. Another program applies it, so that the tests do not depend on the engine
/// that generated the code under test.
fn overlaid(provider: &str) -> Value {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(workspace_root())
        .args(["xtask", "overlay", provider])
        .output()
        .expect("cargo runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{message}");
    serde_json::from_slice(&output.stdout).expect("the document is JSON")
}

/// A place in a body that the document describes.
#[derive(Debug)]
pub struct Place {
    /// The place as a JSON pointer.
    pub pointer: String,
    pub kind: Kind,
}

/// What the document says about a place.
#[derive(Debug)]
pub enum Kind {
    /// One of several listed strings: an enum's value, or the tag of a union.
    Listed,
    /// An object with listed fields, and the optional ones among them.
    Object { optional: Vec<String> },
}

impl Document {
    /// Returns the document of a provider. It is read once.
    pub fn of(provider: &str) -> &'static Self {
        static READ: LazyLock<Mutex<BTreeMap<String, &'static Document>>> =
            LazyLock::new(Mutex::default);
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        read.entry(provider.to_owned())
            .or_insert_with(|| Box::leak(Box::new(Self(overlaid(provider)))))
    }

    /// Returns the schema of a named component.
    pub fn component(&self, name: &str) -> &Value {
        &self.0["components"]["schemas"][name]
    }

    /// Returns the schema of an operation's success.
    pub fn success(&self, operation: &str) -> &Value {
        let paths = self.0["paths"].as_object().expect("a document has paths");
        let mut operations = paths
            .values()
            .filter_map(Value::as_object)
            .flat_map(Map::values);
        let operation = operations
            .find(|it| it["operationId"] == operation)
            .expect("the operation is documented");
        let responses = operation["responses"]
            .as_object()
            .expect("an operation has responses");
        let success = responses
            .iter()
            .find(|(status, _)| status.starts_with('2'))
            .expect("one is a success");
        &self.resolve(success.1)["content"]["application/json"]["schema"]
    }

    /// Returns all places of a body with this schema.
    pub fn places(&self, schema: &Value, body: &Value) -> Vec<Place> {
        let mut places = Vec::new();
        self.visit(schema, body, String::new(), &mut places);
        places
    }

    /// Whether the schema accepts any JSON: it is empty, or a union, which keeps unknown values.
    pub fn is_open(&self, schema: &Value) -> bool {
        let schema = self.resolve(schema);
        let closed = ["type", "allOf", "properties"];
        !closed.iter().any(|keyword| schema.get(keyword).is_some())
    }

    /// Returns a body of this schema with every documented field.
    pub fn sample(&self, schema: &Value) -> Value {
        self.sample_at(schema, 0)
    }

    fn visit(&self, schema: &Value, value: &Value, pointer: String, places: &mut Vec<Place>) {
        let parts = self.parts(schema, Some(value));
        match value {
            Value::String(_) if parts.iter().any(|part| part.get("enum").is_some()) => {
                places.push(Place {
                    pointer,
                    kind: Kind::Listed,
                })
            }
            Value::Array(items) => {
                let Some(schema) = parts.iter().find_map(|part| part.get("items")) else {
                    return;
                };
                for (index, item) in items.iter().enumerate() {
                    self.visit(schema, item, format!("{pointer}/{index}"), places);
                }
            }
            Value::Object(fields) => {
                let known = properties(&parts);
                for (name, value) in fields {
                    let more = || {
                        parts
                            .iter()
                            .find_map(|part| part.get("additionalProperties"))
                    };
                    if let Some(schema) = known.get(name).copied().or_else(more) {
                        self.visit(
                            schema,
                            value,
                            format!("{pointer}/{}", escaped(name)),
                            places,
                        );
                    }
                }
                if !known.is_empty() {
                    let optional = known
                        .into_keys()
                        .filter(|name| !is_required(&parts, name))
                        .collect();
                    places.push(Place {
                        pointer,
                        kind: Kind::Object { optional },
                    });
                }
            }
            _ => {}
        }
    }

    fn sample_at(&self, schema: &Value, depth: usize) -> Value {
        let parts = self.parts(schema, None);
        let of = |key: &str| parts.iter().find_map(|part| part.get(key));
        if let Some(values) = of("enum").and_then(Value::as_array) {
            return values[0].clone();
        }
        let fields = properties(&parts);
        if !fields.is_empty() {
            let wanted = |name: &String| depth < DEEPEST || is_required(&parts, name);
            let sampled =
                |(name, schema): (String, &Value)| (name, self.sample_at(schema, depth + 1));
            return fields
                .into_iter()
                .filter(|(name, _)| wanted(name))
                .map(sampled)
                .collect();
        }
        match (
            of("type").and_then(Value::as_str),
            of("format").and_then(Value::as_str),
        ) {
            (Some("string"), Some("uuid")) => json!("3c90c3cc-0d44-4b50-8888-8dd25736052a"),
            (Some("string"), Some("date-time")) => json!("2024-03-01T09:00:00.5Z"),
            (Some("string"), _) => json!("text"),
            (Some("integer"), _) => json!(7),
            (Some("number"), _) => json!(1.5),
            (Some("boolean"), _) => json!(true),
            (Some("array"), _) if depth < DEEPEST => {
                let item = of("items").map(|schema| self.sample_at(schema, depth + 1));
                Value::Array(item.into_iter().collect())
            }
            (Some("array"), _) => json!([]),
            _ => match of("additionalProperties").filter(|schema| schema.is_object()) {
                Some(schema) => json!({ "key": self.sample_at(schema, depth + 1) }),
                None => json!({ "key": "text" }),
            },
        }
    }

    /// Returns the schema and all its parts: references, `allOf`, and the variant of a union that the value has.
    fn parts<'a>(&'a self, schema: &'a Value, value: Option<&Value>) -> Vec<&'a Value> {
        let schema = self.resolve(schema);
        let mut parts = vec![schema];
        for part in schema["allOf"].as_array().into_iter().flatten() {
            parts.extend(self.parts(part, value));
        }
        for choice in ["oneOf", "anyOf"] {
            let mut variants = schema[choice].as_array().into_iter().flatten();
            let chosen = match value {
                Some(value) => variants.find(|variant| self.fits(variant, value)),
                None => variants.next(),
            };
            if let Some(variant) = chosen {
                parts.extend(self.parts(variant, value));
            }
        }
        parts
    }

    /// Whether a value could be of this variant, judged by its type, its fields and their listed values.
    fn fits(&self, variant: &Value, value: &Value) -> bool {
        let parts = self.parts(variant, Some(value));
        let of_type = |part: &&Value| match part["type"].as_str() {
            Some("string") => value.is_string(),
            Some("integer" | "number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("array") => value.is_array(),
            Some("object") => value.is_object(),
            _ => true,
        };
        let has_fields = |part: &&Value| {
            let mut required = part["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            required.all(|name| value.get(name).is_some())
        };
        let has_values = |(name, schema): (String, &Value)| match (
            value.get(&name),
            &self.resolve(schema)["enum"],
        ) {
            (Some(value), Value::Array(values)) => values.contains(value),
            _ => true,
        };
        parts.iter().all(of_type)
            && parts.iter().all(has_fields)
            && properties(&parts).into_iter().all(has_values)
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => {
                let target = self.0.pointer(reference.trim_start_matches('#'));
                self.resolve(target.unwrap_or_else(|| panic!("{reference} does not resolve")))
            }
            None => schema,
        }
    }
}

/// Returns the declared fields of all parts.
fn properties<'a>(parts: &[&'a Value]) -> BTreeMap<String, &'a Value> {
    let fields = parts
        .iter()
        .filter_map(|part| part["properties"].as_object())
        .flatten();
    fields
        .map(|(name, schema)| (name.clone(), schema))
        .collect()
}

fn is_required(parts: &[&Value], name: &str) -> bool {
    let mut required = parts
        .iter()
        .filter_map(|part| part["required"].as_array())
        .flatten();
    required.any(|it| it == name)
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
