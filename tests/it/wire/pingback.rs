//! The exact requests of Pingback.

use converse::pingback::{Client, types};
use uuid::{Uuid, uuid};

use super::wire;

const BUSINESS: Uuid = uuid!("b2c3d4e5-f6a7-8901-bcde-f12345678901");

#[tokio::test]
async fn create_conversation() {
    wire("createConversation", async |client: Client| {
        let body = types::CreateConversation::new(BUSINESS).initial_message("Hi!\nHow can I help?");
        client.create_conversation().body(body).send().await
    })
    .await;
}
