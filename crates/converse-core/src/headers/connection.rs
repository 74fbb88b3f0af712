//! Headers that say how a message travels, not what it is: they belong to the HTTP client.

use reqwest::header::{HeaderMap, HeaderName};

/// RFC 9110 and RFC 9113. What a caller put there would lead a request elsewhere, or cut it apart.
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

/// Whether the header is the connection's, in any case.
pub(crate) fn belongs_to_connection(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    NAMES.contains(&name.as_str()) || name.starts_with(PROXY)
}

/// The header `name`, if it is one and not the connection's.
pub(crate) fn sendable(name: &str) -> Option<HeaderName> {
    let name = HeaderName::try_from(name).ok()?;
    (!belongs_to_connection(name.as_str())).then_some(name)
}

/// Takes out what is the connection's.
pub(crate) fn remove_from(headers: &mut HeaderMap) {
    let names = headers
        .keys()
        .filter(|name| belongs_to_connection(name.as_str()));
    for name in names.cloned().collect::<Vec<_>>() {
        headers.remove(name);
    }
}
