//! The participants of a conversation of Bird, by hand.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantList {
    pub results: Option<Vec<Participant>>,
    pub next_page_token: Option<String>,
    pub total: Option<i64>,
    pub total_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RecipientType {
    To,
    Cc,
    Bcc,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    pub contact_annotation: Option<ContactAnnotation>,
    pub country_code: Option<String>,
    pub id: Option<Uuid>,
    pub identifier_key: Option<String>,
    pub identifier_value: Option<String>,
    pub identifiers: Option<Vec<ContactIdentifier>>,
    pub platform_address: Option<String>,
    pub platform_address_selector: Option<String>,
    pub receiver_expression: Option<String>,
    pub receiver_value: Option<String>,
    pub type_: Option<String>,
}

#[derive(Deserialize)]
pub struct ListedParticipant {
    pub contact: Option<ParticipantContact>,
    pub id: String,
    pub type_: ParticipantType,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantContact {
    pub identifier_key: String,
    pub identifier_value: String,
    pub platform_address: Option<String>,
    pub platform_address_selector: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ParticipantStatus {
    Invited,
    Pending,
    Active,
    Inactive,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ParticipantType {
    User,
    Contact,
    Agent,
    Flow,
    Bot,
    AccessKey,
    Channel,
    Connector,
    CollaborationAutomation,
}

#[derive(Deserialize)]
pub struct ContactAnnotation {
    pub name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactIdentifier {
    pub identifier_key: String,
    pub identifier_value: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewRecipient {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier_value: Option<String>,
    #[serde(rename = "type")]
    pub type_: RecipientType,
}
