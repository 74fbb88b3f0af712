//! Tests the exact requests of Bird.

mod messages;
mod participants;

use converse::bird::Client;
use converse::bird::types::{
    ContactByIdentifier, ConversationStatus, ConversationalChannel, ConversationalChannelStatus,
    CreateConversation, InitialMessageWithBody, MessageBody, RecipientByIdentifier, RecipientType,
    TextBody, TextContent, UpdateConversation, Visibility,
};
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use super::wire;
use crate::support::WORKSPACE;

const CONVERSATION: Uuid = uuid!("2280c45c-60d5-45a2-b51d-06ea752ca167");
const CHANNEL: Uuid = uuid!("25431165-c486-4a94-94f6-b3633c9af905");

/// A body of plain text with characters that JSON escapes or UTF-8 encodes.
fn text() -> MessageBody {
    TextBody::new(TextContent::new("Hey, \"listen\" – 你好!")).into()
}

/// Returns a recipient with a `+`, which would mean a space if it were not encoded.
fn recipient() -> RecipientByIdentifier {
    RecipientByIdentifier::new("+31612345678", RecipientType::To).identifier_key("phonenumber")
}

#[tokio::test]
async fn create_conversation() {
    wire("createConversation", async |client: Client| {
        let message = InitialMessageWithBody::new(text()).recipients([recipient()]);
        let contact = ContactByIdentifier::new("+31612345678").identifier_key("phonenumber");
        let body = CreateConversation::new("Order 7")
            .description("")
            .visibility(Visibility::Private)
            .participants([contact])
            .channel_id(CHANNEL)
            .initial_message(message);
        let create = client.create_conversation();
        create.workspace_id(WORKSPACE).body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn list_conversations_with_every_filter() {
    wire("listConversations", async |client: Client| {
        let list = client
            .list_conversations()
            .workspace_id(WORKSPACE)
            .limit(50)
            .page_token("next page/2==&a=b")
            .reverse(true)
            .resource("task:3c90c3cc-0d44-4b50-8888-8dd25736052a");
        list.send().await
    })
    .await;
}

#[tokio::test]
async fn list_conversations_sends_no_default() {
    wire("listConversations.plain", async |client: Client| {
        let list = client.list_conversations();
        list.workspace_id(WORKSPACE).send().await
    })
    .await;
}

#[tokio::test]
async fn get_conversation() {
    wire("getConversation", async |client: Client| {
        let get = client.get_conversation().workspace_id(WORKSPACE);
        get.conversation_id(CONVERSATION).send().await
    })
    .await;
}

#[tokio::test]
async fn update_conversation() {
    wire("updateConversation", async |client: Client| {
        let Value::Object(attributes) = json!({ "order": 7, "tags": ["a", null] }) else {
            unreachable!("it is an object");
        };
        let body = UpdateConversation::new()
            .name("Order 7, delivered")
            .description("")
            .status(ConversationStatus::Closed)
            .attributes(attributes);
        let update = client.update_conversation().workspace_id(WORKSPACE);
        update.conversation_id(CONVERSATION).body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn update_conversation_clears_what_may_be_null() {
    wire("updateConversation.clear", async |client: Client| {
        let body = UpdateConversation::new().clear_name().clear_attributes();
        let update = client.update_conversation().workspace_id(WORKSPACE);
        update.conversation_id(CONVERSATION).body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn delete_conversation() {
    wire("deleteConversation", async |client: Client| {
        let delete = client.delete_conversation().workspace_id(WORKSPACE);
        delete.conversation_id(CONVERSATION).send().await
    })
    .await;
}

#[tokio::test]
async fn get_channel_configuration() {
    wire("getChannelConfiguration", async |client: Client| {
        let get = client
            .get_channel_configuration()
            .workspace_id(WORKSPACE)
            .channel_id(CHANNEL);
        get.send().await
    })
    .await;
}

#[tokio::test]
async fn update_channel_configuration() {
    wire("updateChannelConfiguration", async |client: Client| {
        let update = client
            .update_channel_configuration()
            .workspace_id(WORKSPACE)
            .channel_id(CHANNEL)
            .body(ConversationalChannel::new(
                ConversationalChannelStatus::Active,
            ));
        update.send().await
    })
    .await;
}
