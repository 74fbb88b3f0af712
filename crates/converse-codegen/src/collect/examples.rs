//! The documented bodies of a media type.

use serde_json::Value;

use super::object;
use super::references::follow;
use crate::api::Example;

/// Reads `example` and `examples` of a media type; `status` is that of the response, if it belongs to one.
pub fn read(document: &Value, media: &Value, status: Option<&String>) -> Vec<Example> {
    let example = |name: &str, value: &Value| Example {
        name: name.to_owned(),
        status: status.cloned(),
        value: value.clone(),
    };
    let mut examples: Vec<Example> = media
        .get("example")
        .iter()
        .map(|value| example("example", value))
        .collect();
    for (name, value) in object(media.get("examples")) {
        let entry = follow(document, value);
        // `dataValue` since 3.2.
        if let Some(value) = entry.get("value").or_else(|| entry.get("dataValue")) {
            examples.push(example(name, value));
        }
    }
    examples
}
