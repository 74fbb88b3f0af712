//! A function of one's own, and its tests against a server in the process: `cargo test --example unit_tests`.

use converse::bridge::{Client, types};
use converse::{Delivery, ErrorKind};

/// The outcome of a reply, as the rest of a program wants to know it.
#[derive(Debug, PartialEq)]
pub enum Reply {
    Sent,
    /// Nothing was sent: try again later.
    Later,
    /// It may have been sent: look before sending it again.
    Unclear,
}

/// Replies in a conversation.
pub async fn reply(client: &Client, conversation: &str, text: &str) -> converse::Result<Reply> {
    let message = types::CreateMessage::new(conversation, text).enable_external_broadcast(true);
    match client.create_message().body(message).send().await {
        Ok(_) => Ok(Reply::Sent),
        Err(error) if error.kind() == ErrorKind::RateLimited => Ok(Reply::Later),
        Err(error) if error.delivery() == Delivery::NotSent => Ok(Reply::Later),
        Err(error) if error.delivery() == Delivery::Unknown => Ok(Reply::Unclear),
        Err(error) => Err(error.into()),
    }
}

#[tokio::main]
async fn main() -> converse::Result<()> {
    let client = Client::from_env()?;
    let conversation = std::env::args().nth(1).unwrap_or_default();
    println!(
        "{:?}",
        reply(&client, &conversation, "We are on it.").await?
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use converse::serde_json::json;
    use converse::testing::Server;

    const WORKSPACE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

    fn client(server: &Server) -> Client {
        let builder = server.builder::<Client>().workspace_id(WORKSPACE);
        builder.build().expect("the server's URL is valid")
    }

    #[tokio::test]
    async fn a_reply_is_sent_to_people_outside() {
        let server = Server::start();
        let outcome = reply(&client(&server), "c-1", "Hello").await;
        assert_eq!(outcome.expect("it is sent"), Reply::Sent);
        let request = server.last_request().expect("there is one");
        assert_eq!(request.operation(), Some("createMessage"));
        let body = request.json().expect("it is JSON");
        assert_eq!(
            body,
            json!({ "conversationId": "c-1", "messageBody": "Hello", "enableExternalBroadcast": true })
        );
    }

    #[tokio::test]
    async fn a_refusal_is_told_from_a_doubt() {
        let server = Server::start();
        for (status, expected) in [(429, Reply::Later), (503, Reply::Unclear)] {
            server.respond_next(status, json!({}));
            let outcome = reply(&client(&server), "c-1", "Hello").await;
            assert_eq!(outcome.expect("it is no other error"), expected);
        }
    }
}
