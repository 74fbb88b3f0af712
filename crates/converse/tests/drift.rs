//! A client that tells where responses differ from the document.
#![cfg(all(feature = "testing", feature = "bird", feature = "bridge"))]

use std::sync::{Arc, Mutex};

use converse::drift::Drift;
use converse::serde_json::{self, Value, json};
use converse::testing::{Answer, Server};
use converse::{ErrorKind, bird, bridge};

const WORKSPACE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

/// What a client reported, one line each, with the value if there is one.
#[derive(Clone, Default)]
struct Reports(Arc<Mutex<Vec<String>>>);

impl Reports {
    fn add(&self, drift: &Drift) {
        let value = drift.value().map(Value::to_string);
        let line = format!(
            "{:?} {} {}",
            drift.kind(),
            drift.place(),
            value.unwrap_or_default()
        );
        let mut all = self.0.lock().expect("no test panics here");
        all.push(line.trim_end().to_owned());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no test panics here"))
    }
}

fn list() -> Value {
    let mut page = json!({ "conversations": [bridge::types::Conversation::example()] });
    page["cursor"] = Value::Null;
    page
}

#[tokio::test]
async fn differences_are_told_with_their_place() {
    let server = Server::start();
    let reports = Reports::default();
    let report = reports.clone();
    let builder = server.builder::<bridge::Client>().workspace_id(WORKSPACE);
    let builder = builder.on_drift(move |drift| report.add(drift));
    let client = builder.build().expect("the server's URL is valid");
    let list_of = |body: Value| {
        server
            .on(bridge::op::LIST_CONVERSATIONS)
            .answer(Answer::new(200, body));
        client.list_conversations().send()
    };

    list_of(list()).await.expect("as documented");
    assert_eq!(reports.take(), [""; 0]);

    let mut newer = list();
    newer["conversations"][0]["status"] = json!("ARCHIVED");
    newer["conversations"][0]["a.b"] = json!({ "secret": "s3cret" });
    newer["took"] = json!(7);
    list_of(newer).await.expect("what is unknown is tolerated");
    assert_eq!(
        reports.take(),
        [
            "UnknownValue conversations[0].status",
            "UnknownField conversations[0].a.b",
            "UnknownField took",
        ]
    );

    let mut broken = list();
    broken["conversations"][0]
        .as_object_mut()
        .expect("it is one")
        .remove("id");
    broken["conversations"][0]["createdAt"] = json!(7);
    let error = list_of(broken).await.expect_err("it does not decode");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        reports.take(),
        [
            "MissingField conversations[0].id",
            "OtherType conversations[0].createdAt"
        ]
    );
    // Errors are not compared.
    server
        .on(bridge::op::LIST_CONVERSATIONS)
        .error(404, json!({ "took": 7 }));
    client
        .list_conversations()
        .send()
        .await
        .expect_err("as ordered");
    assert_eq!(reports.take(), [""; 0]);
}

#[tokio::test]
async fn values_come_if_asked_for() {
    let server = Server::start();
    let reports = Reports::default();
    let report = reports.clone();
    let builder = server.builder::<bird::Client>().workspace_id(WORKSPACE);
    let builder = builder
        .on_drift(move |drift| report.add(drift))
        .drift_values(true);
    let client = builder.build().expect("the server's URL is valid");
    let mut message = serde_json::to_value(bird::types::Message::example());
    let message = message.as_mut().expect("it is JSON");
    message["body"] = json!({ "type": "hologram", "hologram": {} });
    server
        .on(bird::op::GET_MESSAGE)
        .answer(Answer::new(200, message.clone()));
    let get = client
        .get_message()
        .conversation_id(WORKSPACE)
        .message_id(WORKSPACE);
    get.send().await.expect("an unknown variant is kept");
    assert_eq!(reports.take(), ["UnknownVariant body.type \"hologram\""]);
}
