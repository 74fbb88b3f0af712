//! Types of Bird, by hand. Free-form fields are kept by `serde(flatten)`.

use chrono::{DateTime, Utc};
use converse::serde_json::{Map, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::bird_body::MessageBody;
pub use super::bird_participant::*;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageList {
    pub results: Option<Vec<Message>>,
    pub next_page_token: Option<String>,
    pub total: Option<i64>,
    pub total_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationList {
    pub results: Option<Vec<Conversation>>,
    pub next_page_token: Option<String>,
    pub total: Option<i64>,
    pub total_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresignedUpload {
    pub media_url: String,
    pub upload_url: String,
    pub upload_method: String,
    pub upload_form_data: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub body: Option<MessageBody>,
    pub channel_id: Option<Uuid>,
    pub conversation_created_at: Option<DateTime<Utc>>,
    pub conversation_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    pub draft: bool,
    pub draft_meta: Option<Value>,
    pub id: String,
    pub interactions: Option<Vec<Value>>,
    pub meta: Option<Value>,
    pub reason: Option<String>,
    pub receiver: Option<Value>,
    pub receiver_types: Option<Vec<RecipientType>>,
    pub recipients: Option<Vec<Contact>>,
    pub reference: Option<String>,
    pub source: MessageSource,
    pub status: MessageStatus,
    pub updated_at: DateTime<Utc>,
    pub sender: MessageSender,
    pub template: Option<Value>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    pub accessibility: Accessibility,
    pub active_participant_count: i32,
    pub assignee_id: Option<Uuid>,
    pub attributes: Option<Map<String, Value>>,
    pub category: Option<String>,
    pub channel_id: Uuid,
    pub created_at: DateTime<Utc>,
    pub description: Option<String>,
    pub directory: Option<String>,
    pub featured_participants: Option<Vec<Participant>>,
    pub has_draft: Option<bool>,
    pub id: Uuid,
    pub inbox: Option<InboxRef>,
    pub initiating_participant: Option<Participant>,
    pub last_message: Option<LastMessage>,
    pub last_message_incoming_at: Option<DateTime<Utc>>,
    pub last_message_outgoing_at: Option<DateTime<Utc>>,
    pub name: String,
    pub participants: Option<Vec<ListedParticipant>>,
    pub pending_participant_count: Option<i32>,
    pub platform_style: PlatformStyle,
    pub private_attributes: Option<String>,
    pub read: Option<bool>,
    pub referral: Option<Referral>,
    pub resource: Option<Resource>,
    pub resource_uri: Option<String>,
    pub starred: Option<bool>,
    pub status: ConversationStatus,
    pub style: Option<ConversationStyle>,
    pub summary: Option<String>,
    pub tags: Option<Vec<String>>,
    pub updated_at: DateTime<Utc>,
    pub visibility: Visibility,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MessageSource {
    Conversations,
    External,
    Channels,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    Accepted,
    Processing,
    Sent,
    SendingFailed,
    Delivered,
    DeliveryFailed,
    Deleted,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageSender {
    pub email: Option<String>,
    pub name: Option<String>,
    pub avatar_url: Option<String>,
    pub contact: Option<ParticipantContact>,
    pub conversation_id: Option<Uuid>,
    pub created_at: Option<DateTime<Utc>>,
    pub display_name: Option<String>,
    pub id: String,
    pub resource_uri: Option<String>,
    pub status: Option<ParticipantStatus>,
    pub type_: ParticipantType,
    pub updated_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Accessibility {
    Open,
    InviteOnly,
    RequestToJoin,
    Private,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InboxRef {
    pub id: Uuid,
    pub identifier: String,
    pub owner_id: Uuid,
    pub owner_type: InboxOwnerType,
    pub type_: InboxType,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastMessage {
    pub created_at: DateTime<Utc>,
    pub draft: Option<bool>,
    pub id: Uuid,
    pub preview: MessagePreview,
    pub recipients: Option<Vec<Contact>>,
    pub sender: Option<MessageSender>,
    pub status: MessageStatus,
    pub type_: MessageType,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlatformStyle {
    Direct,
    Email,
    DirectMultiple,
    DirectThreaded,
    GroupMultiple,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Referral {
    pub caption: Option<String>,
    pub media_type: Option<String>,
    pub media_url: Option<String>,
    pub source_id: String,
    pub source_type: Option<String>,
    pub source_url: Option<String>,
    pub text: Option<String>,
    pub timestamp: Option<DateTime<Utc>>,
    pub title: Option<String>,
    pub username: Option<String>,
}

#[derive(Deserialize)]
pub struct Resource {
    pub id: Uuid,
    pub type_: ResourceType,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConversationStatus {
    Deleted,
    Active,
    Closed,
    Spam,
    Archived,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConversationStyle {
    Default,
    DirectMessage,
    ChatChannel,
    PersonalInbox,
    Resource,
    GroupInbox,
    Support,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Visibility {
    Public,
    Private,
    Direct,
    Group,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum InboxOwnerType {
    User,
    Group,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum InboxType {
    Personal,
    Shared,
    Support,
}

#[derive(Deserialize)]
pub struct MessagePreview {
    pub text: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MessageType {
    Text,
    Html,
    Image,
    File,
    Gif,
    Location,
    Carousel,
    List,
    Section,
    Authentication,
    Action,
    Comment,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceType {
    Task,
    TaskConversation,
    Reimbursement,
    SalesLead,
    SalesOpportunity,
    SalesAccount,
    Expense,
    Project,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewMessage {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    pub participant_id: String,
    pub participant_type: ParticipantType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to_message_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<NewRecipient>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_missing_participants: Option<bool>,
    pub body: MessageBody,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
