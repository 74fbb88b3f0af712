//! Tests traps in Pingback's document.

use converse::pingback;
use converse::pingback::types::{
    Closed, Conversation, CreateConversation, Id, Resolved, SendMessage,
};
use converse_test_support::{Answer, Server};
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use crate::support::providers::provider;
use crate::support::{WORKSPACE, client};

fn documented() -> Value {
    provider("pingback").response("createConversation", "")
}

/// Returns what a client reads from a response.
async fn read(body: &Value) -> Conversation {
    let server = Server::answering(Answer::json(201, body)).await;
    let client: pingback::Client = client(&server);
    let created = client
        .create_conversation()
        .body(CreateConversation::new(WORKSPACE))
        .send()
        .await;
    created
        .unwrap_or_else(|error| panic!("{error}: {body}"))
        .into_inner()
}

#[tokio::test]
async fn trap_12_pingback_trailing_slash_belongs_to_the_path() {
    let server = Server::answering(Answer::json(201, documented())).await;
    let client: pingback::Client = client(&server);
    client
        .create_conversation()
        .body(CreateConversation::new(WORKSPACE))
        .send()
        .await
        .expect("it is created");
    assert_eq!(server.request().target(), "/api/v1/conversations/");
}

#[tokio::test]
async fn trap_12_pingback_customer_ids_are_integers_or_uuids() {
    const TEXT: &str = "d4e5f6a7-b8c9-0123-defa-234567890123";
    for (id, expected, text) in [
        (json!(42), Id::Integer(42), "42"),
        (json!(TEXT), Id::String(TEXT.to_owned()), TEXT),
    ] {
        let mut body = documented();
        body["customer"]["id"] = id.clone();
        body["customer"]["business_id"] = id.clone();
        let customer = read(&body).await.customer.expect("it exists");
        assert_eq!(customer.id, expected);
        assert_eq!(customer.id.to_string(), text);
        assert_eq!(customer.business_id, Some(expected));
        assert_eq!(
            serde_json::to_value(&customer).expect("it encodes")["id"],
            id
        );
    }
}

#[tokio::test]
async fn trap_12_pingback_an_id_of_an_answer_goes_into_a_request_as_a_text() {
    for (id, text) in [(Id::from("b-1".to_owned()), "b-1"), (Id::Integer(42), "42")] {
        let server = Server::answering(Answer::json(201, documented())).await;
        let client: pingback::Client = client(&server);
        let body = CreateConversation::new(&id).customer_id(id);
        let created = client.create_conversation().body(body).send().await;
        created.expect("it is created");
        let sent = server.request().json();
        assert_eq!(sent, json!({ "business_id": text, "customer_id": text }));
    }
}

#[tokio::test]
async fn trap_12_pingback_uuids_need_no_version() {
    const NO_VERSION: Uuid = uuid!("c3d4e5f6-a7b8-0012-0def-123456789012");
    let mut body = documented();
    body["id"] = NO_VERSION.to_string().into();
    assert_eq!(read(&body).await.id, NO_VERSION.to_string());

    let server = Server::answering(Answer::json(201, documented())).await;
    let client: pingback::Client = client(&server);
    let request = CreateConversation::new(NO_VERSION).customer_id(NO_VERSION);
    client
        .create_conversation()
        .body(request)
        .send()
        .await
        .expect("it is created");
    let sent = server.request().json();
    assert_eq!(
        sent,
        json!({ "business_id": NO_VERSION, "customer_id": NO_VERSION })
    );
}

#[tokio::test]
async fn trap_13_pingback_first_response_is_null_though_a_message_was_sent() {
    let conversation = read(&documented()).await;
    assert_eq!(conversation.first_response_at, None);
    assert_eq!(conversation.messages.len(), 1);
}

#[tokio::test]
async fn trap_13_pingback_attachments_and_enums_are_open() {
    let attachments = json!([{ "url": "https://example.com/a.png", "size": 1 }, "b.png", 3, null]);
    let mut body = documented();
    body["status"] = "snoozed".into();
    body["channel_type"] = "pigeon".into();
    body["messages"][0]["sender_type"] = "bot".into();
    body["messages"][0]["attachments"] = attachments.clone();
    let conversation = read(&body).await;
    assert_eq!(conversation.status, "snoozed");
    assert_eq!(conversation.channel_type, "pigeon");
    let message = &conversation.messages[0];
    assert_eq!(message.sender_type, "bot");
    assert_eq!(Value::from(message.attachments.clone()), attachments);
}

#[tokio::test]
async fn pingback_ids_that_are_no_uuids_go_back_as_they_came() {
    const ODD: &str = "g7b8c9d0-e1f2-3456-abcd-567890123456";
    let mut body = documented();
    body["id"] = ODD.into();
    body["messages"][0]["sender_id"] = ODD.into();
    let conversation = read(&body).await;
    let sender = conversation.messages[0].sender_id.as_ref();
    assert_eq!(sender.map(Id::to_string).as_deref(), Some(ODD));

    let server = Server::answering(Answer::json(200, body)).await;
    let client: pingback::Client = client(&server);
    let get = client.get_conversation().conversation_id(conversation.id);
    get.send().await.expect("it exists");
    let target = format!("/api/v1/conversations/{ODD}");
    assert_eq!(server.request().target(), target);
}

#[tokio::test]
async fn pingback_resolve_and_close_tell_now_from_before() {
    let server = Server::answering(Answer::Close).await;
    let client: pingback::Client = client(&server);
    let answer = |body: Value| server.answer(Answer::json(200, body));
    let resolve = || client.resolve_conversation().conversation_id("c-1").send();
    let close = || client.close_conversation().conversation_id("c-1").send();

    answer(json!({ "resolved_at": "2024-03-01T10:30:00Z" }));
    let resolved = resolve().await.expect("it is resolved").into_inner();
    assert!(matches!(resolved, Resolved::Now(now) if now.resolved_at.timestamp() == 1709289000));
    answer(json!({ "detail": "Already resolved" }));
    let resolved = resolve().await.expect("it was resolved").into_inner();
    assert!(matches!(resolved, Resolved::AlreadyDone(it) if it.detail == "Already resolved"));

    answer(json!({ "closed_at": "2024-03-01T11:00:00Z" }));
    let closed = close().await.expect("it is closed").into_inner();
    assert!(matches!(closed, Closed::Now(now) if now.closed_at.timestamp() == 1709290800));
    answer(json!({ "detail": "Already closed" }));
    let closed = close().await.expect("it was closed").into_inner();
    assert!(matches!(closed, Closed::AlreadyDone(it) if it.detail == "Already closed"));
}

#[tokio::test]
async fn pingback_plan_limits_are_typed_and_never_waited_for() {
    let server = Server::answering(Answer::Close).await;
    let client: pingback::Client = client(&server);
    let limit = provider("pingback")
        .responses()
        .find(|(_, status)| *status == 402);
    let (limit, _) = limit.expect("it is documented");
    server.answer(Answer::json(402, limit.json));
    let create = client.create_conversation();
    let error = create.body(CreateConversation::new(WORKSPACE)).send().await;
    let error = error.expect_err("the plan does not allow it");
    let body = error.body().expect("it is typed");
    assert_eq!(
        (body.error.as_str(), body.current),
        ("limit_exceeded", Some(2))
    );

    server.answer(Answer::json(429, json!({})));
    let send = client.send_message().conversation_id("c-1");
    let error = send.body(SendMessage::new("Hi!")).send().await;
    assert_eq!(error.expect_err("the month is over").attempts(), 1);
}
