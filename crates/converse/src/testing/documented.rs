//! The response that the provider's document shows.

use std::net::SocketAddr;
use std::str::FromStr;

use converse_core::operation::{Content, Example, Operation, Side, StatusRange};
use converse_core::testing::value_equal;
use serde_json::{Value, json};

use super::route::Route;
use super::{Answer, ReceivedRequest, last_page, uploads};

/// Returns the successful example that belongs to the request: the one with the name of the request example that equals
/// the body, else the first. An operation without examples responds with as little as its responses allow.
///
/// For a paginated operation the examples are the first page. A request for a later one gets the last page: the example
/// that has no next position, or else an example without items.
///
/// Where an example has an address for the bytes of an upload, the response has one on `server`. A request that accepts a
/// stream of items before anything else gets one without items.
pub(super) fn answer(route: &Route, request: &ReceivedRequest, server: SocketAddr) -> Answer {
    let preferred = request
        .header("accept")
        .unwrap_or_default()
        .split(", ")
        .next();
    let stream = route.operation.stream.map(|stream| stream.media_type);
    if let Some(stream) = stream.filter(|stream| preferred == Some(stream)) {
        return Answer::new(200, ()).header("content-type", stream);
    }
    let id = route.operation.id;
    let examples = || {
        let all = route.contract.examples.iter();
        all.filter(move |example| example.operation == id)
    };
    let successes = || {
        examples().filter_map(|example| match example.side {
            Side::Response(status @ 200..=299) => Some((status, example)),
            _ => None,
        })
    };
    let asked = request.json();
    let asked = asked.and_then(|body| examples().find(|example| is_example_of(example, &body)));
    let same_name = asked.and_then(|asked| successes().find(|(_, it)| it.name == asked.name));
    match same_name.or_else(|| successes().next()) {
        // As the document writes it, digit by digit.
        Some((status, example)) => {
            let paging = route.operation.paging;
            let last = paging.and_then(|paging| {
                let documented = successes().map(|(_, example)| example.json);
                last_page::of(&paging, request.query().unwrap_or(""), documented)
            });
            let here = || uploads::with_address(route, example.json, server);
            let json = last.or_else(here);
            let json = json.unwrap_or_else(|| example.json.to_owned());
            Answer::new(status, json).header("content-type", "application/json")
        }
        None => minimal(route.operation),
    }
}

fn is_example_of(example: &Example, body: &Value) -> bool {
    let is_equal = |json: Value| value_equal(&json, body, Side::Request).is_ok();
    example.side == Side::Request && Value::from_str(example.json).is_ok_and(is_equal)
}

fn minimal(operation: &Operation) -> Answer {
    let documented = operation.responses.iter().find_map(|response| {
        let status = match response.status {
            StatusRange::Exact(status @ 200..=299) => Some(status),
            StatusRange::Class(2) => None,
            _ => return None,
        };
        Some((status, response.body))
    });
    let (status, content) = documented.unwrap_or((None, Content::Empty));
    match content {
        Content::Json => Answer::new(status.unwrap_or(200), json!({})),
        Content::Empty => Answer::new(status.unwrap_or(204), ()),
        Content::Text => {
            Answer::new(status.unwrap_or(200), "").header("content-type", "text/plain")
        }
        // Whatever else a body may become, it is bytes.
        _ => Answer::new(status.unwrap_or(200), ())
            .header("content-type", "application/octet-stream"),
    }
}
