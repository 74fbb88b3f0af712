//! Sends an image to a new contact on Bird: `cargo run --example image_message`.
//!
//! The key comes from `BIRD_ACCESS_KEY`, the workspace from `BIRD_WORKSPACE_ID`, the channel from `BIRD_CHANNEL_ID`.

use std::env;

use converse::bird::{Client, types};

#[tokio::main]
async fn main() -> converse::Result<()> {
    let channel = env::var("BIRD_CHANNEL_ID").map_err(converse::Error::other)?;
    let conversation = send_image(&Client::from_env()?, &channel).await?;
    println!("{}: {}", conversation.id, conversation.name);
    Ok(())
}

/// Opens a conversation whose first message is an image.
pub async fn send_image(client: &Client, channel: &str) -> converse::Result<types::Conversation> {
    let image = types::ImageItem::new("https://example.com/parcel.jpg");
    let image = types::ImageContent::new([image]).text("Your parcel is on its way.");
    let contact = types::ContactByIdentifier::new("+4915112345678").identifier_key("phonenumber");
    let conversation = types::CreateConversation::new("Parcel 7")
        .channel_id(channel)
        .participants([contact])
        .initial_message(types::InitialMessageWithBody::new(
            types::MessageBody::image(image),
        ));
    let created = client
        .create_conversation()
        .body(conversation)
        .send()
        .await?;
    Ok(created.into_inner())
}
