//! Tests the exact requests of Bridge.

use converse::bridge::Client;
use converse::bridge::types::{
    ConversationStatus, CreateConversation, CreateFile, CreateMessage, ExternalChanges,
    ExternalParticipant, FileType, IdentifierType, InternalChanges, InternalIdentifierType,
    InternalParticipant, MessageProviderType, NewParticipants, ParticipantChanges,
    ReleaseConversation, UpdateConversation,
};
use uuid::{Uuid, uuid};

use super::wire;
use crate::support::WORKSPACE;

const CONVERSATION: Uuid = uuid!("0f9d1a2a-1234-4e63-8f3e-b6cf1c4a2b1e");

#[tokio::test]
async fn create_conversation() {
    wire("createConversation", async |client: Client| {
        let external = ExternalParticipant::new("+4915112345678")
            .identifier_type(IdentifierType::Phone)
            .message_provider_type(MessageProviderType::Whatsapp)
            .provider_channel_id("channel-1");
        let internal = InternalParticipant::new("ana@example.com")
            .identifier_type(InternalIdentifierType::Email);
        let participants = NewParticipants::new()
            .externals(vec![external])
            .internals(vec![internal]);
        let body = CreateConversation::new(participants)
            .name("Delivery of order 7")
            .status(ConversationStatus::Ghost)
            .team_id(uuid!("3c90c3cc-0d44-4b50-8888-8dd25736052a"));
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
            .cursor("next page/2==&a=b")
            .status(ConversationStatus::NotAssignedToHuman)
            .internal_user_identifier("ana+sales@example.com")
            .internal_user_identifier_type(InternalIdentifierType::Email)
            .external_user_identifier("+4915112345678")
            .external_user_identifier_type(IdentifierType::Phone);
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
        let joins = ExternalParticipant::new("+4915112345678");
        let leaves = InternalParticipant::new("ana@example.com");
        let changes = ParticipantChanges::new()
            .externals(ExternalChanges::new().add([joins]))
            .internals(InternalChanges::new().remove([leaves]));
        let body = UpdateConversation::new()
            .status(ConversationStatus::Active)
            .participants(changes);
        let update = client.update_conversation().workspace_id(WORKSPACE);
        update.conversation_id(CONVERSATION).body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn update_conversation_takes_the_name_away() {
    wire("updateConversation.clear", async |client: Client| {
        let body = UpdateConversation::new()
            .name("Parcels")
            .clear_name()
            .status(ConversationStatus::Active);
        let update = client.update_conversation().workspace_id(WORKSPACE);
        update.conversation_id(CONVERSATION).body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn release_conversation() {
    wire("releaseConversation", async |client: Client| {
        let body = ReleaseConversation::new().reason("Solved");
        let release = client.release_conversation().workspace_id(WORKSPACE);
        let release = release.conversation_id(CONVERSATION);
        release.body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn release_conversation_without_a_reason() {
    wire("releaseConversation.plain", async |client: Client| {
        let release = client.release_conversation().workspace_id(WORKSPACE);
        let release = release.conversation_id(CONVERSATION);
        release.body(ReleaseConversation::new()).send().await
    })
    .await;
}

#[tokio::test]
async fn create_message() {
    wire("createMessage", async |client: Client| {
        let body = CreateMessage::new(CONVERSATION, "It is on its way. – Ana")
            .enable_external_broadcast(false)
            .reply_to_message_id("3c90c3cc-0d44-4b50-8888-8dd25736052a")
            .media_ids(["media-1", "media-2"]);
        let create = client.create_message().workspace_id(WORKSPACE);
        create.body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn create_files() {
    wire("createFiles", async |client: Client| {
        let checksum = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let photo = CreateFile::new("parcel.jpg", FileType::Image, checksum);
        let files = [
            photo.content_type("image/jpeg"),
            CreateFile::new("bill.pdf", FileType::Document, checksum),
        ];
        let create = client.create_files().workspace_id(WORKSPACE);
        create.body(files).send().await
    })
    .await;
}

#[tokio::test]
async fn get_provider_channels() {
    wire("getProviderChannels", async |client: Client| {
        let get = client.get_provider_channels().workspace_id(WORKSPACE);
        let get = get.message_provider_type(MessageProviderType::Whatsapp);
        get.send().await
    })
    .await;
}
