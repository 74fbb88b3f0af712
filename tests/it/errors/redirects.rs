//! Tests that redirects are refused: no other host receives the credential.

use converse::{Delivery, ErrorKind};
use converse_test_support::{Answer, Server};

use crate::support::providers::ALL;

#[tokio::test]
async fn a_redirect_to_another_host_is_not_named_and_not_followed() {
    for provider in ALL {
        for operation in provider.operations {
            for status in [301, 302, 303, 307, 308] {
                let elsewhere = Server::answering(provider.success(operation.id, 200)).await;
                let location = elsewhere.url("/stolen").replace("127.0.0.1", "localhost");
                let server =
                    Server::answering(Answer::response(status, &[("location", &location)], ""))
                        .await;
                let arguments = provider.arguments(operation.id);
                let outcome = (provider.connect)(&server)
                    .call(operation.id, arguments)
                    .await;
                let error = outcome.expect_err("it is a redirect");
                assert_eq!(
                    (error.kind(), error.delivery()),
                    (ErrorKind::Redirect, Delivery::Unknown)
                );
                assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
                assert!(error.to_string().contains("to another host"), "{error}");
                assert_eq!(server.requests().len(), 1);
                assert_eq!(elsewhere.connections(), 0, "no other host is contacted");
            }
        }
    }
}

#[tokio::test]
async fn a_redirect_to_the_same_host_is_not_followed() {
    for provider in ALL {
        let server = Server::answering(Answer::response(307, &[("location", "/other")], "")).await;
        let arguments = provider.arguments("createConversation");
        let outcome = (provider.connect)(&server)
            .call("createConversation", arguments)
            .await;
        let error = outcome.expect_err("it is a redirect");
        assert!(error.to_string().contains("`127.0.0.1`"), "{error}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn the_callers_http_settings_cannot_bring_redirects_back() {
    use converse::bird::{Client, types::CreateConversation};
    let server = Server::answering(Answer::response(307, &[("location", "/other")], "")).await;
    let follow = reqwest::redirect::Policy::limited(5);
    let client = crate::support::builder::<Client>(&server)
        .configure_http(move |http| http.redirect(follow));
    let client = client.build().expect("plain settings");
    let workspace = crate::support::WORKSPACE;
    let body = CreateConversation::new("Order 7").channel_id(workspace);
    let error = client
        .create_conversation()
        .workspace_id(workspace)
        .body(body)
        .send()
        .await;
    assert_eq!(
        error.expect_err("it is a redirect").kind(),
        ErrorKind::Redirect
    );
    assert_eq!(server.requests().len(), 1);
}
