//! Tests the typed values of undocumented enum values and fields.

use converse::{bird, bridge, pingback};
use converse_test_support::{Answer, Server};
use serde_json::json;

use crate::support::providers::provider;
use crate::support::{WORKSPACE, client};

const NEW: &str = "Something-New";

#[tokio::test]
async fn bird_unknown_values_are_readable_and_siblings_survive() {
    use bird::types::{ConversationStatus, CreateConversation, MessageType, ParticipantType};
    let mut body = provider("bird").response("createConversation", "");
    for place in [
        "/status",
        "/lastMessage/type",
        "/featuredParticipants/0/type",
        "/platformStyle",
    ] {
        *body.pointer_mut(place).expect("the place exists") = NEW.into();
    }
    body["new"] = json!({ "field": 1 });
    let server = Server::answering(Answer::json(201, body)).await;
    let client: bird::Client = client(&server);
    let request = CreateConversation::new("x").channel_id(WORKSPACE);
    let created = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(request)
        .send()
        .await
        .expect("it decodes");

    assert_eq!(
        (created.status.as_str(), created.status.is_known()),
        (NEW, false)
    );
    assert_eq!(created.status, ConversationStatus::Unknown(NEW.to_owned()));
    assert_eq!(created.platform_style, NEW);
    let message = created.last_message.as_ref().expect("it exists");
    assert!(matches!(&message.type_, MessageType::Unknown(text) if text == NEW));
    let Some([first, second]) = created.featured_participants.as_deref() else {
        panic!("{created:?}");
    };
    assert_eq!(
        (first.type_.as_str(), &second.type_),
        (NEW, &ParticipantType::Contact)
    );
    assert_eq!(created.name, "Email Subject");
}

#[tokio::test]
async fn bridge_unknown_values_are_readable_and_siblings_survive() {
    use bridge::types::{ConversationStatus, IdentifierType};
    let mut body = provider("bridge").response("listConversations", "");
    let first = body["conversations"][0].clone();
    body["conversations"]
        .as_array_mut()
        .expect("it is a list")
        .push(first);
    body["conversations"][0]["status"] = NEW.into();
    body["conversations"][0]["participants"]["externals"][0]["identifierType"] = NEW.into();
    let server = Server::answering(Answer::json(200, body)).await;
    let client: bridge::Client = client(&server);
    let listed = client
        .list_conversations()
        .workspace_id(WORKSPACE)
        .send()
        .await
        .expect("it decodes");

    let [first, second] = listed.conversations.as_slice() else {
        panic!("{listed:?}");
    };
    assert_eq!(
        first.status.as_ref().map(ConversationStatus::as_str),
        Some(NEW)
    );
    assert_eq!(second.status, Some(ConversationStatus::Active));
    let types = |conversation: &bridge::types::Conversation| {
        let externals = conversation
            .participants
            .externals
            .clone()
            .unwrap_or_default();
        externals[0].identifier_type.clone()
    };
    assert_eq!(types(first), Some(IdentifierType::Unknown(NEW.to_owned())));
    assert_eq!(types(second), Some(IdentifierType::Id));
}

#[tokio::test]
async fn pingback_unknown_values_are_readable_and_siblings_survive() {
    use pingback::types::{CreateConversation, Id, SenderType};
    let mut body = provider("pingback").response("createConversation", "");
    let message = body["messages"][0].clone();
    body["messages"]
        .as_array_mut()
        .expect("it is a list")
        .push(message);
    body["messages"][0]["sender_type"] = NEW.into();
    body["customer"]["id"] = json!({ "region": "eu", "number": 42 });
    let server = Server::answering(Answer::json(201, body)).await;
    let client: pingback::Client = client(&server);
    let created = client
        .create_conversation()
        .body(CreateConversation::new(WORKSPACE))
        .send()
        .await;
    let created = created.expect("it decodes");

    let [first, second] = created.messages.as_slice() else {
        panic!("{created:?}");
    };
    assert_eq!(
        (first.sender_type.as_str(), &second.sender_type),
        (NEW, &SenderType::Agent)
    );
    let customer = created.customer.as_ref().expect("it exists");
    assert!(
        matches!(&customer.id, Id::Unknown(id) if id["number"] == 42),
        "{customer:?}"
    );
    assert_eq!(customer.name.as_deref(), Some("Alex Johnson"));
}
