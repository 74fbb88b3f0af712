//! A program that makes three calls by hand, with reqwest and serde.
//!
//! The benchmark `compile` builds it from nothing. It is an example, so that it is checked as all code is.

#![allow(
    dead_code,
    reason = "what is read is printed, which the compiler does not count"
)]

use std::env;
use std::error::Error;

use chrono::{DateTime, Utc};
use reqwest::Client;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Conversation {
    id: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    name: Option<String>,
    participants: Participants,
    status: Option<Status>,
}

#[derive(Debug, Deserialize)]
struct Participants {
    externals: Option<Vec<Participant>>,
    internals: Option<Vec<Participant>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Participant {
    identifier: String,
    role: String,
    joined_at: DateTime<Utc>,
    last_seen_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    Active,
    Released,
}

#[derive(Debug, Deserialize)]
struct Page {
    conversations: Vec<Conversation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewMessage<'a> {
    conversation_id: &'a str,
    message_body: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    message_id: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (key, base) = (env::var("BRIDGE_API_KEY")?, env::var("BRIDGE_BASE_URL")?);
    let workspace = format!("{base}/workspaces/{}", env::var("BRIDGE_WORKSPACE_ID")?);
    let conversations = format!("{workspace}/conversations");
    let http = Client::new();

    let request = http.get(&conversations).query(&[("limit", 10)]);
    let response = request.header("x-api-key", &key).send().await?;
    let page: Page = response.error_for_status()?.json().await?;
    let first = page.conversations.first().ok_or("no conversation")?;

    let request = http.get(format!("{conversations}/{}", first.id));
    let response = request.header("x-api-key", &key).send().await?;
    let one: Conversation = response.error_for_status()?.json().await?;
    println!("{one:?}");

    let message = NewMessage {
        conversation_id: &one.id,
        message_body: "We are on it.",
    };
    let request = http.post(format!("{workspace}/messages")).json(&message);
    let response = request.header("x-api-key", &key).send().await?;
    let sent: Sent = response.error_for_status()?.json().await?;
    println!("{}", sent.message_id);
    Ok(())
}
