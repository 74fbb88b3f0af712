//! A server that remembers: what a program creates is there for its next call.
#![cfg(all(
    feature = "testing",
    feature = "bird",
    feature = "bridge",
    feature = "pingback"
))]

use converse::serde_json::{Value, json};
use converse::testing::Server;
use converse::{ErrorKind, RetryPolicy, bird, bridge, pingback};

const WORKSPACE: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";
const OTHER: &str = "0b5b7d4e-77b0-4a08-9d43-6a1a05a4ac33";

fn bridge(server: &Server) -> bridge::Client {
    let builder = server.builder::<bridge::Client>().workspace_id(WORKSPACE);
    builder.build().expect("the server's URL is valid")
}

fn new_conversation(name: &str) -> bridge::types::CreateConversation {
    use bridge::types::{CreateConversation, ExternalParticipant, NewParticipants};
    let somebody = ExternalParticipant::new("+4915112345678");
    CreateConversation::new(NewParticipants::new().externals([somebody])).name(name)
}

#[tokio::test]
async fn what_is_created_is_listed_read_and_changed() {
    let server = Server::stateful().strict();
    let client = bridge(&server);
    let empty = client.list_conversations().send().await.expect("a page");
    assert!(empty.conversations.is_empty());
    let created = client
        .create_conversation()
        .body(new_conversation("Support"));
    let created = created.send().await.expect("it is created");
    assert_eq!(created.name.as_deref(), Some("Support"));
    let externals = created
        .participants
        .externals
        .as_deref()
        .unwrap_or_default();
    assert_eq!(externals[0].identifier, "+4915112345678");
    let second = client.create_conversation().body(new_conversation("Sales"));
    let second = second.send().await.expect("it is created");
    assert_ne!(created.id, second.id);
    assert!(second.created_at > created.created_at);

    let mut listed = client.list_conversations().limit(1).stream();
    let mut names = Vec::new();
    while let Some(one) = listed.try_next().await.expect("a page") {
        names.push(one.name.unwrap_or_default());
    }
    assert_eq!(names, ["Support", "Sales"]);
    assert_eq!(server.requests_to(bridge::op::LIST_CONVERSATIONS).len(), 3);

    let update = bridge::types::UpdateConversation::new().name("Client support");
    let changed = client.update_conversation().conversation_id(&created.id);
    let changed = changed.body(update).send().await.expect("it is changed");
    assert_eq!(changed.name.as_deref(), Some("Client support"));
    assert!(changed.updated_at > created.updated_at);
    let read = client.get_conversation().conversation_id(&created.id);
    let read = read.send().await.expect("it is there");
    assert_eq!(read.name, changed.name);
    assert_eq!(read.participants, created.participants);

    let send = |id: &str| {
        let message = bridge::types::CreateMessage::new(id, "Hi").enable_external_broadcast(false);
        client.create_message().body(message).send()
    };
    send(&created.id).await.expect("it is there");
    let error = send(OTHER).await.expect_err("the body names none");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let release = client.release_conversation().conversation_id(&created.id);
    let release = release.body(bridge::types::ReleaseConversation::new());
    release.send().await.expect("it is released");
    let released = client.list_conversations().status("RELEASED").send().await;
    assert_eq!(released.expect("a page").conversations[0].id, created.id);

    // Another workspace has none of it.
    let elsewhere = client.get_conversation().conversation_id(&created.id);
    let error = elsewhere.workspace_id(OTHER).send().await;
    assert_eq!(
        error.expect_err("it is not there").kind(),
        ErrorKind::NotFound
    );
    let sent = server.bodies_of(bridge::op::CREATE_CONVERSATION);
    assert_eq!(sent[1].name.as_deref(), Some("Sales"));
}

#[tokio::test]
async fn what_is_inside_goes_with_it() {
    let server = Server::stateful();
    let builder = server.builder::<bird::Client>().workspace_id(WORKSPACE);
    let client = builder.build().expect("the server's URL is valid");
    let conversation = bird::types::CreateConversation::new("Order 7").channel_id(OTHER);
    let created = client.create_conversation().body(conversation);
    let created = created.send().await.expect("it is created");
    let send = |text: &str| {
        let body = bird::types::TextBody::new(text);
        let message = bird::types::CreateMessageWithBody::new(OTHER, "accessKey", body);
        client
            .create_message()
            .conversation_id(created.id)
            .body(message)
            .send()
    };
    let first = send("one").await.expect("it is sent");
    send("two").await.expect("it is sent");
    let list = || client.list_messages().conversation_id(created.id).send();
    let listed = list().await.expect("a page");
    assert_eq!(listed.results.as_ref().map(Vec::len), Some(2));
    let delete = client.delete_message().conversation_id(created.id);
    let delete = delete.message_id(&first.id);
    delete.send().await.expect("it is deleted");
    assert_eq!(
        list().await.expect("a page").results.as_ref().map(Vec::len),
        Some(1)
    );
    let delete = client.delete_conversation().conversation_id(created.id);
    delete.send().await.expect("it is deleted");
    // The error is the provider's own.
    let error = list().await.expect_err("its conversation is gone");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.message(), Some("the conversation does not exist"));
    assert!(
        server
            .resources::<bird::Client>("messages")
            .all()
            .is_empty()
    );
}

