//! Uploads: the addresses in the documents are on real hosts, so the server gives its own and accepts the bytes.

use std::net::SocketAddr;
use std::str::FromStr;

use serde_json::{Value, json};

use super::Answer;
use super::route::Route;

/// Start of the path of an address. No provider's name begins with a dot.
const PREFIX: &str = "/.uploads/";

/// The responses that contain an address for bytes: provider, operation, and the place of the address in the response.
const NAMED: &[(&str, &str, &str)] = &[
    ("bird", "createPresignedUpload", "/uploadUrl"),
    ("bridge", "createFiles", "/0/presignUrl/url"),
];

/// Returns the documented response with an address of this server, if it is one that contains an address.
pub(super) fn with_address(route: &Route, json: &str, server: SocketAddr) -> Option<String> {
    let provider = route.contract.provider.name;
    let place = place(provider, route.operation.id)?;
    let mut answer = Value::from_str(json).ok()?;
    *answer.pointer_mut(place)? = json!(format!("http://{server}{PREFIX}{provider}"));
    Some(answer.to_string())
}

/// Returns the place of the address in the response of an operation, if there is one.
pub(super) fn place(provider: &str, operation: &str) -> Option<&'static str> {
    let of_this = |(owner, id, place)| ((owner, id) == (provider, operation)).then_some(place);
    NAMED.iter().copied().find_map(of_this)
}

/// Returns whether a request brings the bytes of an upload.
pub(super) fn is_address(target: &str) -> bool {
    target.starts_with(PREFIX)
}

/// Returns the response of a storage that has all bytes.
pub(super) fn taken() -> Answer {
    Answer::new(204, ())
}
