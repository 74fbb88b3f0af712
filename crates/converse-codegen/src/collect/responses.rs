//! The responses of an operation: one success, and the errors that have a body.

use serde_json::{Value, json};

use super::bodies::encoding;
use super::examples;
use super::places::PLACE;
use super::references::{follow, place_of};
use super::{Place, object, text};
use crate::api::{Encoding, Example, Response, Success, SuccessBody};
use crate::document::pointer;

/// The responses of an operation.
pub struct Responses {
    pub success: Success<Value>,
    pub errors: Vec<Response<Value>>,
    /// What the document says about each status that is no success.
    pub failures: Vec<(String, String)>,
    pub examples: Vec<Example>,
}

/// Reads the responses.
pub fn read(place: &Place<'_>) -> Responses {
    let mut successes: Vec<(String, Content<'_>)> = Vec::new();
    let mut errors = Vec::new();
    let mut failures = Vec::new();
    let mut examples = Vec::new();
    let all = object(place.operation.get("responses"));
    let has_success = all.keys().any(|status| status.starts_with('2'));
    for (status, response) in all {
        let at = pointer::join(&format!("{}/responses", place.at), status);
        let at = place_of(place.document, at, response);
        let response = follow(place.document, response);
        let content = best_content(&place.method, status, response);
        if let Content::Json(_, name, media) = &content {
            let at = pointer::join(&format!("{at}/content"), name);
            examples.extend(examples::read(place.document, media, &at, Some(status)));
        }
        let default = status.eq_ignore_ascii_case("default");
        // Without a 2xx, `default` is the successful response too.
        if status.starts_with('2') || (default && !has_success) {
            successes.push((status.to_ascii_uppercase(), content));
            continue;
        }
        if let Some(meaning) = text(response.get("description")) {
            failures.push((status.to_ascii_uppercase(), meaning));
        }
        if let Content::Json(schema, ..) = content {
            errors.push(Response {
                status: status.to_ascii_uppercase(),
                schema,
                variant: 0,
            });
        }
    }
    Responses {
        success: success(successes),
        errors,
        failures,
        examples,
    }
}

/// The content of a response, in the media type that suits typed code best.
enum Content<'a> {
    Empty,
    /// The schema, the media type and its object.
    Json(Value, &'a str, &'a Value),
    Text,
    Bytes,
}

fn best_content<'a>(method: &str, status: &str, response: &'a Value) -> Content<'a> {
    // RFC 9110 gives these statuses no content, whatever a document says.
    if method == "HEAD" || matches!(status, "204" | "205" | "304") {
        return Content::Empty;
    }
    let content = object(response.get("content"));
    let found = |wanted: Encoding| {
        content
            .iter()
            .find(|(name, media)| encoding(name, media) == wanted)
    };
    if let Some((name, media)) = found(Encoding::Json) {
        let schema = media.get("schema").cloned().unwrap_or_else(|| json!({}));
        return Content::Json(schema, name, media);
    }
    if found(Encoding::Text).is_some() {
        return Content::Text;
    }
    if content.is_empty() {
        Content::Empty
    } else {
        Content::Bytes
    }
}

/// Joins the successful responses that have the same body.
fn success(all: Vec<(String, Content<'_>)>) -> Success<Value> {
    let mut success = Success {
        statuses: Vec::new(),
        bodies: Vec::new(),
        union: None,
    };
    for (status, content) in all {
        let body = match content {
            Content::Empty => SuccessBody::Empty,
            Content::Json(schema, ..) => SuccessBody::Json(schema),
            Content::Text => SuccessBody::Text,
            Content::Bytes => SuccessBody::Bytes,
        };
        let known = success
            .bodies
            .iter()
            .position(|known| match (known, &body) {
                (SuccessBody::Json(known), SuccessBody::Json(schema)) => same(known, schema),
                (known, body) => known == body,
            });
        let index = known.unwrap_or(success.bodies.len());
        success.statuses.push((status, index));
        if known.is_none() {
            success.bodies.push(body);
        }
    }
    success
}

/// Compares schemas but for their places and names.
fn same(left: &Value, right: &Value) -> bool {
    fn bare(value: &Value) -> Value {
        match value {
            Value::Object(object) => object
                .iter()
                .filter(|(key, value)| {
                    !(key.as_str() == PLACE
                        || (matches!(key.as_str(), "description" | "title") && value.is_string()))
                })
                .map(|(key, value)| (key.clone(), bare(value)))
                .collect(),
            Value::Array(array) => array.iter().map(bare).collect(),
            other => other.clone(),
        }
    }
    bare(left) == bare(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_http_gives_no_content_has_none() {
        let response = json!({ "content": { "application/json": {} } });
        let empty =
            |method, status| matches!(best_content(method, status, &response), Content::Empty);
        assert!(empty("DELETE", "204"));
        assert!(empty("GET", "304"));
        assert!(empty("HEAD", "200"));
        assert!(!empty("GET", "200"));
    }
}
