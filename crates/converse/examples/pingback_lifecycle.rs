//! Creates, uses and closes a conversation on Pingback: `cargo run --example pingback_lifecycle`.
//!
//! Without `PINGBACK_TOKEN` the calls go to a server in this process, which remembers what it is told.
//! With it they go to Pingback: the conversation has no customer, so no message reaches anyone. If a call fails, it
//! stays as it is.

#[path = "shared/connect.rs"]
mod connect;

use std::error::Error;

use connect::{connect, print_sent};
use converse::pingback::{Client, types};
use converse::testing::Server;
use futures_util::{StreamExt, TryStreamExt};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::stateful();
    // In your program: `let client = Client::from_env()?;`
    let (client, []) = connect::<Client, 0>(&server, [])?;

    // Read the account: a conversation belongs to the business of the token.
    let me = client.get_current_user().send().await?;
    print_sent(&server, &me);
    let business = me.business.as_ref().ok_or("the account has no business")?;
    println!("  {} of {}", me.user.email, business.name);

    // Create.
    let body = types::CreateConversation::new(business.id.to_string());
    let conversation = client.create_conversation().body(body).send().await?;
    print_sent(&server, &conversation);
    let id = conversation.id.as_str();
    println!("  id {id}, {}", conversation.status);

    // Reply.
    let body = types::SendMessage::new("Thanks for reaching out! I can help you with that.");
    let message = client
        .send_message()
        .conversation_id(id)
        .body(body)
        .send()
        .await?;
    print_sent(&server, &message);
    println!("  {} says: {}", message.sender_type, message.content);

    // Read it.
    let read = client.get_conversation().conversation_id(id).send().await?;
    print_sent(&server, &read);
    println!("  {} messages", read.messages.len());

    // List, 100 at most: a page of 20 is fetched when its first item is read.
    let mut open = client
        .list_conversations()
        .status(types::ConversationStatus::Open)
        .limit(20)
        .stream()
        .take(100);
    let mut count = 0;
    while let Some(conversation) = open.try_next().await? {
        count += 1;
        println!("  {} {}", conversation.id, conversation.updated_at);
    }
    println!("{count} conversations listed");

    // Resolve and close: the response says whether it was done before.
    let resolved = client
        .resolve_conversation()
        .conversation_id(id)
        .send()
        .await?;
    print_sent(&server, &resolved);
    match &*resolved {
        types::Resolved::Now(now) => println!("  at {}", now.resolved_at),
        types::Resolved::AlreadyDone(before) => println!("  {}", before.detail),
        other => println!("  {other:?}"),
    }
    let closed = client
        .close_conversation()
        .conversation_id(id)
        .send()
        .await?;
    print_sent(&server, &closed);
    match &*closed {
        types::Closed::Now(now) => println!("  at {}", now.closed_at),
        types::Closed::AlreadyDone(before) => println!("  {}", before.detail),
        other => println!("  {other:?}"),
    }
    Ok(())
}
