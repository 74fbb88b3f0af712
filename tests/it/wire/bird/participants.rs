//! Tests the exact requests of the operations on participants.

use converse::bird::Client;
use converse::bird::types::{
    ContactIdentifier, ConversationStatusFilter, NewContactById, NewContactByIdentifier,
    NewNonContact, NewNonContactType, SettableParticipantStatus, UpdateParticipant, Visibility,
};
use uuid::{Uuid, uuid};

use super::{CHANNEL, CONVERSATION};
use crate::support::WORKSPACE;
use crate::wire::wire;

const PARTICIPANT: Uuid = uuid!("8f0b5377-2edc-4116-a8e8-6a475f245a04");

fn status(status: SettableParticipantStatus) -> UpdateParticipant {
    UpdateParticipant::new().status(status)
}

#[tokio::test]
async fn list_participants() {
    wire("listParticipants", async |client: Client| {
        let list = client
            .list_participants()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .limit(1)
            .page_token("b=2&c")
            .reverse(true);
        list.send().await
    })
    .await;
}

#[tokio::test]
async fn add_participant_by_an_identifier() {
    wire("addParticipant", async |client: Client| {
        let contact = ContactIdentifier::new("phonenumber", "+31612345678");
        let add = client.add_participant().workspace_id(WORKSPACE);
        add.conversation_id(CONVERSATION)
            .body(NewContactByIdentifier::new(contact))
            .send()
            .await
    })
    .await;
}

#[tokio::test]
async fn add_participant_who_is_a_known_contact() {
    wire("addParticipant.contact", async |client: Client| {
        let contact = NewContactById::new(PARTICIPANT).status(SettableParticipantStatus::Invited);
        let add = client.add_participant().workspace_id(WORKSPACE);
        add.conversation_id(CONVERSATION).body(contact).send().await
    })
    .await;
}

#[tokio::test]
async fn add_participant_who_is_a_flow() {
    wire("addParticipant.flow", async |client: Client| {
        let flow = NewNonContact::new(PARTICIPANT, NewNonContactType::Flow);
        let add = client.add_participant().workspace_id(WORKSPACE);
        add.conversation_id(CONVERSATION).body(flow).send().await
    })
    .await;
}

#[tokio::test]
async fn get_participant_whose_id_is_no_uuid() {
    wire("getParticipant", async |client: Client| {
        let get = client
            .get_participant()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .conversation_participant_id("bot/7 a");
        get.send().await
    })
    .await;
}

#[tokio::test]
async fn update_participant() {
    wire("updateParticipant", async |client: Client| {
        let update = client
            .update_participant()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .conversation_participant_id(PARTICIPANT)
            .body(status(SettableParticipantStatus::Pending));
        update.send().await
    })
    .await;
}

#[tokio::test]
async fn delete_participant() {
    wire("deleteParticipant", async |client: Client| {
        let delete = client
            .delete_participant()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .conversation_participant_id(PARTICIPANT);
        delete.send().await
    })
    .await;
}

#[tokio::test]
async fn get_participant_by_identifier() {
    wire("getParticipantByIdentifier", async |client: Client| {
        let get = client
            .get_participant_by_identifier()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .identifier_key("phonenumber")
            .identifier_value("+31612345678");
        get.send().await
    })
    .await;
}

#[tokio::test]
async fn update_participant_by_identifier() {
    wire("updateParticipantByIdentifier", async |client: Client| {
        let update = client
            .update_participant_by_identifier()
            .workspace_id(WORKSPACE)
            .conversation_id(CONVERSATION)
            .identifier_key("emailaddress")
            .identifier_value("ana+sales@example.com")
            .body(status(SettableParticipantStatus::Active));
        update.send().await
    })
    .await;
}

#[tokio::test]
async fn list_participant_conversations_with_every_filter() {
    wire("listParticipantConversations", async |client: Client| {
        let list = client
            .list_participant_conversations()
            .workspace_id(WORKSPACE)
            .conversation_participant_id(PARTICIPANT)
            .channel_id(CHANNEL)
            .status(ConversationStatusFilter::Active)
            .visibility(Visibility::Public)
            .limit(50)
            .page_token("2")
            .reverse(true);
        list.send().await
    })
    .await;
}

#[tokio::test]
async fn list_participant_conversations_by_identifier() {
    wire(
        "listParticipantConversationsByIdentifier",
        async |client: Client| {
            let list = client
                .list_participant_conversations_by_identifier()
                .workspace_id(WORKSPACE)
                .identifier_key("emailaddress")
                .identifier_value("ana+sales@example.com")
                .channel_id(CHANNEL)
                .status(ConversationStatusFilter::Closed);
            list.send().await
        },
    )
    .await;
}
