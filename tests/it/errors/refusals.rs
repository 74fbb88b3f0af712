//! Tests calls that are refused before anything is sent.

use converse::bird::types::CreateConversation;
use converse::dynamic::Arguments;
use converse::operation::Operation;
use converse::{BuildError, CallError, Credential, Delivery, ErrorKind, bird, bridge, pingback};
use converse_test_support::{Answer, Server};

use crate::support::providers::ALL;
use crate::support::{WORKSPACE, builder, client};

/// Starts a server that must not be called.
async fn unasked() -> Server {
    Server::answering(Answer::Close).await
}

/// Returns the message of an error that says that nothing was sent, and checks that the server received nothing.
fn refused<E>(server: &Server, kind: ErrorKind, error: &CallError<E>) -> String {
    assert_eq!(
        (error.kind(), error.delivery()),
        (kind, Delivery::NotSent),
        "{error}"
    );
    assert_eq!(server.connections(), 0, "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_limit_out_of_range_names_parameter_and_range() {
    let server = unasked().await;
    let client: bridge::Client = client(&server);
    for limit in [0, 101] {
        let list = client
            .list_conversations()
            .workspace_id(WORKSPACE)
            .limit(limit);
        let error = list.send().await.expect_err("it is out of range");
        let text = refused(&server, ErrorKind::Invalid, &error);
        assert!(text.contains("limit") && text.contains("1..=100"), "{text}");
    }
}

#[tokio::test]
async fn a_missing_argument_names_its_setter() {
    let server = unasked().await;
    let client: bridge::Client = client(&server);
    let error = client
        .list_conversations()
        .send()
        .await
        .expect_err("the workspace is missing");
    let text = refused(&server, ErrorKind::Invalid, &error);
    assert!(text.contains(".workspace_id("), "{text}");

    let error = client
        .get_conversation()
        .workspace_id(WORKSPACE)
        .send()
        .await
        .expect_err("the conversation is missing");
    let text = refused(&server, ErrorKind::Invalid, &error);
    assert!(text.contains(".conversation_id("), "{text}");

    let error = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .send()
        .await
        .expect_err("the body is missing");
    let text = refused(&server, ErrorKind::Invalid, &error);
    assert!(text.contains(".body("), "{text}");
}

#[tokio::test]
async fn an_argument_of_the_wrong_type_is_named_and_not_repeated() {
    let server = unasked().await;
    let client: bridge::Client = client(&server);
    let get = || client.get_conversation().conversation_id(WORKSPACE);
    let none = "not-an-id".to_owned();
    for get in [
        get().workspace_id("not-an-id"),
        get().workspace_id(&none),
        get().workspace_id(none),
    ] {
        let error = get.send().await.expect_err("not a UUID");
        let text = refused(&server, ErrorKind::Invalid, &error);
        assert!(
            text.contains("`workspaceId` is not a valid `Uuid`"),
            "{text}"
        );
        assert!(!text.contains("not-an-id"), "{text}");
    }
}

#[tokio::test]
async fn a_bird_conversation_needs_a_channel_or_a_resource() {
    let server = unasked().await;
    let client: bird::Client = client(&server);
    let error = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(CreateConversation::new("x"))
        .send()
        .await;
    let text = refused(
        &server,
        ErrorKind::Invalid,
        &error.expect_err("the rule is broken"),
    );
    assert!(
        text.contains("`channelId`") && text.contains("`resource`"),
        "{text}"
    );
}

#[tokio::test]
async fn a_missing_credential_names_its_variable() {
    let server = unasked().await;
    let client = bird::Client::builder()
        .base_url(server.url(""))
        .build()
        .expect("a missing credential is reported by the call");
    let body = CreateConversation::new("x").channel_id(WORKSPACE);
    let error = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body)
        .send()
        .await;
    let text = refused(
        &server,
        ErrorKind::MissingCredential,
        &error.expect_err("the credential is missing"),
    );
    assert!(text.contains("BIRD_ACCESS_KEY"), "{text}");

    let client = bridge::Client::builder()
        .base_url(server.url(""))
        .build()
        .expect("a missing credential is reported by the call");
    let error = client
        .list_conversations()
        .workspace_id(WORKSPACE)
        .send()
        .await
        .expect_err("the credential is missing");
    let text = refused(&server, ErrorKind::MissingCredential, &error);
    assert!(text.contains("BRIDGE_API_KEY"), "{text}");

    let client = pingback::Client::builder()
        .base_url(server.url(""))
        .build()
        .expect("a missing credential is reported by the call");
    let body = pingback::types::CreateConversation::new(WORKSPACE);
    let error = client
        .create_conversation()
        .body(body)
        .send()
        .await
        .expect_err("the credential is missing");
    let text = refused(&server, ErrorKind::MissingCredential, &error);
    assert!(text.contains("PINGBACK_TOKEN"), "{text}");
}

#[tokio::test]
async fn what_the_operation_does_not_know_is_refused() {
    let server = unasked().await;
    for provider in ALL {
        let client = (provider.connect)(&server);
        let error = client
            .call("dropTable", Arguments::new())
            .await
            .expect_err("the operation does not exist");
        let text = refused(&server, ErrorKind::Invalid, &error);
        let shown = |operation: &Operation| text.contains(&format!("`{}`", operation.id));
        // A long list is cut, with a note.
        let all = provider.operations.iter().copied().all(shown);
        assert!(all || text.contains('…'), "{text}");
        assert!(shown(provider.operations[0]), "{text}");

        let arguments = provider
            .arguments("createConversation")
            .query("verbose", true);
        let error = client
            .call("createConversation", arguments)
            .await
            .expect_err("the parameter does not exist");
        let text = refused(&server, ErrorKind::Invalid, &error);
        assert!(text.contains("`verbose`"), "{text}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_safely_is_refused_by_the_builder() {
    let server = unasked().await;
    let with = |url: &str| {
        builder::<bridge::Client>(&server)
            .base_url(url)
            .build()
            .expect_err("it is refused")
    };
    assert!(matches!(
        with("http://api.example.com"),
        BuildError::InsecureBaseUrl
    ));
    for url in [
        "",
        "api.example.com",
        "ftp://h",
        "https://u:p@h",
        "https://h?a=b",
        "https://h#f",
    ] {
        assert!(
            matches!(with(url), BuildError::InvalidBaseUrl { .. }),
            "{url}"
        );
    }
    for credential in ["", " key", "key\r\nx-evil: 1", "ключ"] {
        let client = bridge::Client::builder()
            .credential(Credential::new(credential))
            .build();
        assert!(
            matches!(client, Err(BuildError::InvalidCredential)),
            "{credential:?}"
        );
    }
}
