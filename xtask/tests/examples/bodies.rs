//! The bodies of a document that have examples.

use converse_codegen::internals::pointer;
use converse_wire_harness::validator::Way;
use serde_json::Value;

/// A body with its examples.
pub struct Body<'a> {
    /// The operation or webhook, and the side: `request` or the status.
    pub title: String,
    pub way: Way,
    pub schema: &'a Value,
    /// Each by its name; the one of `example` has none.
    pub examples: Vec<(&'a str, &'a Value)>,
}

/// Returns all bodies of the document that have a schema.
pub fn of(document: &Value) -> Vec<Body<'_>> {
    let mut bodies = Vec::new();
    for (key, is_webhook) in [("paths", false), ("webhooks", true), ("x-webhooks", true)] {
        for (path, item) in members(document.get(key)) {
            for (method, operation) in members(Some(follow(document, item))) {
                let id = operation.get("operationId").and_then(Value::as_str);
                let id = match (id, is_webhook) {
                    (Some(id), _) => id.to_owned(),
                    (None, true) => path.to_owned(),
                    (None, false) => format!("{method} {path}"),
                };
                // What a webhook requests is what the client gets.
                let (request, response) = match is_webhook {
                    false => (Way::Request, Way::Response),
                    true => (Way::Response, Way::Request),
                };
                if let Some(body) = operation.get("requestBody") {
                    add(
                        document,
                        &format!("{id} request"),
                        request,
                        body,
                        &mut bodies,
                    );
                }
                for (status, body) in members(operation.get("responses")) {
                    add(
                        document,
                        &format!("{id} {status}"),
                        response,
                        body,
                        &mut bodies,
                    );
                }
            }
        }
    }
    bodies
}

fn add<'a>(
    document: &'a Value,
    title: &str,
    way: Way,
    body: &'a Value,
    bodies: &mut Vec<Body<'a>>,
) {
    for (_, media) in members(follow(document, body).get("content")) {
        let Some(schema) = media.get("schema") else {
            continue;
        };
        let named = members(media.get("examples"))
            .filter_map(|(name, example)| Some((name, follow(document, example).get("value")?)));
        bodies.push(Body {
            title: title.to_owned(),
            way,
            schema,
            examples: named
                .chain(media.get("example").map(|value| ("", value)))
                .collect(),
        });
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let object = value.and_then(Value::as_object);
    object
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
}

fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str);
    target
        .and_then(|target| pointer::resolve(document, target))
        .unwrap_or(value)
}
