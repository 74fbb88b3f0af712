//! Types of Pingback, by hand.

use chrono::{DateTime, Utc};
use converse::serde_json::Value;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Conversation {
    pub id: String,
    pub business_id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<Id>,
    pub status: ConversationStatus,
    pub channel_type: ChannelType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_response_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
    pub messages: Vec<Message>,
}

#[derive(Serialize, Deserialize)]
pub struct Message {
    pub id: String,
    pub conversation_id: String,
    pub sender_type: SenderType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_id: Option<Id>,
    pub content: String,
    pub attachments: Vec<Value>,
    pub created_at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
pub struct CurrentUser {
    pub user: User,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<Business>,
    pub onboarding_complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_role: Option<TeamRole>,
}

#[derive(Serialize, Deserialize)]
pub struct AccessToken {
    pub access_token: ::converse_core::Password,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct Business {
    pub id: Id,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_size: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
pub struct TeamMember {
    pub id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id>,
    pub email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub role: TeamRole,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<MemberStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
pub struct CheckoutUrl {
    pub url: String,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Id {
    String(String),
    Integer(i64),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConversationStatus {
    Open,
    Pending,
    Resolved,
    Closed,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChannelType {
    Webchat,
    Widget,
    Email,
    Whatsapp,
    Telegram,
    Instagram,
    X,
    Sms,
}

#[derive(Serialize, Deserialize)]
pub struct Customer {
    pub id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SenderType {
    Agent,
    Customer,
}

#[derive(Serialize, Deserialize)]
pub struct User {
    pub id: Id,
    pub email: String,
    pub full_name: String,
    pub is_verified: bool,
    pub is_google_account: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TeamRole {
    Owner,
    Admin,
    Agent,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MemberStatus {
    Live,
    Away,
    Offline,
}
