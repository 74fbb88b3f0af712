//! Makes a first call to each provider: `cargo run --example quickstart`.
//!
//! Without credentials the calls go to a server in this process, which returns the documented examples. If a
//! provider's credential is in the environment, the calls go to the provider, with ids from the environment:
//!
//! | provider | credential | ids |
//! | --- | --- | --- |
//! | Bridge | `BRIDGE_API_KEY` | `BRIDGE_WORKSPACE_ID`, `BRIDGE_MEMBER_EMAIL` |
//! | Bird | `BIRD_ACCESS_KEY` | `BIRD_WORKSPACE_ID`, `BIRD_CHANNEL_ID`, `BIRD_CONTACT_EMAIL` |
//! | Pingback | `PINGBACK_TOKEN` | `PINGBACK_BUSINESS_ID` |

#[path = "shared/connect.rs"]
mod connect;

use std::error::Error;
use std::process::ExitCode;

use connect::{connect, print_sent};
use converse::testing::Server;
use converse::{bird, bridge, pingback};
use uuid::Uuid;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let server = Server::start();
    let mut code = ExitCode::SUCCESS;
    for (provider, result) in [
        ("Bridge", call_bridge(&server).await),
        ("Bird", call_bird(&server).await),
        ("Pingback", call_pingback(&server).await),
    ] {
        if let Err(error) = result {
            eprintln!("{provider} failed: {error}");
            code = ExitCode::FAILURE;
        }
    }
    code
}

async fn call_bridge(server: &Server) -> Result<(), Box<dyn Error>> {
    use bridge::types;

    let (client, [workspace, email]) = connect::<bridge::Client, 2>(
        server,
        [
            (
                "BRIDGE_WORKSPACE_ID",
                "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234",
            ),
            ("BRIDGE_MEMBER_EMAIL", "agent@example.com"),
        ],
    )?;

    let member = types::InternalParticipant::new(email)
        .identifier_type(types::InternalIdentifierType::Email);
    let body = types::CreateConversation::new(types::NewParticipants::new().internals([member]))
        .name("Quickstart")
        .status(types::ConversationStatus::Ghost);
    let created = client
        .create_conversation()
        .workspace_id(workspace.as_str())
        .body(body)
        .send()
        .await?;
    print_sent(server, &created);
    let status = created.status.as_ref();
    println!("  id {}, created at {}", created.id, created.created_at);
    println!(
        "  status {}",
        status.map_or("unknown", |status| status.as_str())
    );

    let page = client
        .list_conversations()
        .workspace_id(workspace.as_str())
        .status(types::ConversationStatus::Active)
        .limit(10)
        .send()
        .await?;
    print_sent(server, &page);
    println!("  {} conversations", page.conversations.len());
    println!("  next page: {}", page.cursor.as_deref().unwrap_or("none"));

    let conversation = client
        .get_conversation()
        .workspace_id(workspace.as_str())
        .conversation_id(created.id.as_str())
        .send()
        .await?;
    print_sent(server, &conversation);
    println!("  name {}", conversation.name.as_deref().unwrap_or("none"));
    for person in conversation.participants.internals.iter().flatten() {
        let role = person.role.as_deref().unwrap_or("without a role");
        println!("  with {}, {role}", person.identifier);
    }
    Ok(())
}

async fn call_bird(server: &Server) -> Result<(), Box<dyn Error>> {
    use bird::types;

    let (client, [workspace, channel, email]) = connect::<bird::Client, 3>(
        server,
        [
            ("BIRD_WORKSPACE_ID", "0a1b2c3d-0000-4000-8000-000000000001"),
            ("BIRD_CHANNEL_ID", "25431165-c486-4a94-94f6-b3633c9af905"),
            ("BIRD_CONTACT_EMAIL", "john.doe@bird.com"),
        ],
    )?;

    let contact = types::ContactByIdentifier::new(email).identifier_key("emailaddress");
    let body = types::CreateConversation::new("Quickstart")
        .channel_id(Uuid::parse_str(&channel).map_err(|_| "BIRD_CHANNEL_ID is not a UUID")?)
        .visibility(types::Visibility::Private)
        .participants([contact]);
    let created = client
        .create_conversation()
        .workspace_id(workspace.as_str())
        .body(body)
        .send()
        .await?;
    print_sent(server, &created);
    println!("  id {}, on {}", created.id, created.platform_style);
    for person in created.featured_participants.iter().flatten() {
        println!(
            "  with {}",
            person.display_name.as_deref().unwrap_or("somebody")
        );
    }
    Ok(())
}

async fn call_pingback(server: &Server) -> Result<(), Box<dyn Error>> {
    use pingback::types;

    let (client, [business]) = connect::<pingback::Client, 1>(
        server,
        [(
            "PINGBACK_BUSINESS_ID",
            "b2c3d4e5-f6a7-8901-bcde-f12345678901",
        )],
    )?;

    let body =
        types::CreateConversation::new(business).initial_message("Hi! How can I help you today?");
    let created = client.create_conversation().body(body).send().await?;
    print_sent(server, &created);
    println!("  id {}, status {}", created.id, created.status);
    for message in &created.messages {
        println!("  {} says: {}", message.sender_type, message.content);
    }
    Ok(())
}
