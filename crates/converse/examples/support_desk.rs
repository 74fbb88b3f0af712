//! Answers every active conversation of a workspace on Bridge: `cargo run --example support_desk`.
//!
//! The key comes from `BRIDGE_API_KEY`, the workspace from `BRIDGE_WORKSPACE_ID`.

use converse::bridge::{Client, types};

#[tokio::main]
async fn main() -> converse::Result<()> {
    let answered = answer_all(&Client::from_env()?).await?;
    println!("{answered} conversations answered");
    Ok(())
}

/// Returns in how many conversations a message was sent.
pub async fn answer_all(client: &Client) -> converse::Result<usize> {
    let list = client.list_conversations();
    let mut active = list.status(types::ConversationStatus::Active).stream();
    let mut answered = 0;
    while let Some(conversation) = active.try_next().await? {
        let message = types::CreateMessage::new(conversation.id, "We are on it.")
            .enable_external_broadcast(true);
        client.create_message().body(message).send().await?;
        answered += 1;
    }
    Ok(answered)
}
