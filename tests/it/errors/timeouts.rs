//! Tests that every call ends.

use converse_test_support::{Answer, Server};
use std::future::Future;
use std::time::Duration;

use converse::bridge::Client;
use converse::{CallOptions, Delivery, ErrorKind};

use crate::support::{WORKSPACE, builder, client};

const SHORT: Duration = Duration::from_millis(60);

/// Bounds a call that never ends. It does not measure the time limit.
async fn bounded<T>(call: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), call)
        .await
        .expect("the time limit holds")
}

#[tokio::test]
async fn a_server_that_never_answers_is_not_waited_for() {
    let server = Server::answering(Answer::Stall(Vec::new())).await;
    let client: Client = builder(&server)
        .timeout(SHORT)
        .build()
        .expect("plain settings");
    let error = bounded(client.list_conversations().workspace_id(WORKSPACE).send())
        .await
        .expect_err("the server does not respond");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
    assert_eq!(error.status(), None);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_body_that_never_ends_is_not_waited_for() {
    let start = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec();
    let server = Server::answering(Answer::Stall(start)).await;
    let client: Client = builder(&server)
        .timeout(SHORT)
        .build()
        .expect("plain settings");
    let error = bounded(client.list_conversations().workspace_id(WORKSPACE).send())
        .await
        .expect_err("the response is incomplete");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Accepted)
    );
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
}

#[tokio::test]
async fn one_call_can_have_its_own_limit() {
    let server = Server::answering(Answer::Stall(Vec::new())).await;
    let client: Client = client(&server);
    let hasty = client.with_options(CallOptions::new().timeout(SHORT));
    let error = bounded(hasty.list_conversations().workspace_id(WORKSPACE).send())
        .await
        .expect_err("the server does not respond");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn the_callers_http_settings_do_not_lift_the_limit() {
    let server = Server::answering(Answer::Stall(Vec::new())).await;
    let client = builder::<Client>(&server).timeout(SHORT);
    let client = client.configure_http(|http| http.timeout(Duration::from_secs(3600)));
    let client = client.build().expect("plain settings");
    let error = bounded(client.list_conversations().workspace_id(WORKSPACE).send())
        .await
        .expect_err("the server does not respond");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}
