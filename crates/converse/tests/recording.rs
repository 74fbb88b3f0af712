//! Records calls against the server in the process, and replays them without it.
#![cfg(all(feature = "testing", feature = "bridge", feature = "pingback"))]

use std::fs;
use std::path::PathBuf;

use converse::testing::{Recorder, Replay, ReplayError, Server};
use converse::{Delivery, ErrorKind, RetryPolicy, bridge, pingback};

const WORKSPACE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

/// A file that is gone with the test.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let name = format!("converse-{}-{name}.jsonl", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn message(text: &str) -> bridge::types::CreateMessage {
    bridge::types::CreateMessage::new("c-1", text).enable_external_broadcast(false)
}

#[tokio::test]
async fn recorded_calls_are_replayed_in_their_order() {
    let file = File::new("order");
    let recorder = Recorder::new();
    let server = Server::start();
    let builder = server.builder::<bridge::Client>().workspace_id(WORKSPACE);
    let builder = builder.retry(RetryPolicy::none()).layer(recorder.layer());
    let client = builder.build().expect("the server's URL is valid");
    server.on(bridge::op::CREATE_MESSAGE).status(409);
    let send =
        |client: &bridge::Client, text: &str| client.create_message().body(message(text)).send();
    let refused = send(&client, "Hello").await.expect_err("as ordered");
    let sent = send(&client, "Hello").await.expect("it is sent");
    // A response that never comes is no exchange.
    server.on(bridge::op::CREATE_MESSAGE).disconnect();
    send(&client, "Hello").await.expect_err("it breaks off");
    assert_eq!(recorder.len(), 2);
    recorder.save(&file.0).expect("it is written");
    drop(server);

    let replay = Replay::read(&file.0).expect("it is a recording");
    let builder = replay.builder::<bridge::Client>().workspace_id(WORKSPACE);
    let client = builder.build().expect("its URL is the provider's");
    assert_eq!(replay.unused().len(), 2);
    let again = send(&client, "Hello").await.expect_err("as recorded");
    assert_eq!(
        (again.kind(), again.status()),
        (refused.kind(), refused.status())
    );
    let deliveries = (again.delivery(), refused.delivery());
    assert_eq!(deliveries, (Delivery::Rejected, Delivery::Rejected));
    let again = send(&client, "Hello").await.expect("as recorded");
    assert_eq!(again.message_id, sent.message_id);
    assert_eq!(replay.unused(), [""; 0]);

    for (text, nearest) in [
        ("Hello", "line 1: it was replayed before"),
        ("Good-bye", "line 1: its body differs at `messageBody`"),
    ] {
        let error = send(&client, text).await.expect_err("nothing is left");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Layer, Delivery::NotSent)
        );
        let source = std::error::Error::source(&error).expect("it has a reason");
        assert!(source.is::<ReplayError>());
        let source = source.to_string();
        assert!(
            source.contains("no recording of `POST /workspaces/"),
            "{source}"
        );
        assert!(source.ends_with(nearest), "{source}");
    }
    let list = client.list_conversations().limit(5).send().await;
    let error = list.expect_err("it was never recorded");
    let source = std::error::Error::source(&error)
        .expect("it has a reason")
        .to_string();
    assert!(source.ends_with("it calls `createMessage`"), "{source}");
}

#[tokio::test]
async fn a_recording_has_no_secret() {
    let file = File::new("secrets");
    let recorder = Recorder::new().mask(["email"]);
    let server = Server::start();
    server.expect_credential("pingback", "s3cret-of-the-client");
    let builder = server.builder::<pingback::Client>().layer(recorder.layer());
    let client = builder.build().expect("the server's URL is valid");
    let login = pingback::types::Login::new("ada@example.com", "s3cret-of-ada");
    let token = client
        .login()
        .body(login.clone())
        .send()
        .await
        .expect("a token");
    client.get_current_user().send().await.expect("a user");
    recorder.save(&file.0).expect("it is written");
    let text = fs::read_to_string(&file.0).expect("it is there");
    assert_eq!(text.lines().count(), 2);
    let secret = token.access_token.expose();
    for hidden in ["s3cret", "ada@example.com", secret] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }

    // What is masked is masked when requests are compared, too.
    let replay = Replay::read(&file.0)
        .expect("it is a recording")
        .mask(["email"]);
    let client = replay.client::<pingback::Client>();
    let token = client
        .login()
        .body(login)
        .send()
        .await
        .expect("as recorded");
    assert_eq!(token.access_token.expose(), "***");
}

#[test]
fn what_is_no_recording_is_named_with_its_line() {
    let file = File::new("broken");
    fs::write(&file.0, "\n{\"request\": 1}\n").expect("it is written");
    let error = Replay::read(&file.0).expect_err("it is none").to_string();
    assert!(error.contains(".jsonl:2: "), "{error}");
}
