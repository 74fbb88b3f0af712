//! Checks the body of a request against its operation.

use converse_core::http::{HeaderMap, StatusCode};
use converse_core::operation::Operation;
use converse_core::reqwest::header::CONTENT_TYPE;
use serde_json::Value;

use crate::refusal::Refusal;

pub(crate) fn check(
    operation: &Operation,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Refusal> {
    let bad = |problem: String| Err(Refusal::new(StatusCode::BAD_REQUEST, problem));
    let Some(wanted) = operation.body else {
        return match body.is_empty() {
            true => Ok(()),
            false => bad("the operation takes no body".to_owned()),
        };
    };
    if body.is_empty() {
        return match wanted.required {
            true => bad("the body is missing".to_owned()),
            false => Ok(()),
        };
    }
    let given = headers.get(CONTENT_TYPE);
    let given = given.and_then(|value| value.to_str().ok()).unwrap_or("");
    if essence(given) != essence(wanted.media_type) {
        let problem = format!("the header `content-type` must be `{}`", wanted.media_type);
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem));
    }
    let media_type = essence(wanted.media_type);
    if media_type == "application/json" || media_type.ends_with("+json") {
        // The message has the place and the kind of error, and repeats nothing of the body.
        if let Err(error) = serde_json::from_slice::<Value>(body) {
            return bad(format!("the body is not JSON: {error}"));
        }
    }
    Ok(())
}

/// Returns the media type without its parameters.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or(media_type);
    essence.trim().to_ascii_lowercase()
}
