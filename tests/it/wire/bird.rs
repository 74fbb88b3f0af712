//! The exact requests of Bird.

use converse::bird::Client;
use converse::bird::types::{
    ContactByIdentifier, CreateConversation, InitialMessageWithBody, MessageBody,
    RecipientByIdentifier, RecipientType, TextBody, TextContent, Visibility,
};
use uuid::uuid;

use super::wire;
use crate::support::WORKSPACE;

#[tokio::test]
async fn create_conversation() {
    wire("createConversation", async |client: Client| {
        let text = MessageBody::from(TextBody::new(TextContent::new("Hey, \"listen\" – 你好!")));
        let recipient = RecipientByIdentifier::new("+31612345678", RecipientType::To)
            .identifier_key("phonenumber");
        let message = InitialMessageWithBody::new(text).recipients(vec![Some(recipient.into())]);
        let contact = ContactByIdentifier::new("+31612345678").identifier_key("phonenumber");
        let body = CreateConversation::new("Order 7")
            .description("")
            .visibility(Visibility::Private)
            .participants(vec![contact.into()])
            .channel_id(uuid!("25431165-c486-4a94-94f6-b3633c9af905"))
            .initial_message(message);
        let create = client.create_conversation();
        create.workspace_id(WORKSPACE).body(body).send().await
    })
    .await;
}
