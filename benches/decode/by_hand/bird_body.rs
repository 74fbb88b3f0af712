//! The eleven bodies of a message of Bird, by hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bird_metadata::*;

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum MessageBody {
    Text(Box<TextBody>),
    Html(Box<HtmlBody>),
    Image(Box<ImageBody>),
    Gif(Box<GifBody>),
    File(Box<FileBody>),
    Location(Box<LocationBody>),
    Carousel(Box<CarouselBody>),
    List(Box<ListBody>),
    Section(Box<SectionBody>),
    Authentication(Box<AuthenticationBody>),
    Action(Box<ActionBody>),
}

#[derive(Serialize, Deserialize)]
pub struct TextBody {
    pub text: TextContent,
}

#[derive(Serialize, Deserialize)]
pub struct HtmlBody {
    pub html: HtmlContent,
}

#[derive(Serialize, Deserialize)]
pub struct ImageBody {
    pub image: ImageContent,
}

#[derive(Serialize, Deserialize)]
pub struct GifBody {
    pub gif: GifContent,
}

#[derive(Serialize, Deserialize)]
pub struct FileBody {
    pub file: FileContent,
}

#[derive(Serialize, Deserialize)]
pub struct LocationBody {
    pub location: LocationContent,
}

#[derive(Serialize, Deserialize)]
pub struct CarouselBody {
    pub carousel: CarouselContent,
}

#[derive(Serialize, Deserialize)]
pub struct ListBody {
    pub list: ListContent,
}

#[derive(Serialize, Deserialize)]
pub struct SectionBody {
    pub section: SectionContent,
}

#[derive(Serialize, Deserialize)]
pub struct AuthenticationBody {
    pub authentication: AuthenticationContent,
}

#[derive(Serialize, Deserialize)]
pub struct ActionBody {
    pub action: ActionContent,
}

#[derive(Serialize, Deserialize)]
pub struct TextContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<MessageAction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<TextAttachment>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<TextMetadata>,
    pub text: String,
}

#[derive(Serialize, Deserialize)]
pub struct HtmlContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<MessageAction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<HtmlAttachment>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<HtmlMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct ImageContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<MessageAction>>,
    pub images: Vec<ImageItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ImageMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GifContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<MessageAction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    pub media_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<GifMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct FileContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<MessageAction>>,
    pub files: Vec<FileItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<FileMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct LocationContent {
    pub coordinates: Coordinates,
    pub location: Place,
}

#[derive(Serialize, Deserialize)]
pub struct CarouselContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<ContentItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<MessageAction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<ContentItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ListMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct SectionContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configurations: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<MessageBody>>,
}

#[derive(Serialize, Deserialize)]
pub struct AuthenticationContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otp: Option<OneTimePassword>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionContent {
    pub action: ActionType,
    pub permission_request: PermissionRequest,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextAttachment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    pub filename: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<bool>,
    pub media_url: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HtmlAttachment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    pub filename: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_url: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_preview_url: Option<String>,
    pub media_url: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    pub content_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    pub media_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<FileItemMetadata>,
}

#[derive(Serialize, Deserialize)]
pub struct Coordinates {
    pub latitude: f64,
    pub longitude: f64,
}

#[derive(Serialize, Deserialize)]
pub struct Place {
    pub address: String,
    pub label: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContentItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<MessageAction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OneTimePassword {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<MessageAction>>,
    pub disclaimer: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ActionType {
    PermissionRequest,
}

#[derive(Serialize, Deserialize)]
pub struct PermissionRequest {
    pub resource: PermissionResource,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PermissionResource {
    Call,
}
