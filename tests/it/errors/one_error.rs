//! One error for all that a program does with providers: `?` and nothing else.

use std::error::Error as _;

use converse::bird::webhook;
use converse::bridge::types::FileType;
use converse::{Blob, BuildError, Delivery, Error, ErrorKind, bird, bridge, http, pingback};
use serde_json::json;

use converse_test_support::{Answer, Server};
use uuid::{Uuid, uuid};

use crate::support::{KEY, WORKSPACE, client};

const CONVERSATION: Uuid = uuid!("0f9d1a2a-1234-4e63-8f3e-b6cf1c4a2b1e");

/// Calls three operations of two providers, uploads a file, checks a webhook, and reads a number.
async fn program(server: &Server, step: usize) -> converse::Result<()> {
    if step == 0 {
        bridge::Client::builder().base_url("ftp://s3cret").build()?;
    }
    let bridge: bridge::Client = client(server);
    let bird: bird::Client = client(server);
    let page = bridge
        .list_conversations()
        .workspace_id(WORKSPACE)
        .send()
        .await?;
    assert!(page.conversations.is_empty());
    let get = bird.get_conversation().workspace_id(WORKSPACE);
    get.conversation_id(CONVERSATION).send().await?;
    let photo = Blob::path("/nonexistent/s3cret.jpg");
    bridge::upload(&bridge, WORKSPACE, FileType::Image, photo)
        .send()
        .await?;
    let headers = http::HeaderMap::new();
    let tolerance = std::time::Duration::from_secs(60);
    webhook::verify(&headers, "https://example.com", b"{}", "key", tolerance)?;
    Ok(())
}

fn page() -> Answer {
    Answer::json(200, json!({ "conversations": [] }))
}

#[tokio::test]
async fn a_function_passes_on_every_error_by_a_question_mark() {
    let server = Server::start([page()]).await;
    let error = program(&server, 0).await.expect_err("no such scheme");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Build, Delivery::NotSent)
    );
    let original = error.get_ref().expect("it was made of another error");
    assert!(original.downcast_ref::<BuildError>().is_some());
    assert_eq!(error.to_string(), original.to_string());

    let gone = json!({ "code": "NotFound", "message": "it is gone" });
    server.restart([
        page(),
        Answer::response(404, &[("x-request-id", "r-7")], gone),
    ]);
    let error = program(&server, 1).await.expect_err("404");
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, "getConversation")
    );
    assert_eq!(error.request_id(), Some("r-7"));
    assert!(error.get_ref().is_none());
}

#[tokio::test]
async fn errors_of_other_kinds_keep_what_they_answer() {
    let verified = webhook::verify(
        &http::HeaderMap::new(),
        "https://example.com",
        b"{}",
        "key",
        std::time::Duration::from_secs(60),
    );
    let error: Error = verified.expect_err("no header").into();
    assert_eq!(
        (error.kind(), error.provider()),
        (ErrorKind::Webhook, "bird")
    );
    assert!(error.to_string().contains("lacks the header"), "{error}");
    assert!(error.source().is_none());

    let other = Error::other("the order is closed");
    assert_eq!(
        (other.kind(), other.to_string().as_str()),
        (ErrorKind::Other, "the order is closed")
    );

    let client = pingback::Client::builder().credential(converse::Credential::new("k"));
    let client = client
        .base_url("http://127.0.0.1:9")
        .build()
        .expect("a plain base URL");
    let call = client.list_conversations().send();
    let error: Error = futures_util::FutureExt::now_or_never(async move {
        std::thread::spawn(move || futures_util::FutureExt::now_or_never(call)).join()
    })
    .expect("the thread is joined")
    .expect("a call without a runtime does not panic")
    .expect("it does not wait")
    .expect_err("there is no runtime in the thread")
    .into();
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Runtime, Delivery::NotSent)
    );
    assert!(error.to_string().contains("tokio runtime"), "{error}");
}

#[tokio::test]
async fn what_the_provider_said_is_shown_when_asked_for() {
    let body = json!({ "code": "Unprocessable", "message": "the name is\ntoo long" });
    let server = Server::start([Answer::json(422, body)]).await;
    let client: bird::Client = client(&server);
    let call = async || {
        let get = client.get_conversation().workspace_id(WORKSPACE);
        get.conversation_id(CONVERSATION)
            .send()
            .await
            .expect_err("422")
    };
    let error = call().await;
    assert_eq!(error.message(), Some("the name is\ntoo long"));
    assert!(
        !format!("{error} {error:?}").contains("too long"),
        "{error}"
    );
    let verbose = error.verbose().to_string();
    assert!(verbose.contains("the name is too long"), "{verbose}");

    let echo = json!({ "message": format!("no such key: {KEY}") });
    server.answer(Answer::json(422, echo));
    let get = client.get_conversation().workspace_id(WORKSPACE);
    let error = get
        .conversation_id(CONVERSATION)
        .send()
        .await
        .expect_err("422");
    let shown = format!("{} {:?} {}", error.verbose(), error.message(), error);
    assert!(
        !shown.contains(KEY) && shown.contains("credential"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_decoding_error_names_the_field() {
    let participant =
        json!({ "identifier": "a", "identifierType": "ID", "role": "INTERNAL", "joinedAt": 7 });
    let good = json!({
        "id": "c", "workspaceId": "w", "participants": {},
        "createdAt": "2023-11-07T05:31:56Z", "updatedAt": "2023-11-07T05:31:56Z",
    });
    let mut bad = good.clone();
    bad["participants"] = json!({ "externals": [participant] });
    let server = Server::start([Answer::json(200, json!({ "conversations": [good, bad] }))]).await;
    let client: bridge::Client = client(&server);
    let list = client.list_conversations().workspace_id(WORKSPACE);
    let error = list.send().await.expect_err("a number is no time");
    assert_eq!(error.kind(), ErrorKind::Decode);
    let place = "in `conversations[1].participants.externals[0].joinedAt`";
    assert!(error.to_string().contains(place), "{error}");
}
