//! Uploads: the addresses in the documents are on real hosts, so the server gives its own and accepts the bytes.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::route::Route;

/// Start of the path of an address. No provider's name begins with a dot.
const PREFIX: &str = "/.uploads/";

/// A response that contains the address for the bytes of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UploadAddress {
    pub(crate) provider: &'static str,
    pub(crate) operation: &'static str,
    /// The place of the address in the response.
    pub(crate) pointer: &'static str,
}

/// Puts an address of this server into a response that contains one.
pub(crate) fn put_address(
    known: &[UploadAddress],
    route: &Route,
    response: &mut Value,
    server: SocketAddr,
) {
    let provider = route.contract.provider.name;
    let called = (provider, route.operation.id);
    let mut known = known.iter();
    let known = known.find(|it| (it.provider, it.operation) == called);
    if let Some(place) = known.and_then(|it| response.pointer_mut(it.pointer)) {
        *place = json!(format!("http://{server}{PREFIX}{provider}"));
    }
}

/// Returns whether a request brings the bytes of an upload.
pub(crate) fn is_address(target: &str) -> bool {
    target.starts_with(PREFIX)
}

/// Returns the response of a storage that has all bytes.
pub(crate) fn taken() -> Answer {
    Answer::new(204, ())
}
