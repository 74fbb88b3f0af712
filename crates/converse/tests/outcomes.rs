//! Shows each outcome of a call with the server in the process, as a test of one's own code would.
#![cfg(all(feature = "bridge", feature = "testing"))]

use std::time::Duration;

use converse::bridge::{Client, op, types};
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
    let server = Server::start();
    let client = client(&server);
    let on = || server.on(op::CREATE_MESSAGE);
    let orders = [
        (ErrorKind::Conflict, Delivery::Rejected, on().status(409)),
        (ErrorKind::Decode, Delivery::Accepted, on().garbage()),
        (ErrorKind::Transport, Delivery::Accepted, on().break_off()),
        (ErrorKind::Server, Delivery::Unknown, on().status(503)),
        (ErrorKind::Transport, Delivery::Unknown, on().disconnect()),
        (
            ErrorKind::Transport,
            Delivery::Unknown,
            on().disconnect_early(),
        ),
    ];
    for (kind, delivery, _) in orders {
        let error = send(&client).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (kind, delivery),
            "{error}"
        );
    }
    // Nothing but the limit ends this one.
    on().hang();
    let hurried = CallOptions::new().attempt_timeout(Duration::from_millis(50));
    let error = send(&client.with_options(hurried)).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
    assert_eq!(server.requests_to(op::CREATE_MESSAGE).len(), 7);
    drop(server);
    let error = send(&client).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
}

/// A program of two calls, of which the second finds nobody.
#[tokio::test]
async fn after_the_last_response_nobody_listens() {
    let server = Server::start();
    let client = client(&server);
    server.on(op::GET_CONVERSATION).status(200).last();
    let found = client.get_conversation().conversation_id(WORKSPACE).send();
    found.await.expect("the usual response");
    let error = send(&client).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
    // What came before is there to be looked at.
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn orders_are_carried_out_in_their_order() {
    let server = Server::start();
    let client = client(&server);
    let get = || client.get_conversation().conversation_id(WORKSPACE).send();
    let on = server.on(op::GET_CONVERSATION);
    on.status(404).times(2).then().statuses([409, 200]);
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(match get().await {
            Ok(found) => found.status().as_u16(),
            Err(error) => error.status().map_or(0, |status| status.as_u16()),
        });
    }
    // The usual response afterwards.
    assert_eq!(statuses, [404, 404, 409, 200, 200]);

    let mut conversation = types::Conversation::example();
    conversation.name = Some("Ordered".to_owned());
    let on = server.on(op::GET_CONVERSATION);
    on.respond(conversation)
        .always()
        .then()
        .error(404, json!({ "message": "gone" }));
    let error = get().await.expect_err("the order for one call comes first");
    assert_eq!(error.message(), Some("gone"));
    for _ in 0..2 {
        let found = get().await.expect("the order for all calls");
        assert_eq!(found.name.as_deref(), Some("Ordered"));
    }
    server.on(op::GET_CONVERSATION).respond_with(|request| {
        let id = request.path().rsplit('/').next().unwrap_or_default();
        Answer::new(404, json!({ "message": format!("no {id}") }))
    });
    let error = get().await.expect_err("the function says so");
    assert_eq!(error.message(), Some(format!("no {WORKSPACE}").as_str()));
}

#[tokio::test]
async fn a_read_is_retried_as_ordered() {
    let server = Server::start();
    let builder = server.builder::<Client>().workspace_id(WORKSPACE);
    let client = builder.build().expect("the server's URL is valid");
    let on = server.on(op::LIST_CONVERSATIONS).expect(3);
    let busy = on.status(503).header("retry-after", "0").times(2);
    busy.then().status(200).header("x-served-by", "third");
    let listed = client
        .list_conversations()
        .send()
        .await
        .expect("the third attempt");
    assert_eq!(listed.headers()["x-served-by"], "third");
}

#[tokio::test]
async fn what_is_added_to_an_order_is_added_to_all_of_it() {
    let server = Server::start();
    let client = client(&server);
    let get = || client.get_conversation().conversation_id(WORKSPACE).send();
    let busy = server.on(op::GET_CONVERSATION).statuses([503, 429]);
    busy.header("retry-after", "7");
    for _ in 0..2 {
        let error = get().await.expect_err("as ordered");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)), "{error}");
    }
    let function = server.on(op::GET_CONVERSATION);
    let function = function.respond_with(|_| Answer::new(503, json!({})));
    function.header("retry-after", "9");
    let error = get().await.expect_err("as ordered");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
    // The usual status of an operation is its own.
    server
        .on(op::GET_CONVERSATION)
        .delay(Duration::from_millis(1));
    assert_eq!(get().await.expect("the usual response").status(), 200);
}

#[test]
#[should_panic(expected = "a function panicked: no such conversation")]
fn a_panic_of_a_function_reaches_the_test() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be built");
    let server = Server::start();
    let client = client(&server);
    let on = server.on(op::GET_CONVERSATION);
    on.respond_with(|_| panic!("no such conversation"));
    let call = client.get_conversation().conversation_id(WORKSPACE).send();
    let error = runtime.block_on(call).expect_err("500");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(500));
}
