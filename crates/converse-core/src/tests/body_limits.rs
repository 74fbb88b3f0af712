//! The document's limits on bodies, and the switch that leaves them to the provider.

#![allow(
    unused_parens,
    dead_code,
    reason = "lints do not look into macros of other crates, and these are of this one"
)]

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::client::CallOptions;
use crate::types::{Password, Patch};

crate::object! {
    pub struct External {
        pub identifier: String = required "identifier" [MinLength(2), MaxLength(4)],
        pub next: Option<Box<External>> = optional "next" [],
    }
}

crate::object! {
    pub struct Participants {
        pub externals: Vec<External> = required "externals" [MaxItems(2)],
    }
}

crate::tagged_union! {
    pub enum Body tag "type" {
        People(Participants) [] = "people" from,
    }
}

crate::untagged_union! {
    pub enum Size {
        Number(i64) [Range(1, 9)] if integer from i64,
        Name(String) if string from String,
    }
}

crate::object! {
    pub struct Limits not exact {
        pub people: Option<Participants> = optional "people" [],
        pub body: Option<Body> = optional "body" [],
        pub size: Option<Size> = optional "size" [],
        pub tags: Option<Vec<String>> = optional "tags" [Items(&[MaxLength(2)])],
        pub labels: Option<BTreeMap<String, String>> = optional "labels" [Values(&[MinLength(1)])],
        pub share: Patch<f64> = optional "share" [Maximum(1)],
        pub password: Option<Password> = optional "password" [MinLength(8)],
        pub any: Option<Value> = optional "any" [Minimum(0)],
        pub free: Option<String> = optional "free",
        ..extra: BTreeMap<String, String> = [Values(&[MaxLength(3)])],
    }
}

/// Returns a call with this body.
fn call(client: &Acme, body: Value) -> Request {
    let body: Limits = serde_json::from_value(body).expect("it is read");
    let body = Ok(body);
    let mut request = client.inner.request(&CREATE);
    request.path("room", Ok("r1"));
    request.check_limits(&body, &[]);
    request.json(body.map(|body| json!({ "name": "n", "sent": body })));
    request
}

#[tokio::test]
async fn a_body_that_breaks_a_limit_at_any_depth_is_not_sent() {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let client = client(&server.url(""));
    let external = |identifier: &str| json!({ "identifier": identifier });
    for (body, expected) in [
        (
            json!({ "people": { "externals": [external("good"), external("s3cret")] } }),
            "`people.externals[1].identifier` of the body must have at most 4 characters",
        ),
        (
            json!({ "people": { "externals": [external("ab"), external("ab"), external("ab")] } }),
            "`people.externals` of the body must have at most 2 items",
        ),
        (
            json!({ "people": { "externals": [{ "identifier": "ab", "next": external("a") }] } }),
            "`people.externals[0].next.identifier` of the body must have at least 2 characters",
        ),
        (
            json!({ "body": { "type": "people", "externals": [external("a")] } }),
            "`body.externals[0].identifier` of the body",
        ),
        (json!({ "size": 10 }), "`size` of the body must be in 1..=9"),
        (json!({ "tags": ["ab", "abc"] }), "`tags[1]` of the body"),
        (
            json!({ "labels": { "s3cret": "" } }),
            "`labels.*` of the body",
        ),
        (
            json!({ "share": 1.5 }),
            "`share` of the body must be at most 1",
        ),
        (json!({ "password": "s3cret" }), "`password` of the body"),
        (json!({ "any": -1 }), "`any` of the body must be at least 0"),
        (json!({ "more": "s3cret" }), "`*` of the body"),
    ] {
        let sent = call(&client, body).send_json::<Thing, CreateError>().await;
        let error = sent.expect_err(expected);
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!printed(&error).contains("s3cret"), "{}", printed(&error));
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn values_at_the_limits_are_sent() {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let client = client(&server.url(""));
    let externals = json!([{ "identifier": "ab" }, { "identifier": "éééé" }]);
    let body = json!({
        "people": { "externals": externals },
        "body": { "type": "hologram", "externals": [{ "identifier": "" }] },
        "size": "a name",
        "tags": ["", "ab"],
        "labels": { "a": "a" },
        "share": 1.0,
        "password": "12345678",
        "any": "text",
        "free": "",
        "more": "abc",
    });
    let sent = call(&client, body).send_json::<Thing, CreateError>().await;
    assert!(sent.is_ok(), "{sent:?}");
}

#[tokio::test]
async fn limits_can_be_left_to_the_provider() {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let trusting = builder(&server.url("")).check_limits(false);
    let trusting = trusting.build().expect("it is valid");
    let checking = CallOptions::new().check_limits(true);
    let lenient = CallOptions::new().check_limits(false);
    let plain = client(&server.url(""));
    let with = |client: &Acme, options: &CallOptions| Acme {
        inner: client.inner.with_options(options.clone()),
    };
    for (client, is_sent) in [
        (plain.clone(), false),
        (with(&plain, &lenient), true),
        (trusting.clone(), true),
        (with(&trusting, &checking), false),
    ] {
        let body = json!({ "size": 10 });
        let sent = call(&client, body).send_json::<Thing, CreateError>().await;
        assert_eq!(sent.is_ok(), is_sent);
        let mut request = create(&client);
        request.query("limit", Ok(101));
        let sent = request.send_json::<Thing, CreateError>().await;
        assert_eq!(sent.is_ok(), is_sent);
        // What is required is required all the same.
        let mut request = client.inner.request(&CREATE);
        request.path("room", Ok("r1"));
        let sent = request.send_json::<Thing, CreateError>().await;
        assert!(sent.is_err());
    }
}
