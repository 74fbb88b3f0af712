//! Traps in Pingback's document.

use converse::pingback;
use converse::pingback::types::{Conversation, CreateConversation, CustomerBusinessId, CustomerId};
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use crate::support::providers::provider;
use crate::support::server::{Answer, Server};
use crate::support::{WORKSPACE, client};

fn documented() -> Value {
    provider("pingback").response("createConversation", "")
}

/// What a client reads from an answer.
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
    for (id, expected, expected_business) in [
        (
            json!(42),
            CustomerId::Integer(42),
            CustomerBusinessId::Integer(42),
        ),
        (
            json!(TEXT),
            CustomerId::String(TEXT.to_owned()),
            CustomerBusinessId::String(TEXT.to_owned()),
        ),
    ] {
        let mut body = documented();
        body["customer"]["id"] = id.clone();
        body["customer"]["business_id"] = id.clone();
        let customer = read(&body).await.customer.expect("it is there");
        assert_eq!(customer.id, expected);
        assert_eq!(customer.business_id, Some(expected_business));
        assert_eq!(
            serde_json::to_value(&customer).expect("it encodes")["id"],
            id
        );
    }
}

#[tokio::test]
async fn trap_12_pingback_uuids_need_no_version() {
    const NO_VERSION: Uuid = uuid!("c3d4e5f6-a7b8-0012-0def-123456789012");
    let mut body = documented();
    body["id"] = NO_VERSION.to_string().into();
    assert_eq!(read(&body).await.id, NO_VERSION);

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
