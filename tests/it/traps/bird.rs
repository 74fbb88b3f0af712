//! Tests traps in Bird's document.

mod life;
mod shapes;

use converse::bird::types::{
    Accessibility, Conversation, ConversationStyle, CreateConversation, DetailedError,
    DetailedOrValidationError, MessageStatus, ResourceRef, ValidationError,
};
use converse::dynamic::Arguments;
use converse::{CallError, Delivery, ErrorKind, ResponseValue, bird};
use converse_core::operation::Side;
use converse_core::testing;
use converse_test_support::{Answer, Server};
use serde_json::{Value, json};
use uuid::uuid;

use crate::support::providers::provider;
use crate::support::{WORKSPACE, client};

/// Starts a server that creates conversations.
async fn creating() -> Server {
    Server::answering(Answer::json(
        201,
        provider("bird").response("createConversation", ""),
    ))
    .await
}

async fn create(
    server: &Server,
    body: CreateConversation,
) -> Result<ResponseValue<Conversation>, CallError<DetailedOrValidationError>> {
    let client: bird::Client = client(server);
    client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body)
        .send()
        .await
}

/// Returns a body that satisfies the rule.
fn conversation() -> CreateConversation {
    CreateConversation::new("Order 7").channel_id(uuid!("25431165-c486-4a94-94f6-b3633c9af905"))
}

/// Sends a body and returns the one that arrived.
async fn arrived(body: CreateConversation) -> Value {
    let server = creating().await;
    create(&server, body).await.expect("it is created");
    server.request().json()
}

#[tokio::test]
async fn trap_01_bird_responses_lack_style_and_draft() {
    for name in ["simple-message", "email-template", "whatsapp-template"] {
        let body = provider("bird").response("createConversation", name);
        let server = Server::answering(Answer::json(201, body)).await;
        let created = create(&server, conversation()).await.expect("it decodes");
        assert_eq!(created.style, None);
        let message = created
            .last_message
            .as_ref()
            .expect("the example has a message");
        assert_eq!(message.draft, None);
    }
}

#[tokio::test]
async fn trap_02_bird_workspace_id_stands_in_the_path() {
    let server = creating().await;
    create(&server, conversation())
        .await
        .expect("it is created");
    assert_eq!(
        server.request().target(),
        format!("/workspaces/{WORKSPACE}/conversations")
    );

    let client: bird::Client = client(&server);
    let error = client
        .create_conversation()
        .body(conversation())
        .send()
        .await
        .expect_err("the workspace is missing");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
    assert!(error.to_string().contains("workspace_id"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn trap_03_bird_needs_a_channel_or_a_resource() {
    let server = creating().await;
    let call = |body: Value| {
        let client: bird::Client = client(&server);
        let arguments = Arguments::new()
            .path("workspaceId", WORKSPACE.to_string())
            .body(body);
        async move { client.call("createConversation", arguments).await }
    };
    for bad in [
        json!({ "name": "x" }),
        json!({ "name": "x", "resource": null }),
    ] {
        let error = call(bad.clone()).await.expect_err("the rule is broken");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent),
            "{bad}"
        );
        let text = error.to_string();
        assert!(
            text.contains("`channelId`") && text.contains("`resource`"),
            "{bad}: {text}"
        );
    }
    assert_eq!(server.connections(), 0, "nothing is sent");

    let channel = "25431165-c486-4a94-94f6-b3633c9af905";
    for good in [
        json!({ "name": "x", "channelId": channel }),
        json!({ "name": "x", "resource": {} }),
        json!({ "name": "x", "resource": { "id": channel } }),
        json!({ "name": "x", "resource": { "type": "task", "id": channel } }),
        json!({ "name": "x", "channelId": channel, "resource": { "type": "task" } }),
    ] {
        call(good.clone())
            .await
            .unwrap_or_else(|error| panic!("{good}: {error}"));
    }
}

#[tokio::test]
async fn trap_03_bird_typed_bodies_follow_the_rule() {
    let server = creating().await;
    let bad = CreateConversation::new("x");
    let error = create(&server, bad).await.expect_err("the rule is broken");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
    assert_eq!(server.connections(), 0, "nothing is sent");
    // An object without fields is present.
    let good = CreateConversation::new("x").resource(ResourceRef::new());
    create(&server, good).await.expect("the rule holds");
}

#[tokio::test]
async fn trap_04_bird_error_schemas_differ_by_status() {
    let details = json!({ "name": ["is too long", "has a line break"] });
    let body = json!({ "code": "SomeCode", "message": "Some message", "details": details, "traceId": { "new": 1 } });
    for status in [403, 404, 409, 422] {
        let server = Server::answering(Answer::json(status, &body)).await;
        let error = create(&server, conversation())
            .await
            .expect_err("it is refused");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        match (status, error.body().expect("it decodes")) {
            (422, DetailedOrValidationError::Validation(ValidationError { code, details, .. })) => {
                assert_eq!(code, "SomeCode");
                let details = details.as_ref().expect("they exist");
                assert_eq!(details["name"], ["is too long", "has a line break"]);
            }
            (
                403 | 404 | 409,
                DetailedOrValidationError::Detailed(DetailedError {
                    message, details, ..
                }),
            ) => {
                assert_eq!(message, "Some message");
                assert_eq!(
                    details
                        .as_ref()
                        .and_then(|it| it["name"].as_array())
                        .map(Vec::len),
                    Some(2)
                );
            }
            (_, other) => panic!("{status}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn trap_07_bird_attributes_are_any_json() {
    let attributes = json!({ "text": "1", "number": 1.5, "list": [null, true], "object": { "a": {} }, "empty": "" });
    let Value::Object(map) = attributes.clone() else {
        unreachable!("it is an object");
    };
    let sent = arrived(conversation().attributes(map.clone())).await;
    testing::value_equal(&attributes, &sent["attributes"], Side::Request).unwrap();

    let mut body = provider("bird").response("createConversation", "");
    body["attributes"] = attributes;
    let server = Server::answering(Answer::json(201, body)).await;
    let created = create(&server, conversation()).await.expect("it decodes");
    assert_eq!(created.attributes, Some(map));
}

#[tokio::test]
async fn trap_07_bird_enums_are_spelled_in_several_ways() {
    let mut body = provider("bird").response("createConversation", "");
    body["accessibility"] = "invite-only".into();
    body["style"] = "directMessage".into();
    body["lastMessage"]["status"] = "sending_failed".into();
    let server = Server::answering(Answer::json(201, body)).await;
    let created = create(&server, conversation()).await.expect("it decodes");
    assert!(matches!(created.accessibility, Accessibility::InviteOnly));
    assert!(matches!(
        created.style,
        Some(ConversationStyle::DirectMessage)
    ));
    let message = created
        .last_message
        .as_ref()
        .expect("the example has a message");
    assert!(matches!(message.status, MessageStatus::SendingFailed));
}

#[tokio::test]
async fn trap_07_bird_fractions_of_seconds_vary() {
    let mut body = provider("bird").response("createConversation", "");
    body["createdAt"] = "2024-11-29T13:47:08Z".into();
    body["updatedAt"] = "2024-11-29T13:47:08.591234Z".into();
    body["lastMessage"]["createdAt"] = "2024-11-29T13:47:08.59Z".into();
    let server = Server::answering(Answer::json(201, body)).await;
    let created = create(&server, conversation()).await.expect("it decodes");
    let message = created
        .last_message
        .as_ref()
        .expect("the example has a message");
    assert_eq!(message.created_at.timestamp_subsec_millis(), 590);
    assert!(created.created_at < message.created_at && message.created_at < created.updated_at);
}
