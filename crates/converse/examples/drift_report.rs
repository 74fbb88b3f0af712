//! Collects where responses differ from the document of Bridge, as a draft of an overlay:
//! `cargo run --example drift_report --features testing`.
//!
//! Without `BRIDGE_API_KEY` the calls go to a server in this process that is ahead of the document.

use std::collections::BTreeSet;
use std::env;
use std::sync::{Arc, Mutex};

use converse::bridge::{Client, op, types};
use converse::drift::DriftKind;
use converse::serde_json::{Value, json};
use converse::testing::{Answer, Server};

/// What was seen: operation, kind, and the place without its numbers.
type Seen = BTreeSet<(&'static str, String, String)>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> converse::Result<()> {
    let server = Server::start();
    let seen: Arc<Mutex<Seen>> = Arc::default();
    let report = Arc::clone(&seen);
    let builder = match env::var_os("BRIDGE_API_KEY") {
        Some(_) => converse::bridge::ClientBuilder::from_env()?,
        None => ahead(&server).workspace_id("b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234"),
    };
    let client: Client = builder
        .on_drift(move |drift| {
            // No code leaves it half changed, so a panic elsewhere does no harm.
            let mut seen = report.lock().unwrap_or_else(|it| it.into_inner());
            let place = without_numbers(drift.place());
            seen.insert((drift.operation().id, label(drift.kind()), place));
        })
        .build()?;

    let mut all = client.list_conversations().stream();
    while let Some(conversation) = all.try_next().await? {
        println!("# read {}", conversation.id);
    }
    println!("actions:");
    for (operation, kind, place) in seen.lock().unwrap_or_else(|it| it.into_inner()).iter() {
        println!("  # {operation}: {kind} at `{place}`");
        println!("  - target: $.paths.*[?@.operationId == '{operation}'].responses");
        println!("    description: What is different, in a sentence.");
        println!("    x-source: seen in responses");
        println!("    update: {{}}");
    }
    Ok(())
}

/// Returns a builder for a server that knows more than the document.
fn ahead(server: &Server) -> converse::bridge::ClientBuilder {
    let mut conversation = json!(types::Conversation::example());
    conversation["status"] = json!("ARCHIVED");
    conversation["archivedAt"] = json!("2024-01-01T00:00:00Z");
    let page = json!({ "conversations": [conversation], "cursor": Value::Null });
    server
        .on(op::LIST_CONVERSATIONS)
        .answer(Answer::new(200, page));
    server.builder::<Client>()
}

fn label(kind: DriftKind) -> String {
    let name = format!("{kind:?}");
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// `conversations[3].status` is `conversations[*].status`.
fn without_numbers(place: &str) -> String {
    let mut parts = place.split('[');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("[*]");
        text.push_str(part.split_once(']').map_or(part, |(_, rest)| rest));
    }
    text
}
