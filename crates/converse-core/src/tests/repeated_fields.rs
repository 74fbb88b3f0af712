//! A body that has a field twice is not sent, wherever that field is: which of the two counts is up to the server.

#![allow(
    unused_parens,
    dead_code,
    reason = "lints do not look into macros of other crates, and these are of this one"
)]

use std::collections::BTreeMap;

use serde_json::{Map, json};

use super::bodies::{operation, refused, sent};
use super::*;
use crate::http::Method;

crate::object! {
    pub struct Room not exact {
        pub name: Option<String> = optional "name",
        pub inner: Option<Box<Room>> = optional "inner",
        pub kind: Option<Kind> = optional "kind",
        ..extra: Map<String, Value>,
    }
}

crate::object! {
    pub struct Labels {
        pub id: i64 = required "id",
        ..labels: BTreeMap<String, i64>,
    }
}

crate::tagged_union! {
    pub enum Kind tag "type" {
        Labels(Labels) = "labels" from,
    }
}

fn room(name: Option<&str>, extra: Value) -> Room {
    let mut room: Room = serde_json::from_value(json!({})).expect("nothing is required");
    room.name = name.map(str::to_owned);
    room.extra = extra.as_object().expect("fields").clone();
    room
}

fn labels(labels: &[(&str, i64)]) -> Labels {
    let labels = labels
        .iter()
        .map(|(name, value)| ((*name).to_owned(), *value));
    let mut object: Labels = serde_json::from_value(json!({ "id": 1 })).expect("an object");
    object.labels = labels.collect();
    object
}

async fn refused_json(body: Room) -> String {
    refused(operation("application/json", true), |it| it.json(Ok(body))).await
}

#[tokio::test]
async fn it_is_not_sent() {
    let help = "a field with a setter does not go into `extra` too";
    let refused = refused_json(room(Some("a"), json!({ "name": "b" }))).await;
    assert!(
        refused.contains(&format!("body has `name` twice: {help}")),
        "{refused}"
    );
    let mut deep = room(None, json!({}));
    deep.inner = Some(Box::new(room(Some("a"), json!({ "x": 1, "name": null }))));
    let refused = refused_json(deep).await;
    assert!(
        refused.contains(&format!("`inner` of the body has `name` twice: {help}")),
        "{refused}"
    );
    let mut tagged = room(None, json!({}));
    tagged.kind = Some(labels(&[("id", 2)]).into());
    let refused = refused_json(tagged).await;
    assert!(
        refused.contains("`kind` of the body has `id` twice"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_field_that_is_there_once_is_sent() {
    let mut body = room(None, json!({ "name": "b", "other": 1.0 }));
    // The tag of the variant wins.
    body.kind = Some(labels(&[("a", 2), ("type", 3)]).into());
    let (_, body) = sent("application/json", |it| it.json(Ok(body))).await;
    let expected = r#"{"kind":{"type":"labels","id":1,"a":2},"name":"b","other":1}"#;
    assert_eq!(String::from_utf8_lossy(&body), expected);
}

/// A type that is none of ours may write anything.
#[tokio::test]
async fn it_is_found_in_a_body_of_the_callers_own_type() {
    #[derive(serde::Serialize)]
    struct Own {
        name: &'static str,
        #[serde(flatten)]
        more: BTreeMap<&'static str, i64>,
    }
    let server = bodies::server().await;
    let client = client(&server.url("")).inner;
    for (more, is_sent) in [("other", true), ("name", false)] {
        let body = [Own {
            name: "a",
            more: BTreeMap::from([(more, 1)]),
        }];
        let request = client.custom_request(Method::POST, "/x").json(body);
        let outcome = request.send::<Value>().await.map(drop);
        let error = outcome.map_err(|error| error.to_string());
        match is_sent {
            true => assert_eq!(error, Ok(())),
            false => assert!(error.is_err_and(|it| it.contains("has `name` twice"))),
        }
    }
}
