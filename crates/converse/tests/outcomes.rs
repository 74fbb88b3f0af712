//! Shows each outcome of a call with the server in the process, as a test of one's own code would.
#![cfg(all(feature = "bridge", feature = "testing"))]

use std::time::Duration;

use converse::bridge::{Client, types};
use converse::serde_json::json;
use converse::testing::{Answer, Server};
use converse::{CallOptions, Delivery, Error, ErrorKind, RetryPolicy};

const WORKSPACE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

fn client(server: &Server) -> Client {
    let builder = server.builder::<Client>().workspace_id(WORKSPACE);
    let client = builder.retry(RetryPolicy::none()).build();
    client.expect("the server's URL is valid")
}

async fn send(client: &Client) -> Error {
    let message = types::CreateMessage::new("c-1", "Hello").enable_external_broadcast(false);
    let sent = client.create_message().body(message).send().await;
    sent.expect_err("the answer is a failure").into()
}

#[tokio::test]
async fn each_delivery_can_be_shown() {
    let server = Server::start().await;
    let client = client(&server);
    for (answer, kind, delivery) in [
        (
            Answer::new(409, json!({})),
            ErrorKind::Conflict,
            Delivery::Rejected,
        ),
        (Answer::new(200, "{"), ErrorKind::Decode, Delivery::Accepted),
        (
            Answer::new(503, json!({})),
            ErrorKind::Server,
            Delivery::Unknown,
        ),
        (
            Answer::disconnect(),
            ErrorKind::Transport,
            Delivery::Unknown,
        ),
    ] {
        server.respond_next_with(answer);
        let error = send(&client).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (kind, delivery),
            "{error}"
        );
    }
    // Nothing but the limit ends this one.
    server.respond_next_with(Answer::hang());
    let hurried = CallOptions::new().attempt_timeout(Duration::from_millis(50));
    let error = send(&client.with_options(hurried)).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
    drop(server);
    let error = send(&client).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
}
