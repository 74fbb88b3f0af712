//! Creates, uses and closes a conversation on Bird: `cargo run --example bird_lifecycle`.
//!
//! Without `BIRD_ACCESS_KEY` the calls go to a server in this process, which remembers what it is told.
//! With it they go to Bird, and need `BIRD_WORKSPACE_ID`, `BIRD_CHANNEL_ID`, `BIRD_CONTACT_EMAIL` and
//! `BIRD_ACCESS_KEY_ID` (the id of the key, which sends the message) as well. The message stays a draft. If a call fails,
//! the conversation stays open.

#[path = "shared/connect.rs"]
mod connect;

use std::error::Error;

use connect::{connect, print_sent};
use converse::bird::{Client, types};
use converse::testing::Server;
use futures_util::{StreamExt, TryStreamExt};
use uuid::Uuid;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::stateful();
    // In your program: `let client = Client::from_env()?;`
    let (client, [workspace, channel, email, key]) = connect::<Client, 4>(
        &server,
        [
            ("BIRD_WORKSPACE_ID", "0a1b2c3d-0000-4000-8000-000000000001"),
            ("BIRD_CHANNEL_ID", "25431165-c486-4a94-94f6-b3633c9af905"),
            ("BIRD_CONTACT_EMAIL", "john.doe@bird.com"),
            ("BIRD_ACCESS_KEY_ID", "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234"),
        ],
    )?;
    let workspace = workspace.as_str();

    // Create.
    let contact = types::ContactByIdentifier::new(email).identifier_key("emailaddress");
    let body = types::CreateConversation::new("Lifecycle")
        .channel_id(Uuid::parse_str(&channel).map_err(|_| "BIRD_CHANNEL_ID is not a UUID")?)
        .participants([contact]);
    let conversation = client
        .create_conversation()
        .workspace_id(workspace)
        .body(body)
        .send()
        .await?;
    print_sent(&server, &conversation);
    let id = conversation.id;
    println!("  id {id}, {}", conversation.status);

    // Reply with a draft, which is not sent to anyone.
    let text = types::TextBody::new("We are on it.");
    let kind = types::MessageParticipantType::AccessKey;
    let body = types::CreateMessageWithBody::new(key, kind, text)
        .add_missing_participants(true)
        .draft(true);
    let message = client
        .create_message()
        .workspace_id(workspace)
        .conversation_id(id)
        .body(body)
        .send()
        .await?;
    print_sent(&server, &message);
    println!("  message {}", message.id);

    // List, 100 at most: a page of 50 is fetched when its first item is read.
    let mut messages = client
        .list_messages()
        .workspace_id(workspace)
        .conversation_id(id)
        .limit(50)
        .stream()
        .take(100);
    let mut count = 0;
    while let Some(message) = messages.try_next().await? {
        count += 1;
        println!("  {} {}", message.id, message.status);
    }
    println!("{count} messages listed");

    let conversations: Vec<_> = client
        .list_conversations()
        .workspace_id(workspace)
        .limit(50)
        .stream()
        .take(100)
        .try_collect()
        .await?;
    println!("{} conversations listed", conversations.len());

    // Close: only the fields that are set change.
    let body = types::UpdateConversation::new().status(types::ConversationStatus::Closed);
    let closed = client
        .update_conversation()
        .workspace_id(workspace)
        .conversation_id(id)
        .body(body)
        .send()
        .await?;
    print_sent(&server, &closed);
    println!("  {}", closed.status);
    Ok(())
}
