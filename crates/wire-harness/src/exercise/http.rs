//! What HTTP asks of every request, whatever its operation.

use super::contract::Contract;
use super::media::{Kind, essence, kind};
use super::request::header;
use super::server::Received;
use serde_json::Value;

/// Lists what is wrong with the request line and the headers of the connection.
pub fn differences(contract: &Contract, received: &Received) -> Vec<String> {
    let mut differences = target(received);
    differences.extend(accept(contract, received));
    differences.extend(length(received));
    differences.extend(repeated(received));
    differences
}

/// RFC 3986, sections 3.3 and 3.4: path and query have `pchar` and a few more; all else is percent-encoded.
fn target(received: &Received) -> Vec<String> {
    let mut differences = Vec::new();
    let query = received.query.as_deref().unwrap_or_default();
    for (what, text, more) in [
        ("path", received.path.as_str(), "/"),
        ("query", query, "/?"),
    ] {
        let legal = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(c);
        let odd: String = without_escapes(text)
            .chars()
            .filter(|c| !legal(*c) && !more.contains(*c))
            .collect();
        if !odd.is_empty() {
            differences.push(format!("the {what} has {odd:?}, which a URL cannot hold"));
        }
    }
    differences
}

/// Removes `%` with two hexadecimal digits.
fn without_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let escape = part
            .get(..2)
            .filter(|it| it.bytes().all(|b| b.is_ascii_hexdigit()));
        match escape {
            Some(_) => rest.push_str(&part[2..]),
            None => {
                rest.push('%');
                rest.push_str(part);
            }
        }
    }
    rest
}

/// RFC 9110, section 12.5.1. The header lists the documented media types, JSON first.
fn accept(contract: &Contract, received: &Received) -> Vec<String> {
    let documented = &contract.accepts;
    if documented.is_empty() {
        return Vec::new();
    }
    let found: Vec<String> = header(received, "accept")
        .into_iter()
        .flat_map(|text| text.split(','))
        .map(essence)
        .collect();
    let shown = found.join(", ");
    let has = |media_type: &str| found.iter().any(|it| it == media_type);
    let everything = "*/*";
    let mut differences = Vec::new();
    for media_type in documented {
        // Without the header any media type is accepted.
        let absent = media_type == everything && found.is_empty();
        if !absent && !has(media_type) {
            differences.push(format!("accept is {shown:?}, without {media_type}"));
        }
    }
    let extra = |it: &&String| *it != everything && !documented.contains(it);
    if let Some(extra) = found.iter().find(extra) {
        differences.push(format!("accept has {extra}, which is not documented"));
    }
    let json = |it: &String| kind(&Value::Null, it, &Value::Null) == Kind::Json;
    if documented.iter().any(json) && !found.first().is_some_and(json) {
        differences.push(format!("accept is {shown:?}, and JSON is not the first"));
    }
    differences
}

/// RFC 9110, section 8.6: "A user agent SHOULD send Content-Length in a request when the method defines a meaning for
/// enclosed content and it is not sending Transfer-Encoding"; where content means nothing, it should not send one.
fn length(received: &Received) -> Option<String> {
    if !received.body.is_empty() {
        return None;
    }
    let length = header(received, "content-length");
    match received.method.as_str() {
        "POST" | "PUT" | "PATCH" if length != Some("0") => Some(format!(
            "content-length is {length:?} where there is no body"
        )),
        "GET" | "HEAD" if length.is_some() => Some("content-length without a body".to_owned()),
        _ => None,
    }
}

/// Each header has one line: those that a list may be split over are none that a client has reason to split.
fn repeated(received: &Received) -> Option<String> {
    let names = received.headers.iter().map(|(name, _)| name);
    let mut seen = Vec::new();
    for name in names {
        if seen.contains(&name) {
            return Some(format!("the header {name} is there several times"));
        }
        seen.push(name);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::contract;
    use super::*;
    use serde_json::json;

    fn contract_of(responses: Value) -> Contract {
        let document = json!({ "paths": { "/": { "get": { "responses": responses } } } });
        contract::read(&document).remove(0)
    }

    fn received(method: &str, headers: &[(&str, &str)]) -> Received {
        let headers = headers.iter();
        Received {
            method: method.to_owned(),
            path: "/".to_owned(),
            headers: headers
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect(),
            ..Received::default()
        }
    }

    #[test]
    fn accept_lists_what_is_documented() {
        let contract = contract_of(json!({
            "200": { "content": { "image/png": {}, "application/vnd.api+json; v=1": {} } },
            "default": { "content": { "application/problem+json": {} } },
        }));
        let all = "application/vnd.api+json, application/problem+json;q=0.9, image/png";
        for (accept, expected) in [
            (all, 0),
            (&format!("{all}, */*;q=0.1"), 0),
            ("application/json", 4),
            ("application/vnd.api+json, image/png", 1),
            (
                "image/png, application/vnd.api+json, application/problem+json",
                1,
            ),
            (&format!("{all}, text/html"), 1),
        ] {
            let differences = differences(&contract, &received("GET", &[("accept", accept)]));
            assert_eq!(differences.len(), expected, "{accept}: {differences:?}");
        }
        assert_eq!(differences(&contract, &received("GET", &[])).len(), 4);
        let range = contract_of(json!({ "200": { "content": { "*/*": {} } } }));
        assert_eq!(differences(&range, &received("GET", &[])), [""; 0]);
    }

    #[test]
    fn a_body_that_is_missing_has_a_length() {
        let contract = contract_of(json!({}));
        let zero = [("content-length", "0")];
        for (method, headers, expected) in [
            ("POST", &zero[..], 0),
            ("POST", &[], 1),
            ("PUT", &[], 1),
            ("PATCH", &[("transfer-encoding", "chunked")], 1),
            ("GET", &[], 0),
            ("GET", &zero, 1),
            ("DELETE", &[], 0),
        ] {
            let differences = differences(&contract, &received(method, headers));
            assert_eq!(
                differences.len(),
                expected,
                "{method} {headers:?}: {differences:?}"
            );
        }
    }

    #[test]
    fn a_target_is_encoded() {
        let contract = contract_of(json!({}));
        for (path, query, expected) in [
            ("/gr%C3%B6%C3%9Fe/a%20b:(c)", "a=b/?&c=%5B%5D", 0),
            ("/größe", "", 1),
            ("/a%zz", "", 1),
            ("/a", "b[c]=\"", 1),
        ] {
            let mut received = received("GET", &[]);
            received.path = path.to_owned();
            received.query = Some(query.to_owned());
            let differences = differences(&contract, &received);
            assert_eq!(
                differences.len(),
                expected,
                "{path} {query}: {differences:?}"
            );
        }
    }

    #[test]
    fn a_header_is_sent_once() {
        let contract = contract_of(json!({}));
        let twice = [("user-agent", "a"), ("user-agent", "b")];
        assert_eq!(differences(&contract, &received("GET", &twice)).len(), 1);
    }
}
