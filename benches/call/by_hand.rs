//! reqwest and serde, as one writes it without a generated client.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, StatusCode};
use serde::{Deserialize, Serialize};

use crate::server::{BUSY, HERE, MISSING};
use crate::{Caller, KEY, Kind, WORKSPACE};

pub struct ByHand {
    http: Client,
    base: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Conversation {
    id: String,
    #[serde(rename = "workspaceId")]
    _workspace_id: String,
    #[serde(rename = "participants")]
    _participants: Participants,
    #[serde(rename = "createdAt")]
    _created_at: chrono::DateTime<chrono::Utc>,
    #[serde(rename = "updatedAt")]
    _updated_at: chrono::DateTime<chrono::Utc>,
    #[serde(rename = "name")]
    _name: Option<String>,
    #[serde(rename = "status")]
    _status: Option<Status>,
}

#[derive(Deserialize)]
struct Participants {
    #[serde(rename = "externals")]
    _externals: Option<Vec<Participant>>,
    #[serde(rename = "internals")]
    _internals: Option<Vec<Participant>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Participant {
    #[serde(rename = "identifier")]
    _identifier: String,
    #[serde(rename = "identifierType")]
    _identifier_type: IdentifierType,
    // The document lists no values.
    #[serde(rename = "role")]
    _role: String,
    #[serde(rename = "joinedAt")]
    _joined_at: chrono::DateTime<chrono::Utc>,
    #[serde(rename = "lastSeenAt")]
    _last_seen_at: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    Active,
    Released,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum IdentifierType {
    Id,
    Email,
    Phone,
}

#[derive(Deserialize)]
struct Page {
    conversations: Vec<Conversation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewMessage<'a> {
    conversation_id: &'a str,
    message_body: &'a str,
    enable_external_broadcast: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    message_id: String,
}

#[derive(Deserialize)]
struct Problem {
    message: String,
}

impl ByHand {
    pub fn new(url: &str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("x-api-key", HeaderValue::from_static(KEY));
        headers.insert("accept", HeaderValue::from_static("application/json"));
        let http = Client::builder()
            .default_headers(headers)
            .user_agent("by-hand/1.0")
            .timeout(Duration::from_secs(30))
            .connect_timeout(Duration::from_secs(10))
            .no_proxy()
            .build();
        Self {
            http: http.expect("the settings are valid"),
            base: url.to_owned(),
        }
    }
}

impl Caller for ByHand {
    fn call(&self, kind: Kind) -> Pin<Box<dyn Future<Output = ()>>> {
        let (http, base) = (self.http.clone(), self.base.clone());
        Box::pin(async move {
            let conversations = format!("{base}/workspaces/{WORKSPACE}/conversations");
            match kind {
                Kind::One => {
                    let sent = http.get(format!("{conversations}/{HERE}")).send().await;
                    let response = sent
                        .expect("a response")
                        .error_for_status()
                        .expect("a success");
                    let one: Conversation = response.json().await.expect("a conversation");
                    assert_eq!(one.id, HERE);
                }
                Kind::Retried => {
                    let url = format!("{conversations}/{BUSY}");
                    let mut attempts = 1;
                    let response = loop {
                        let response = http.get(&url).send().await.expect("a response");
                        if response.status() != StatusCode::SERVICE_UNAVAILABLE || attempts == 3 {
                            break response.error_for_status().expect("a success");
                        }
                        // The connection is free again once the body was read.
                        response.bytes().await.expect("a body");
                        attempts += 1;
                    };
                    let one: Conversation = response.json().await.expect("a conversation");
                    assert_eq!(one.id, HERE);
                }
                Kind::Page => {
                    let sent = http
                        .get(conversations)
                        .query(&[("limit", 100)])
                        .send()
                        .await;
                    let response = sent
                        .expect("a response")
                        .error_for_status()
                        .expect("a success");
                    let page: Page = response.json().await.expect("a page");
                    assert_eq!(page.conversations.len(), 100);
                }
                Kind::Post => {
                    let message = NewMessage {
                        conversation_id: HERE,
                        message_body: "We are on it.",
                        enable_external_broadcast: true,
                    };
                    let url = format!("{base}/workspaces/{WORKSPACE}/messages");
                    let sent = http.post(url).json(&message).send().await;
                    let response = sent
                        .expect("a response")
                        .error_for_status()
                        .expect("a success");
                    let sent: Sent = response.json().await.expect("a message");
                    assert_eq!(sent.message_id, "m-1");
                }
                Kind::Missing => {
                    let sent = http.get(format!("{conversations}/{MISSING}")).send().await;
                    let response = sent.expect("a response");
                    assert_eq!(response.status(), StatusCode::NOT_FOUND);
                    let problem: Problem = response.json().await.expect("a problem");
                    assert_eq!(problem.message, "not found");
                }
            }
        })
    }
}
