//! The documented bodies of a media type.

use serde_json::Value;

use super::object;
use super::references::{follow, place_of};
use crate::api::Example;
use crate::document::pointer;

/// Reads `example` and `examples` of a media type at the pointer `at`; `status` is that of the response, if it belongs
/// to one.
pub fn read(document: &Value, media: &Value, at: &str, status: Option<&String>) -> Vec<Example> {
    let example = |name: &str, value: &Value, place: String| Example {
        name: name.to_owned(),
        status: status.cloned(),
        value: value.clone(),
        place,
        contradicts: false,
    };
    let mut examples: Vec<Example> = media
        .get("example")
        .iter()
        .map(|value| example("example", value, format!("{at}/example")))
        .collect();
    for (name, named) in object(media.get("examples")) {
        let place = pointer::join(&format!("{at}/examples"), name);
        let place = place_of(document, place, named);
        let named = follow(document, named);
        // `dataValue` since 3.2.
        let key = ["value", "dataValue"].into_iter();
        let key = key.filter_map(|key| Some((key, named.get(key)?))).next();
        if let Some((key, value)) = key {
            examples.push(example(name, value, format!("{place}/{key}")));
        }
    }
    examples
}
