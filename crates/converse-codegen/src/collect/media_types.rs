//! The media types of the responses of an operation: which of them a request accepts, and which are not read.

use serde_json::Value;

use super::bodies::{encoding, is_stream};
use super::item_stream::is_success;
use super::references::follow;
use super::{Place, object};
use crate::api::{Encoding, ItemStream};
use crate::document::pointer;
use crate::problem::Finding;

/// Returns the media types of all responses: JSON first, then in the order of the document, those of successes before
/// those of errors. A server may choose any of them (RFC 9110, 12.5.1).
pub fn accepted(place: &Place<'_>, warnings: &mut Vec<Finding>) -> Vec<String> {
    let mut accepted: Vec<(u8, String)> = Vec::new();
    for (status, response) in object(place.operation.get("responses")) {
        let is_success = status.starts_with('2');
        let at = pointer::join(&format!("{}/responses", place.at), status);
        for (name, _) in object(follow(place.document, response).get("content")) {
            let name = name.trim();
            if !is_media_type(name) {
                warnings.push(Finding::at(
                    pointer::join(&format!("{at}/content"), name),
                    format!(
                        "`{}` is not a media type; no request accepts it",
                        name.escape_debug()
                    ),
                    "correct its name in the overlay",
                ));
                continue;
            }
            // The schema decides only what a range is.
            let is_json = encoding(name, &Value::Null) == Encoding::Json;
            let rank = 2 * u8::from(!is_json) + u8::from(!is_success);
            let known = accepted.iter_mut();
            match known
                .into_iter()
                .find(|(_, it)| it.eq_ignore_ascii_case(name))
            {
                Some((known, _)) => *known = rank.min(*known),
                None => accepted.push((rank, name.to_owned())),
            }
        }
    }
    accepted.sort_by_key(|(rank, _)| *rank);
    accepted.into_iter().map(|(_, name)| name).collect()
}

/// Reports the streams and bytes among the successes that no call reads, since one of another media type is read.
pub fn report_unread(
    place: &Place<'_>,
    streamed: Option<&ItemStream<Value>>,
    warnings: &mut Vec<Finding>,
) {
    let responses = object(place.operation.get("responses")).iter();
    for (status, response) in responses.filter(|(status, _)| is_success(place, status)) {
        let at = pointer::join(&format!("{}/responses", place.at), status);
        let media = object(follow(place.document, response).get("content")).iter();
        let contents =
            media.map(|(name, media)| (format!("{at}/content"), name, encoding(name, media)));
        report_contents(&contents.collect::<Vec<_>>(), streamed, warnings);
    }
}

/// Reports the streams and bytes of one response: one media type is read, and one stream.
fn report_contents(
    contents: &[(String, &String, Encoding)],
    streamed: Option<&ItemStream<Value>>,
    warnings: &mut Vec<Finding>,
) {
    let has = |wanted: Encoding| contents.iter().any(|(.., encoding)| *encoding == wanted);
    let (read, as_what) = match (has(Encoding::Json), has(Encoding::Text)) {
        (true, _) => (Encoding::Json, "JSON"),
        (_, true) => (Encoding::Text, "one string"),
        _ => (Encoding::Bytes, "bytes"),
    };
    for (at, name, encoding) in contents {
        let stream = is_stream(name);
        let is_streamed = streamed.is_some_and(|it| it.media_type == name.trim());
        if is_streamed || *encoding == read || !stream && *encoding != Encoding::Bytes {
            continue;
        }
        let what = if stream { "stream" } else { "response" };
        let name_of = name.escape_debug();
        let rule = format!(
            "a {what} of `{name_of}` is not read: those of another media type are, as {as_what}"
        );
        let help = "remove the others in the overlay if this one is right";
        warnings.push(Finding::at(pointer::join(at, name), rule, help));
    }
}

/// Returns whether it can be in `Accept`: two words and perhaps parameters (RFC 9110, 8.3.1).
fn is_media_type(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let is_token = |word: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        !word.is_empty() && word.chars().all(allowed)
    };
    let mut words = essence.split('/');
    let two = [words.next(), words.next()].map(|word| word.is_some_and(is_token));
    let printable = |c: char| (' '..='~').contains(&c) && c != ',';
    two == [true, true] && words.next().is_none() && name.chars().all(printable)
}
