//! The exact request of every operation, written with typed builders and held against the bytes on the wire.

use converse::{Provider, bird, bridge, pingback};
use converse_core::{Side, testing};
use serde_json::Value;
use uuid::{Uuid, uuid};

use crate::support::request::Request;
use crate::support::server::{Answer, Server};
use crate::support::{KEY, WORKSPACE, client, fixtures, providers};

/// A server that answers with a documented body of the operation.
async fn documented(provider: &str, operation: &str) -> Server {
    let body = providers::provider(provider).response(operation, "");
    Server::answering(Answer::json(200, body)).await
}

/// Compares the only request with `fixtures/wire/<name>.http`. Header lines have no order.
fn assert_wire(server: &Server, provider: &Provider, name: &str) {
    let request = server.request();
    let length = request.body().len().to_string();
    let expected = fixtures::text(&format!("wire/{name}.http"))
        .replace("{host}", &server.host())
        .replace("{version}", provider.version)
        .replace("{credential}", KEY)
        .replace("{length}", &length);
    let (head, body) = expected
        .split_once("\n\n")
        .expect("an empty line ends the head");
    let mut lines = head.lines();

    assert_eq!(request.line(), lines.next().expect("the request line"));
    assert_eq!(
        sorted(&request),
        lines.collect::<Vec<_>>(),
        "the header lines"
    );
    assert_eq!(
        request.occurrences(KEY),
        1,
        "the credential is sent once: {request:?}"
    );
    match body.trim() {
        "" => assert_eq!(request.body(), b"", "no body is sent"),
        body => {
            let expected: Value = serde_json::from_str(body).expect("the fixture's body is JSON");
            testing::value_equal(&expected, &request.json(), Side::Request).unwrap();
        }
    }
}

/// Header lines with names in lower case, in order of the alphabet.
fn sorted(request: &Request) -> Vec<String> {
    let in_lower_case = |line: &str| {
        let (name, value) = line.split_once(':').expect("a header has a colon");
        format!("{}:{value}", name.to_ascii_lowercase())
    };
    let mut lines: Vec<String> = request.header_lines().map(in_lower_case).collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn bridge_create() {
    use bridge::types::{
        ConversationStatus, CreateConversation, ExternalParticipant, IdentifierType,
        InternalIdentifierType, InternalParticipant, MessageProviderType, NewParticipants,
    };
    let server = documented("bridge", "createConversation").await;
    let external = ExternalParticipant::new("+4915112345678")
        .identifier_type(IdentifierType::Phone)
        .message_provider_type(MessageProviderType::Whatsapp)
        .provider_channel_id("channel-1");
    let internal =
        InternalParticipant::new("ana@example.com").identifier_type(InternalIdentifierType::Email);
    let participants = NewParticipants::new()
        .externals(vec![external])
        .internals(vec![internal]);
    let body = CreateConversation::new(participants)
        .name("Delivery of order 7")
        .status(ConversationStatus::Ghost)
        .team_id(uuid!("3c90c3cc-0d44-4b50-8888-8dd25736052a"));
    let client: bridge::Client = client(&server);
    client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body)
        .send()
        .await
        .expect("it is created");
    assert_wire(&server, &bridge::PROVIDER, "bridge_create");
}

#[tokio::test]
async fn bridge_list_with_every_filter() {
    use bridge::types::{ConversationStatus, IdentifierType, InternalIdentifierType};
    let server = documented("bridge", "listConversations").await;
    let client: bridge::Client = client(&server);
    let list = client
        .list_conversations()
        .workspace_id(WORKSPACE)
        .limit(50)
        .cursor("next page/2==&a=b")
        .status(ConversationStatus::NotAssignedToHuman)
        .internal_user_identifier("ana+sales@example.com")
        .internal_user_identifier_type(InternalIdentifierType::Email)
        .external_user_identifier("+4915112345678")
        .external_user_identifier_type(IdentifierType::Phone);
    list.send().await.expect("it is listed");
    assert_wire(&server, &bridge::PROVIDER, "bridge_list");
}

#[tokio::test]
async fn bridge_list_sends_no_default() {
    let server = documented("bridge", "listConversations").await;
    let client: bridge::Client = client(&server);
    client
        .list_conversations()
        .workspace_id(WORKSPACE)
        .send()
        .await
        .expect("it is listed");
    assert_wire(&server, &bridge::PROVIDER, "bridge_list_plain");
}

#[tokio::test]
async fn bridge_get() {
    let server = documented("bridge", "getConversation").await;
    let client: bridge::Client = client(&server);
    let conversation = uuid!("0f9d1a2a-1234-4e63-8f3e-b6cf1c4a2b1e");
    let get = client
        .get_conversation()
        .workspace_id(WORKSPACE)
        .conversation_id(conversation);
    get.send().await.expect("it is there");
    assert_wire(&server, &bridge::PROVIDER, "bridge_get");
}

#[tokio::test]
async fn bird_create() {
    use bird::types::{
        ContactByIdentifier, CreateConversation, InitialMessageWithBody, MessageBody,
        RecipientByIdentifier, RecipientType, TextBody, TextContent, Visibility,
    };
    let server = documented("bird", "createConversation").await;
    let text = MessageBody::from(TextBody::new(TextContent::new("Hey, \"listen\" – 你好!")));
    let recipient =
        RecipientByIdentifier::new("+31612345678", RecipientType::To).identifier_key("phonenumber");
    let message = InitialMessageWithBody::new(text).recipients(vec![Some(recipient.into())]);
    let contact = ContactByIdentifier::new("+31612345678").identifier_key("phonenumber");
    let body = CreateConversation::new("Order 7")
        .description("")
        .visibility(Visibility::Private)
        .participants(vec![contact.into()])
        .channel_id(uuid!("25431165-c486-4a94-94f6-b3633c9af905"))
        .initial_message(message);
    let client: bird::Client = client(&server);
    client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body)
        .send()
        .await
        .expect("it is created");
    assert_wire(&server, &bird::PROVIDER, "bird_create");
}

#[tokio::test]
async fn pingback_create() {
    use pingback::types::CreateConversation;
    const BUSINESS: Uuid = uuid!("b2c3d4e5-f6a7-8901-bcde-f12345678901");
    let server = documented("pingback", "createConversation").await;
    let body = CreateConversation::new(BUSINESS).initial_message("Hi!\nHow can I help?");
    let client: pingback::Client = client(&server);
    client
        .create_conversation()
        .body(body)
        .send()
        .await
        .expect("it is created");
    assert_wire(&server, &pingback::PROVIDER, "pingback_create");
}

#[tokio::test]
async fn the_callers_product_stands_before_ours() {
    let server = documented("pingback", "createConversation").await;
    let builder = crate::support::builder::<pingback::Client>(&server);
    let client = builder
        .user_agent("shop/2.1")
        .build()
        .expect("a plain product");
    let body = pingback::types::CreateConversation::new(WORKSPACE);
    client
        .create_conversation()
        .body(body)
        .send()
        .await
        .expect("it is created");
    let expected = format!("shop/2.1 converse-pingback/{}", pingback::PROVIDER.version);
    assert_eq!(server.request().header("user-agent"), [expected]);
}