#[tokio::test]
async fn an_overlay_says_what_paths_do_not_show() {
    let server = Server::stateful();
    let client = server.client::<pingback::Client>();
    let conversation = pingback::types::CreateConversation::example();
    let created = client.create_conversation().body(conversation);
    let created = created.send().await.expect("it is created");
    assert_eq!(created.status, "open");
    let resolve = client.resolve_conversation().conversation_id(&created.id);
    resolve.send().await.expect("it is resolved");
    let list = |status: &str| client.list_conversations().status(status).send();
    assert_eq!(list("open").await.expect("a page").len(), 0);
    let resolved = list("resolved").await.expect("a page");
    assert_eq!(resolved[0].id, created.id);
    let assign = client.assign_conversation().conversation_id(&created.id);
    assign
        .agent_id("agent-7")
        .send()
        .await
        .expect("it is assigned");
    let read = client.get_conversation().conversation_id(&created.id);
    let read = read.send().await.expect("it is there");
    let assignee = read.assignee_id.as_ref().map(ToString::to_string);
    assert_eq!(assignee.as_deref(), Some("agent-7"));
}

#[tokio::test]
async fn a_test_puts_resources_in_and_looks_at_them() {
    let server = Server::stateful();
    let client = bridge(&server);
    let mut seeded = bridge::types::Conversation::example();
    seeded.name = Some("Seeded".to_owned());
    seeded.participants.internals = None;
    let conversations = server.resources::<bridge::Client>("conversation");
    let id = conversations.under("workspaceId", WORKSPACE).seed(&seeded);
    let read = client.get_conversation().conversation_id(&id).send().await;
    assert_eq!(read.expect("it is there").name.as_deref(), Some("Seeded"));
    let created = client.create_conversation().body(new_conversation("New"));
    created.send().await.expect("it is created");
    let conversations = server.resources::<bridge::Client>("conversations");
    let names = conversations.all_as::<bridge::types::Conversation>();
    let names: Vec<_> = names.into_iter().filter_map(|it| it.name).collect();
    assert_eq!(names, ["Seeded", "New"]);
    // It is shown as it was put in, and one with its id takes its place.
    let shown = client.get_conversation().conversation_id(&id).send().await;
    assert_eq!(shown.expect("it is there").participants.internals, None);
    conversations.seed(&seeded);
    assert_eq!(conversations.all().len(), 2);
    let stale = client.list_conversations().cursor("stale").send().await;
    let stale = stale.expect_err("no page named it");
    assert_eq!(
        stale.message(),
        Some("`cursor` is not one that a page named")
    );
    assert!(conversations.remove(&id));
    let gone = client.get_conversation().conversation_id(&id).send().await;
    assert_eq!(gone.expect_err("it is gone").kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_named_with_its_place() {
    let server = Server::start();
    let client = bridge(&server);
    let create = |body: Value| {
        let request = client.request(
            converse::http::Method::POST,
            "/workspaces/{workspaceId}/conversations",
        );
        request.json(&body).send::<Value>()
    };
    let error = create(json!({
        "participants": { "externals": [{ "identifierType": "MAIL" }] },
        "nmae": "Support",
    }));
    let error = error.await.expect_err("it is refused");
    assert!(
        error
            .status()
            .is_some_and(|status| status.is_client_error())
    );
    let problems = server.last_request().expect("it came").problems().to_vec();
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "`participants.externals[0].identifier` is missing",
            "`participants.externals[0].identifierType` must be one of `ID`, `EMAIL`, `PHONE`",
            "`nmae` is not a field of the document",
        ]
    );
    let list = client.request(
        converse::http::Method::GET,
        "/workspaces/{workspaceId}/conversations",
    );
    let list = list
        .query("limit", 500)
        .query("staus", "ACTIVE")
        .send::<Value>();
    list.await.expect_err("it is refused");
    let problems = server.problems();
    assert!(
        problems[1].contains("`limit` must be in 1..=100"),
        "{problems:?}"
    );
    assert!(
        problems[1].contains("`staus` is not a parameter"),
        "{problems:?}"
    );
}

/// What delivery certainty is about: no response, though it was carried out.
#[tokio::test]
async fn a_lost_response_leaves_what_it_did() {
    let server = Server::stateful();
    let builder = server.builder::<bridge::Client>().workspace_id(WORKSPACE);
    let client = builder
        .retry(RetryPolicy::none())
        .build()
        .expect("a valid URL");
    let create = || {
        client
            .create_conversation()
            .body(new_conversation("Lost"))
            .send()
    };
    let on = || server.on(bridge::op::CREATE_CONVERSATION);
    for (after, order) in [
        (0, on().disconnect()),
        (1, on().disconnect().after_carrying_out()),
        (2, on().status(503).after_carrying_out()),
        (3, on().garbage()),
        (4, on().break_off()),
    ] {
        drop(order);
        create().await.expect_err("as ordered");
        let there = server.resources::<bridge::Client>("conversation").all();
        assert_eq!(there.len(), after);
    }
}

#[test]
#[should_panic(expected = "`createMessage` of bridge was called 0 times, expected 1")]
fn a_call_that_was_expected_and_did_not_come_is_reported() {
    let server = Server::start();
    server.on(bridge::op::CREATE_MESSAGE).expect(1);
}

#[test]
#[should_panic(expected = "the header `x-api-key` with the credential is missing")]
fn a_strict_server_reports_what_it_refused() {
    let server = Server::start().strict();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("the runtime can be built");
    let url = server.base_url("bridge") + "/workspaces/x/conversations";
    let called = runtime.block_on(converse::reqwest::Client::new().get(url).send());
    assert_eq!(called.expect("a response").status(), 401);
}
