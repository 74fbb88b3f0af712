//! Documents to generate clients from: those of the providers with their corrections, and synthetic ones.

use std::fs;
use std::path::PathBuf;

use converse_codegen::{Document, Names, Overlay, Settings};
use serde_json::{Map, Value, json};

/// The providers, as their folders in `specs/` are named.
pub const PROVIDERS: [&str; 3] = ["bird", "bridge", "pingback"];

/// An operation refers to types of its neighbors, as those of a tag do: to those in a group of so many.
const GROUP: usize = 20;

/// Returns the document of a provider with its corrections, as `cargo xtask codegen` generates from it.
pub fn provider(name: &str) -> Value {
    let folder = folder(name);
    let files = ["openapi.json", "openapi.yaml"].map(|file| folder.join(file));
    let file = files.iter().find(|file| file.exists());
    let document = Document::read(file.expect("a provider has a document"));
    let overlay = Overlay::parse("overlay.yaml", &text(name, "overlay.yaml"));
    let overlay = overlay.expect("it is an overlay");
    let corrected = overlay.apply(document.expect("it can be read").into_value());
    corrected.expect("the corrections fit")
}

/// Returns the settings and the names of a provider.
pub fn inputs(name: &str) -> (Settings, Names) {
    let settings = Settings::parse("provider.toml", &text(name, "provider.toml"));
    let names = Names::parse("names.toml", &text(name, "names.toml"));
    (
        settings.expect("they are valid"),
        names.expect("they are valid"),
    )
}

/// Returns how many operations a document has.
pub fn operations(document: &Value) -> usize {
    let paths = document["paths"].as_object().expect("it has paths");
    let has_id = |operation: &&Value| operation.get("operationId").is_some();
    let items = paths.values().flat_map(|item| item.as_object());
    items.flat_map(|item| item.values()).filter(has_id).count()
}

/// Makes a document with so many operations, each with parameters, a request body and a response body of its own.
///
/// It is OpenAPI 3.0, without anything that stock progenitor cannot do.
pub fn synthetic(operations: usize) -> Value {
    let mut schemas = Map::new();
    schemas.insert("Problem".to_owned(), problem());
    let mut paths = Map::new();
    for number in 0..operations {
        schemas.insert(format!("Thing{number}"), thing(number));
        schemas.insert(format!("NewThing{number}"), new_thing(number));
        let method = ["post", "put"][number % 2];
        let item = json!({ method: operation(number) });
        paths.insert(format!("/things{number}/{{thingId}}"), item);
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1.0.0" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn operation(number: usize) -> Value {
    json!({
        "operationId": format!("saveThing{number}"),
        "summary": format!("Save thing {number}"),
        "description": "Saves the thing, and returns it as it is then.",
        "tags": [format!("group{}", number / GROUP)],
        "parameters": [
            { "name": "thingId", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
            { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 100 } },
        ],
        "requestBody": { "required": true, "content": json_of(&format!("NewThing{number}")) },
        "responses": {
            "200": { "description": "The thing.", "content": json_of(&format!("Thing{number}")) },
            "404": { "description": "There is no such thing.", "content": json_of("Problem") },
        },
    })
}

fn thing(number: usize) -> Value {
    json!({
        "type": "object",
        "description": format!("A thing of kind {number}."),
        "required": ["id", "name", "state", "createdAt"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "name": { "type": "string", "description": "As people see it." },
            "state": { "type": "string", "enum": ["on", "off", format!("state{number}")] },
            "createdAt": { "type": "string", "format": "date-time" },
            "tags": { "type": "array", "items": { "type": "string" } },
            "size": {
                "type": "object",
                "properties": { "width": { "type": "integer" }, "note": { "type": "string", "nullable": true } },
            },
            "first": reference(&format!("Thing{}", number - number % GROUP)),
        },
    })
}

fn new_thing(number: usize) -> Value {
    json!({
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": { "type": "string", "maxLength": 80 },
            "amount": { "type": "integer", "format": "int64" },
            "tags": { "type": "array", "items": { "type": "string" } },
            "like": reference(&format!("Thing{number}")),
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["code", "message"],
        "properties": { "code": { "type": "string" }, "message": { "type": "string" } },
    })
}

fn json_of(schema: &str) -> Value {
    json!({ "application/json": { "schema": reference(schema) } })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn text(provider: &str, file: &str) -> String {
    let path = folder(provider).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder(provider: &str) -> PathBuf {
    let benches = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    benches.join("../specs").join(provider)
}
