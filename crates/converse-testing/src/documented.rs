//! The response that the provider's document shows.

use std::str::FromStr;

use converse_core::operation::{Content, Example, Operation, Side, StatusRange};
use converse_core::testing::value_equal;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::received::ReceivedRequest;
use crate::route::Route;
use crate::serve::Shared;
use crate::{last_page, uploads};

/// Returns the successful example that belongs to the request: the one with the name of the request example that equals
/// the body, else the first. An operation without examples responds with a body made from the document, else with as
/// little as its responses allow.
///
/// For a paginated operation the examples are the first page. A request for a later one gets the last page: the example
/// that has no next position, or else an example without items.
///
/// Where an example has an address for the bytes of an upload, the response has one on `server`. A request that accepts a
/// stream of items before anything else gets one without items. An id that operations refuse is replaced.
pub(crate) fn answer(route: &Route, request: &ReceivedRequest, shared: &Shared) -> Answer {
    let preferred = request
        .header("accept")
        .unwrap_or_default()
        .split(", ")
        .next();
    let stream = route.operation.stream.map(|stream| stream.media_type);
    if let Some(stream) = stream.filter(|stream| preferred == Some(stream)) {
        return Answer::new(200, ()).header("content-type", stream);
    }
    let asked = request.json();
    let asked =
        asked.and_then(|body| examples(route).find(|example| is_example_of(example, &body)));
    let same_name = asked.and_then(|asked| successes(route).find(|(_, it)| it.name == asked.name));
    let Some((status, example)) = same_name.or_else(|| successes(route).next()) else {
        return minimal(route.operation);
    };
    let last = route.operation.paging.and_then(|paging| {
        let documented = successes(route).map(|(_, example)| example.json);
        last_page::of(&paging, request.query().unwrap_or(""), documented)
    });
    let json = last.unwrap_or_else(|| example.json.to_owned());
    let Ok(documented) = Value::from_str(&json) else {
        return Answer::new(status, json).header("content-type", "application/json");
    };
    let mut body = documented.clone();
    shared.mend_ids(route, &mut body);
    uploads::put_address(&shared.uploads, route, &mut body, shared.address);
    match body == documented {
        // As the document writes it, digit by digit.
        true => Answer::new(status, json).header("content-type", "application/json"),
        false => Answer::new(status, body),
    }
}

/// Returns the documented bodies of an operation, then those made from the document.
fn examples<'a>(route: &Route) -> impl Iterator<Item = &'a Example> + use<'a> {
    let id = route.operation.id;
    let all = route.contract.examples.iter().chain(route.contract.samples);
    all.filter(move |example| example.operation == id)
}

/// Returns the bodies of successes, with their status.
pub(crate) fn successes<'a>(route: &Route) -> impl Iterator<Item = (u16, &'a Example)> + use<'a> {
    examples(route).filter_map(|example| match example.side {
        Side::Response(status @ 200..=299) => Some((status, example)),
        _ => None,
    })
}

/// Returns the body of a success, with its status.
pub(crate) fn success(route: &Route) -> Option<(u16, Value)> {
    let (status, example) = successes(route).next()?;
    Some((status, Value::from_str(example.json).ok()?))
}

fn is_example_of(example: &Example, body: &Value) -> bool {
    let is_equal = |json: Value| value_equal(&json, body, Side::Request).is_ok();
    example.side == Side::Request && Value::from_str(example.json).is_ok_and(is_equal)
}

pub(crate) fn minimal(operation: &Operation) -> Answer {
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
