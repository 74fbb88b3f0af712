//! A program that makes three calls with Converse: those of the program by hand.
//!
//! The benchmark `compile` builds it from nothing. It is an example, so that it is checked as all code is.

use std::error::Error;

use converse::bridge::{Client, types};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;

    let page = client.list_conversations().limit(10).send().await?;
    let first = page.conversations.first().ok_or("no conversation")?;

    let call = client.get_conversation().conversation_id(&first.id);
    let one = call.send().await?;
    println!("{one:?}");

    let message = types::CreateMessage::new(&one.id, "We are on it.");
    let sent = client.create_message().body(message).send().await?;
    println!("{}", sent.message_id);
    Ok(())
}
