//! A document's schemas as an independent validator of JSON Schema reads them, strictly by the document's version.

use jsonschema::{Draft, Registry, ValidationOptions, Validator};
use serde_json::{Map, Value, json};

mod keywords;

use keywords::Keywords;

/// The direction of a value: `readOnly` fields are not part of requests, `writeOnly` ones not of responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The client sends the value.
    Request,
    /// The server sends the value.
    Response,
}

/// How a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Word by word.
    Strict,
    /// As documents mean what they say: `nullable` counts everywhere, members of `oneOf` may overlap, types have other
    /// names, a `type` that excludes all listed values says nothing; patterns and formats are hints.
    Meant,
}

/// The schemas of one document, for values of one direction.
pub struct Schemas<'a> {
    document: &'a Value,
    way: Way,
    reading: Reading,
    draft: Draft,
    registry: Registry<'static>,
}

/// The address of the document among the validator's resources.
const DOCUMENT: &str = "urn:document";

/// The maps of `components` that hold schemas, or objects with a `schema` in them.
const COMPONENTS: [&str; 8] = [
    "callbacks",
    "headers",
    "mediaTypes",
    "parameters",
    "pathItems",
    "requestBodies",
    "responses",
    "schemas",
];

impl<'a> Schemas<'a> {
    /// Reads the schemas of a document.
    ///
    /// # Errors
    ///
    /// Fails if the validator refuses an identifier of the document.
    pub fn of(document: &'a Value, way: Way, reading: Reading) -> Result<Self, String> {
        let version = document.get("openapi").and_then(Value::as_str);
        // Schemas of OpenAPI 3.0 extend an early draft, whose `$ref` replaces all that is beside it.
        let draft = match version.is_some_and(|it| it.starts_with("3.0")) {
            true => Draft::Draft4,
            false => Draft::Draft202012,
        };
        let keywords = Keywords::new(document, way, reading, draft);
        let mut copy = Map::new();
        for key in ["paths", "webhooks", "x-webhooks", "components"] {
            if let Some(value) = document.get(key) {
                let copied = match key {
                    "components" => components(value, &keywords),
                    _ => holders(value, &keywords),
                };
                copy.insert(key.to_owned(), copied);
            }
        }
        let registry = Registry::new()
            .draft(draft)
            .add(DOCUMENT, Value::Object(copy))
            .and_then(|registry| registry.prepare())
            .map_err(|error| error.to_string())?;
        Ok(Self {
            document,
            way,
            reading,
            draft,
            registry,
        })
    }

    /// Returns the validator of a schema that is part of the document.
    ///
    /// # Errors
    ///
    /// Fails if the validator does not understand the schema.
    pub fn validator(&self, schema: &Value) -> Result<Validator, String> {
        let keywords = Keywords::new(self.document, self.way, self.reading, self.draft);
        let mut schema = keywords.schema(schema);
        if self.draft == Draft::Draft4 && schema == json!(true) {
            schema = json!({});
        }
        options(self.draft)
            .should_validate_formats(self.reading == Reading::Strict)
            .with_registry(&self.registry)
            .build(&schema)
            .map_err(|error| error.to_string())
    }
}

/// Formats that the early draft does not know are those of the later one.
fn options<'i>(draft: Draft) -> ValidationOptions<'i> {
    let later = |format: &str| {
        let schema = json!({ "format": format });
        let options = jsonschema::options().with_draft(Draft::Draft202012);
        options.should_validate_formats(true).build(&schema).ok()
    };
    let mut options = jsonschema::options()
        .with_draft(draft)
        .should_validate_formats(true);
    for format in ["date", "uuid"] {
        if let Some(validator) = later(format) {
            options =
                options.with_format(format, move |text: &str| validator.is_valid(&json!(text)));
        }
    }
    options
}

fn components(value: &Value, keywords: &Keywords<'_>) -> Value {
    let kinds = value.as_object().into_iter().flatten();
    let kinds = kinds.filter(|(kind, _)| COMPONENTS.contains(&kind.as_str()));
    let copied = kinds.map(|(kind, named)| {
        let named = named.as_object().into_iter().flatten();
        let named = named.map(|(name, value)| {
            let copied = match kind.as_str() {
                "schemas" => keywords.schema(value),
                _ => holder(value, keywords),
            };
            (name.clone(), copied)
        });
        (kind.clone(), Value::Object(named.collect()))
    });
    Value::Object(copied.collect())
}

/// Copies a map whose values hold schemas.
fn holders(value: &Value, keywords: &Keywords<'_>) -> Value {
    let named = value.as_object().into_iter().flatten();
    let named = named.map(|(name, value)| (name.clone(), holder(value, keywords)));
    Value::Object(named.collect())
}

/// Copies an object of OpenAPI, such as a path item or a response, with the schemas in it. Examples and
/// extensions are data.
fn holder(value: &Value, keywords: &Keywords<'_>) -> Value {
    match value {
        Value::Object(object) => {
            let copied = object.iter().filter_map(|(key, value)| {
                let copied = match key.as_str() {
                    "schema" | "itemSchema" => keywords.schema(value),
                    "content" | "headers" | "callbacks" => holders(value, keywords),
                    "example" | "examples" | "links" | "$ref" => return None,
                    key if key.starts_with("x-") => return None,
                    _ => holder(value, keywords),
                };
                Some((key.clone(), copied))
            });
            Value::Object(copied.collect())
        }
        Value::Array(items) => items.iter().map(|item| holder(item, keywords)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests;
