//! Requests that are as documented, and what is seen of those that are not.

use super::super::contract;
use super::*;
use serde_json::json;

/// Returns the contract of the only operation.
fn contract_of(path: &str, operation: Value) -> Contract {
    let document = json!({
        "paths": { path: { "get": operation } },
        "components": { "securitySchemes": {
            "id": { "type": "apiKey", "in": "header", "name": "X-Id" },
            "key": { "type": "apiKey", "in": "query", "name": "key" },
            "session": { "type": "apiKey", "in": "cookie", "name": "session" },
            "token": { "type": "http", "scheme": "bearer" },
        } },
    });
    contract::read(&document).remove(0)
}

const ID: &str = "secret-2-id";
const KEY: &str = "secret-3-key";

fn received(path: &str, query: &str, headers: &[(&str, &str)]) -> Received {
    let headers = headers.iter();
    Received {
        method: "GET".to_owned(),
        path: path.to_owned(),
        query: (!query.is_empty()).then(|| query.to_owned()),
        headers: headers
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: Vec::new(),
    }
}

#[test]
fn a_requirement_is_presented_as_a_whole() {
    let both = json!({ "security": [{ "id": [], "key": [] }, { "token": [] }] });
    let both = contract_of("/a", both);
    let bearer = "Bearer secret-5-token".to_owned();
    let key = format!("key={KEY}");
    for (query, headers, expected) in [
        (key.as_str(), &[("x-id", ID)][..], 0),
        (&key, &[], 1),
        ("", &[("x-id", ID)], 1),
        ("key=other", &[("x-id", ID)], 2),
        // The second alternative is for those who lack the first.
        ("", &[("authorization", &bearer)], 3),
        (&key, &[("x-id", ID), ("authorization", &bearer)], 1),
    ] {
        let request = received("/a", query, headers);
        let differences = differences(&both, &Arguments::default(), &request);
        assert_eq!(
            differences.len(),
            expected,
            "{query} {headers:?}: {differences:?}"
        );
    }
}

#[test]
fn an_optional_credential_may_be_missing() {
    let optional = json!({ "security": [{}, { "id": [], "session": [] }] });
    let optional = contract_of("/a", optional);
    let cookie = "session=secret-7-session".to_owned();
    for (headers, expected) in [
        (&[][..], 0),
        (&[("x-id", ID), ("cookie", &cookie)], 0),
        (&[("x-id", ID)], 1),
        (&[("x-id", "other"), ("cookie", &cookie)], 1),
    ] {
        let request = received("/a", "", headers);
        let differences = differences(&optional, &Arguments::default(), &request);
        assert_eq!(differences.len(), expected, "{headers:?}: {differences:?}");
    }
}

/// RFC 3986, section 2.1 says how literals are sent; a fragment is never sent (section 3.5).
#[test]
fn a_key_is_sent_with_its_query_and_without_its_fragment() {
    let contract = contract_of("/größe/a b?beta=true&of=a b#refresh", json!({}));
    for (path, query, expected) in [
        ("/gr%C3%B6%C3%9Fe/a%20b", "beta=true&of=a%20b", 0),
        ("/gr%c3%b6%c3%9fe/a%20b", "of=a%20b&beta=true", 0),
        ("/gr%C3%B6%C3%9Fe/a%20b", "", 2),
        ("/gr%C3%B6%C3%9Fe/a%20b", "beta=false&of=a%20b", 2),
        ("/gr%C3%B6%C3%9Fe/a%20b%23refresh", "beta=true&of=a%20b", 1),
        ("/gre/ab", "beta=true&of=a%20b", 1),
    ] {
        let request = received(path, query, &[]);
        let differences = differences(&contract, &Arguments::default(), &request);
        assert_eq!(
            differences.len(),
            expected,
            "{path} {query}: {differences:?}"
        );
    }
}

#[test]
fn an_argument_replaces_a_header_of_the_client() {
    let agent = json!({ "name": "User-Agent", "in": "header", "schema": { "type": "string" } });
    let contract = contract_of("/a", json!({ "parameters": [agent] }));
    let arguments = Arguments {
        parameters: vec![Some(json!("mine"))],
        ..Arguments::default()
    };
    for (headers, expected) in [
        (&[("user-agent", "mine")][..], 0),
        (&[("user-agent", "ours")], 1),
        (&[("user-agent", "mine"), ("user-agent", "ours")], 1),
        (&[], 1),
    ] {
        let differences = differences(&contract, &arguments, &received("/a", "", headers));
        assert_eq!(differences.len(), expected, "{headers:?}: {differences:?}");
    }
}

#[test]
fn a_path_may_repeat_a_parameter_of_the_query() {
    let app = json!({ "name": "app", "in": "query", "schema": { "type": "string" } });
    let contract = contract_of("/export?app={app}&all=1", json!({ "parameters": [app] }));
    assert_eq!(contract.path, "/export?all=1");
    assert_eq!(contract.parameters.len(), 1);
}
