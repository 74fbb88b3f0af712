//! Removes the prose of a document: titles, summaries and descriptions. Structure stays.

use serde_json::{Map, Value};

/// What an object's key holds, in terms of prose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// An object of the specification: its own `title`, `summary` and `description` are prose.
    Object,
    /// Objects by name: a key is a name whatever it says.
    Named,
    /// Objects by name, by name.
    NamedTwice,
    /// Strings by name.
    Texts,
    /// Examples by name: the value of each is data, its siblings are not.
    Examples,
    /// Data.
    Data,
}

/// Removes the prose of a document. `info.title` stays, and so do properties that are named
/// `description`, `title` or `summary`, and the values of examples.
pub fn strip(document: &mut Value) {
    // The title is kept: the standard requires it, and it names the document.
    let info = document.get_mut("info").map(Value::take);
    strip_as(document, Holds::Object);
    if let (Some(mut info), Some(place)) = (info, document.get_mut("info")) {
        if let Some(info) = info.as_object_mut() {
            info.retain(|key, _| key != "summary" && key != "description");
        }
        *place = info;
    }
}

fn strip_as(value: &mut Value, holds: Holds) {
    match value {
        Value::Array(items) if matches!(holds, Holds::Object | Holds::Named) => {
            items
                .iter_mut()
                .for_each(|item| strip_as(item, Holds::Object));
        }
        Value::Object(object) => strip_object(object, holds),
        _ => {}
    }
}

fn strip_object(object: &mut Map<String, Value>, holds: Holds) {
    match holds {
        Holds::Object => {
            object.retain(|key, value| {
                !(value.is_string() && ["title", "summary", "description"].contains(&key.as_str()))
            });
            for (key, child) in object.iter_mut() {
                strip_as(child, holds_of(key));
            }
        }
        Holds::Named => object
            .values_mut()
            .for_each(|child| strip_as(child, Holds::Object)),
        Holds::NamedTwice => object
            .values_mut()
            .for_each(|child| strip_as(child, Holds::Named)),
        Holds::Texts => object.values_mut().for_each(|text| *text = Value::from("")),
        Holds::Examples => {
            for example in object.values_mut().filter_map(Value::as_object_mut) {
                // Under the key `examples` of a schema, data of any form is allowed.
                if example.contains_key("value") || example.contains_key("externalValue") {
                    example.retain(|key, _| key != "summary" && key != "description");
                }
            }
        }
        Holds::Data => {}
    }
}

fn holds_of(key: &str) -> Holds {
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
        | "schemas" | "responses" | "parameters" | "requestBodies" | "headers"
        | "securitySchemes" | "links" | "pathItems" | "paths" | "webhooks" | "x-webhooks"
        | "content" | "encoding" | "variables" => Holds::Named,
        "callbacks" => Holds::NamedTwice,
        "scopes" => Holds::Texts,
        "examples" => Holds::Examples,
        "example" | "default" | "enum" | "const" | "mapping" => Holds::Data,
        // Added by the bundling of a document that was split over files.
        "x-files" => Holds::Named,
        key if key.starts_with("x-") => Holds::Data,
        _ => Holds::Object,
    }
}
