//! What the bodies of messages of Bird hold besides their content, by hand.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum MessageAction {
    Link(Box<LinkAction>),
    Reply(Box<ReplyAction>),
    LocationRequest(Box<LocationRequestAction>),
    Buy(Box<BuyAction>),
    Postback(Box<PostbackAction>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apple: Option<TextAppleMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<TextLineMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_details: Option<PaymentDetails>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telegram: Option<TextTelegramMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<TextWhatsappMetadata>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HtmlMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub click_tracking: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<EmailFrom>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_open_tracking: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_tracking: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story_type: Option<StoryType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telegram: Option<ImageTelegramMetadata>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story_type: Option<StoryType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telegram: Option<FileTelegramMetadata>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button: Option<ListButton>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_message: Option<ListReplyMessage>,
}

#[derive(Serialize, Deserialize)]
pub struct GifMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telegram: Option<GifTelegramMetadata>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileItemMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_animated: Option<bool>,
}

#[derive(Serialize, Deserialize)]
pub struct LinkAction {
    pub link: LinkContent,
}

#[derive(Serialize, Deserialize)]
pub struct ReplyAction {
    pub reply: ReplyContent,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LocationRequestAction {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location_request: Option<LocationRequestContent>,
}

#[derive(Serialize, Deserialize)]
pub struct BuyAction {
    pub buy: BuyContent,
}

#[derive(Serialize, Deserialize)]
pub struct PostbackAction {
    pub postback: PostbackContent,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextAppleMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_clip_preview: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_clip_region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_text: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct TextLineMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<LineEmojiList>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentDetails {
    pub amount: String,
    pub currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_identifier: Option<String>,
    pub state: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextTelegramMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parse_mode: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextWhatsappMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_permission_expiration: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_permission_response: Option<CallPermissionResponse>,
    pub preview_url: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailFrom {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StoryType {
    Mention,
    Reply,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageTelegramMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parse_mode: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileTelegramMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parse_mode: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct ListButton {
    pub label: String,
}

#[derive(Serialize, Deserialize)]
pub struct ListReplyMessage {
    pub text: String,
    pub title: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GifTelegramMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parse_mode: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct LinkContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<LinkMetadata>,
    pub text: String,
    pub url: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplyContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ReplyMetadata>,
    pub text: String,
}

#[derive(Serialize, Deserialize)]
pub struct LocationRequestContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BuyContent {
    pub amount_cents: i64,
    pub currency: String,
    pub text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PostbackContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handshake: Option<OtpHandshake>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<PostbackMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otp_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    pub text: String,
}

#[derive(Serialize, Deserialize)]
pub struct LineEmojiList {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<LineEmoji>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CallPermissionResponse {
    Accept,
    Reject,
}

#[derive(Serialize, Deserialize)]
pub struct LinkMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<ActionDescription>,
}

#[derive(Serialize, Deserialize)]
pub struct ReplyMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<ActionDescription>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OtpHandshake {
    pub package_name: String,
    pub signature_hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supported_apps: Option<Vec<OtpHandshakeApp>>,
    pub text: String,
    pub zero_tap_terms_accepted: bool,
}

#[derive(Serialize, Deserialize)]
pub struct PostbackMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<ActionDescription>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineEmoji {
    pub emoji_id: String,
    pub index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    pub product_id: String,
}

#[derive(Serialize, Deserialize)]
pub struct ActionDescription {
    pub label: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OtpHandshakeApp {
    pub package_name: String,
    pub signature_hash: String,
}
