//! Tests the exact requests of Pingback.

use converse::pingback::Client;
use converse::pingback::types::{
    ConversationStatus, CreateBusiness, CreateConversation, Login, Plan, Registration, SendMessage,
};
use serde_json::json;
use uuid::{Uuid, uuid};

use super::wire;

const CONVERSATION: &str = "c3d4e5f6-a7b8-9012-cdef-123456789012";
const BUSINESS: Uuid = uuid!("b2c3d4e5-f6a7-8901-bcde-f12345678901");

#[tokio::test]
async fn create_conversation() {
    wire("createConversation", async |client: Client| {
        let body = CreateConversation::new(BUSINESS).initial_message("Hi!\nHow can I help?");
        client.create_conversation().body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn list_conversations_with_every_filter() {
    wire("listConversations", async |client: Client| {
        let list = client
            .list_conversations()
            .status(ConversationStatus::Pending)
            .assignee_id(7)
            .page(2)
            .limit(20);
        list.send().await
    })
    .await;
}

#[tokio::test]
async fn list_conversations_sends_no_default() {
    wire("listConversations.plain", async |client: Client| {
        client.list_conversations().send().await
    })
    .await;
}

#[tokio::test]
async fn get_conversation() {
    wire("getConversation", async |client: Client| {
        let get = client.get_conversation();
        get.conversation_id(CONVERSATION).send().await
    })
    .await;
}

#[tokio::test]
async fn resolve_conversation() {
    wire("resolveConversation", async |client: Client| {
        let resolve = client.resolve_conversation();
        resolve.conversation_id(CONVERSATION).send().await
    })
    .await;
}

#[tokio::test]
async fn close_conversation() {
    wire("closeConversation", async |client: Client| {
        let close = client.close_conversation();
        close.conversation_id(CONVERSATION).send().await
    })
    .await;
}

#[tokio::test]
async fn send_message() {
    wire("sendMessage", async |client: Client| {
        let body = SendMessage::new("On its way.").attachments([json!({ "url": "a.png" })]);
        let send = client.send_message().conversation_id(CONVERSATION);
        send.body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn send_message_without_attachments() {
    wire("sendMessage.plain", async |client: Client| {
        let send = client.send_message().conversation_id(CONVERSATION);
        send.body(SendMessage::new("On its way.")).send().await
    })
    .await;
}

#[tokio::test]
async fn assign_conversation() {
    wire("assignConversation", async |client: Client| {
        let assign = client.assign_conversation();
        let assign = assign.conversation_id(CONVERSATION);
        assign.agent_id("agent 7/b").send().await
    })
    .await;
}

#[tokio::test]
async fn assign_conversation_to_member() {
    wire("assignConversationToMember", async |client: Client| {
        let assign = client.assign_conversation_to_member();
        let assign = assign.conversation_id(CONVERSATION);
        assign.agent_id("agent 7&b").send().await
    })
    .await;
}

#[tokio::test]
async fn get_current_user() {
    wire("getCurrentUser", async |client: Client| {
        client.get_current_user().send().await
    })
    .await;
}

#[tokio::test]
async fn login_sends_no_credential() {
    wire("login", async |client: Client| {
        let body = Login::new("ana@example.com", "correct horse");
        client.login().body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn register_sends_no_credential() {
    wire("register", async |client: Client| {
        let body = Registration::new("ana@example.com", "Ana", "correct horse");
        client.register().body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn create_business() {
    wire("createBusiness", async |client: Client| {
        let body = CreateBusiness::new("Shop").team_size("2-10");
        client.create_business().body(body).send().await
    })
    .await;
}

#[tokio::test]
async fn list_team_members() {
    wire("listTeamMembers", async |client: Client| {
        client.list_team_members().send().await
    })
    .await;
}

#[tokio::test]
async fn remove_team_member() {
    wire("removeTeamMember", async |client: Client| {
        client.remove_team_member().member_id("m-1").send().await
    })
    .await;
}

#[tokio::test]
async fn get_checkout_url() {
    wire("getCheckoutUrl", async |client: Client| {
        client.get_checkout_url().plan(Plan::Pro).send().await
    })
    .await;
}
