//! Creates, uses and closes a conversation on Bridge: `cargo run --example bridge_lifecycle`.
//!
//! Without `BRIDGE_API_KEY` the calls go to a server in this process, which remembers what it is told.
//! With it they go to Bridge, and need `BRIDGE_WORKSPACE_ID` and `BRIDGE_MEMBER_EMAIL` as well.
//!
//! Bridge documents no operation that reads messages, so only the id of a reply is known. If a call fails, the
//! conversation stays as it is.

#[path = "shared/connect.rs"]
mod connect;

use std::error::Error;

use connect::{connect, print_sent};
use converse::bridge::{Client, types};
use converse::testing::Server;
use futures_util::{StreamExt, TryStreamExt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::stateful();
    // In your program: `let client = Client::from_env()?;`
    let (client, [workspace, email]) = connect::<Client, 2>(
        &server,
        [
            (
                "BRIDGE_WORKSPACE_ID",
                "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234",
            ),
            ("BRIDGE_MEMBER_EMAIL", "agent@example.com"),
        ],
    )?;
    let workspace = workspace.as_str();

    // Create: a conversation among members of the workspace reaches nobody outside of it.
    let member = types::InternalParticipant::new(email)
        .identifier_type(types::InternalIdentifierType::Email);
    let body = types::CreateConversation::new(types::NewParticipants::new().internals([member]))
        .name("Lifecycle");
    let conversation = client
        .create_conversation()
        .workspace_id(workspace)
        .body(body)
        .send()
        .await?;
    print_sent(&server, &conversation);
    let id = conversation.id.as_str();
    println!("  id {id}");

    // Reply.
    let for_outsiders = false;
    let body =
        types::CreateMessage::new(id, "We are on it.").enable_external_broadcast(for_outsiders);
    let message = client
        .create_message()
        .workspace_id(workspace)
        .body(body)
        .send()
        .await?;
    print_sent(&server, &message);
    println!("  message {}", message.message_id);

    // Update: only the fields that are set change.
    let body = types::UpdateConversation::new().name("Lifecycle, answered");
    let updated = client
        .update_conversation()
        .workspace_id(workspace)
        .conversation_id(id)
        .body(body)
        .send()
        .await?;
    print_sent(&server, &updated);

    // List, 100 at most: a page of 50 is fetched when its first item is read.
    let mut latest = client
        .list_conversations()
        .workspace_id(workspace)
        .limit(50)
        .stream()
        .take(100);
    let mut count = 0;
    while let Some(conversation) = latest.try_next().await? {
        count += 1;
        println!("  {} {:?}", conversation.id, conversation.name);
    }
    println!("{count} conversations listed");

    // Close: Bridge calls it release.
    let body = types::ReleaseConversation::new().reason("The lifecycle is over");
    let released = client
        .release_conversation()
        .workspace_id(workspace)
        .conversation_id(id)
        .body(body)
        .send()
        .await?;
    print_sent(&server, &released);
    Ok(())
}
