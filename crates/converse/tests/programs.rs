//! Runs the programs of `examples/` against a server in the process.
#![cfg(all(
    feature = "bird",
    feature = "bridge",
    feature = "pingback",
    feature = "testing"
))]

use converse::testing::Server;
use converse::{bird, bridge, pingback, serde_json::json};

#[allow(dead_code, reason = "its `main` reads the environment")]
#[path = "../examples/image_message.rs"]
mod image_message;
#[allow(dead_code, reason = "its `main` reads the environment")]
#[path = "../examples/login.rs"]
mod login;
#[allow(dead_code, reason = "its `main` reads the environment")]
#[path = "../examples/support_desk.rs"]
mod support_desk;

const WORKSPACE: &str = "a1405560-c8d3-4b1a-877d-3f449ad95352";

#[tokio::test]
async fn the_support_desk_answers_each_conversation() {
    let server = Server::start();
    let client = server.builder::<bridge::Client>().workspace_id(WORKSPACE);
    let client = client.build().expect("the server's URL is valid");
    let answered = support_desk::answer_all(&client).await.expect("it answers");
    assert_eq!(answered, 1);
    let message = server.last_request().expect("a message was sent");
    assert_eq!(message.operation(), Some("createMessage"));
    let body = message.json().expect("it is JSON");
    assert_eq!(body["enableExternalBroadcast"], json!(true));
}

#[tokio::test]
async fn an_image_reaches_a_new_contact() {
    let server = Server::start();
    let client = server.builder::<bird::Client>().workspace_id(WORKSPACE);
    let client = client.build().expect("the server's URL is valid");
    let channel = "25431165-c486-4a94-94f6-b3633c9af905";
    let sent = image_message::send_image(&client, channel).await;
    sent.expect("the server takes it");
    let body = server.last_request().and_then(|it| it.json());
    let body = body.expect("a conversation was created");
    assert_eq!(body["channelId"], json!(channel));
    let image = &body["initialMessage"]["body"]["image"];
    assert_eq!(
        image["images"][0]["mediaUrl"],
        json!("https://example.com/parcel.jpg")
    );

    let error = image_message::send_image(&client, "my channel").await;
    let error = error.expect_err("no UUID").to_string();
    assert!(error.contains("`channelId`"), "{error}");
}

#[tokio::test]
async fn a_login_gives_the_token_and_a_401_another() {
    let server = Server::start();
    let builder = || {
        let base_url = server.base_url("pingback");
        pingback::Client::builder().base_url(base_url)
    };
    server.expect_credential("pingback", "example-token");
    let account = pingback::types::Login::new("ana@example.com", "pass-1");
    let client = login::logged_in(builder, account).expect("the server's URL is valid");
    login::resolve_all(&client).await.expect("it is logged in");
    let logins = || {
        let requests = server.requests();
        let logins = requests.iter().filter(|it| it.operation() == Some("login"));
        logins.count()
    };
    assert_eq!(logins(), 1);
    server.respond_next(401, json!({}));
    login::resolve_all(&client).await.expect("it logs in again");
    assert_eq!(logins(), 2);
}
