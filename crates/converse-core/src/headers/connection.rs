//! Headers that describe the transfer of a message, not its content: they belong to the HTTP client.

use http::header::{HeaderMap, HeaderName};

/// RFC 9110 and RFC 9113. A caller's value could send a request elsewhere, or split it.
const NAMES: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// For the next proxy, not for the server.
const PROXY: &str = "proxy-";

/// Returns whether the header belongs to the connection, in any case.
pub(crate) fn belongs_to_connection(name: &str) -> bool {
    let is_for_proxy = name
        .get(..PROXY.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(PROXY));
    is_for_proxy || NAMES.iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// Returns the header `name`, if it is valid and does not belong to the connection.
pub(crate) fn sendable(name: &str) -> Option<HeaderName> {
    let name = HeaderName::try_from(name).ok()?;
    (!belongs_to_connection(name.as_str())).then_some(name)
}

/// Removes the headers of the connection.
pub(crate) fn remove_from(headers: &mut HeaderMap) {
    let names = headers
        .keys()
        .filter(|name| belongs_to_connection(name.as_str()));
    for name in names.cloned().collect::<Vec<_>>() {
        headers.remove(name);
    }
}
