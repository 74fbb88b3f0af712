//! Types of Bridge, by hand. What the document lists no values of is a string.

use chrono::{DateTime, Utc};
use converse::serde_json::{Map, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
pub struct ConversationList {
    pub conversations: Vec<Conversation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateConversation {
    pub participants: NewParticipants,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ConversationStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateMessage {
    pub conversation_id: String,
    pub message_body: String,
    pub enable_external_broadcast: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to_message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_ids: Option<Vec<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedMessage {
    pub message_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messaging_product: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedFile {
    pub media_id: String,
    pub presign_url: PresignedUrl,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderChannels {
    pub workspace_id: String,
    pub provider_channels: Vec<ProviderChannel>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    pub id: String,
    pub workspace_id: String,
    pub participants: Participants,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ConversationStatus>,
}

#[derive(Serialize, Deserialize)]
pub struct NewParticipants {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub externals: Option<Vec<ExternalParticipant>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internals: Option<Vec<InternalParticipant>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConversationStatus {
    Active,
    Ghost,
    Released,
    NotAssignedToHuman,
    Blocked,
}

#[derive(Serialize, Deserialize)]
pub struct PresignedUrl {
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<Map<String, Value>>,
}

#[derive(Serialize, Deserialize)]
pub struct ProviderChannel {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<MessageProviderType>,
    pub identifier: String,
}

#[derive(Serialize, Deserialize)]
pub struct Participants {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub externals: Option<Vec<Participant>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internals: Option<Vec<Participant>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalParticipant {
    pub identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_type: Option<IdentifierType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_provider_type: Option<MessageProviderType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_channel_id: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InternalParticipant {
    pub identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_type: Option<InternalIdentifierType>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MessageProviderType {
    Whatsapp,
    Heygia,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    pub identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_type: Option<IdentifierType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum IdentifierType {
    Id,
    Email,
    Phone,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum InternalIdentifierType {
    Id,
    Email,
}
