//! Tests the exact requests of the operations on messages.

use converse::bird::Client;
use converse::bird::types::{
    CreateMessageWithBody, CreateMessageWithTemplate, CreatePresignedUpload, EmailSender,
    MessageParticipantType, Template, UpdateMessage,
};
use converse_core::Timestamp;
use uuid::{Uuid, uuid};

use super::{CONVERSATION, recipient, text};
use crate::support::WORKSPACE;
use crate::wire::wire;

const MESSAGE: Uuid = uuid!("0c854061-6026-48c7-a2e8-bffb6458727b");
const SENDER: Uuid = uuid!("0c0defe3-c98d-46d9-a9bf-febc1e08aa0c");

#[tokio::test]
async fn list_messages_with_every_filter() {
    wire("listMessages", async |client: Client| {
        let from: Timestamp = "2024-11-25T21:12:10.55+01:00"
            .parse()
            .expect("it is a time");
        let list = client
            .list_messages()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .limit(100)
            .page_token("MjAyNC0xMQ==")
            .reverse(false)
            .date_from(from);
        list.send().await
    })
    .await;
}

#[tokio::test]
async fn create_message_with_a_field_that_is_not_documented() {
    wire("createMessage", async |client: Client| {
        let kind = MessageParticipantType::AccessKey;
        let mut message = CreateMessageWithBody::new(SENDER, kind, text())
            .recipients([recipient()])
            .reference("order-7/1")
            .reply_to_message_id(MESSAGE)
            .add_missing_participants(true);
        message.extra.insert("priority".to_owned(), "high".into());
        let create = client.create_message().workspace_id(WORKSPACE);
        // A plain string in the document, unlike in all other operations.
        let create = create.conversation_id(CONVERSATION.to_string());
        create.body(message).send().await
    })
    .await;
}

#[tokio::test]
async fn create_message_from_a_template() {
    wire("createMessage.template", async |client: Client| {
        let template = Template::new("en", WORKSPACE, "1");
        let message = CreateMessageWithTemplate::new(template)
            .draft(true)
            .participant_type(MessageParticipantType::Contact)
            .participant_contact_identifier_key("phonenumber")
            .participant_contact_identifier_value("+31612345678");
        let create = client.create_message().workspace_id(WORKSPACE);
        create
            .conversation_id(CONVERSATION.to_string())
            .body(message)
            .send()
            .await
    })
    .await;
}

#[tokio::test]
async fn get_message() {
    wire("getMessage", async |client: Client| {
        let get = client.get_message().workspace_id(WORKSPACE);
        get.conversation_id(CONVERSATION)
            .message_id(MESSAGE)
            .send()
            .await
    })
    .await;
}

#[tokio::test]
async fn update_message() {
    wire("updateMessage", async |client: Client| {
        let body = UpdateMessage::new()
            .draft(false)
            .body(text())
            .sender(EmailSender::new("Ana").email("ana@example.com"))
            .recipients([recipient()]);
        let update = client
            .update_message()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .message_id(MESSAGE)
            .body(body);
        update.send().await
    })
    .await;
}

#[tokio::test]
async fn delete_message() {
    wire("deleteMessage", async |client: Client| {
        let delete = client.delete_message().workspace_id(WORKSPACE);
        delete
            .conversation_id(CONVERSATION)
            .message_id(MESSAGE)
            .send()
            .await
    })
    .await;
}

#[tokio::test]
async fn create_presigned_upload() {
    wire("createPresignedUpload", async |client: Client| {
        let create = client
            .create_presigned_upload()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .body(CreatePresignedUpload::new("image/png"));
        create.send().await
    })
    .await;
}
