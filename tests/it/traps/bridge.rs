//! Tests traps in Bridge's document.

use converse::bridge::types::{
    ConversationStatus, CreateConversation, IdentifierType, InternalParticipant, NewParticipants,
};
use converse::{Delivery, ErrorKind, bridge};
use converse_core::operation::{Location, Side};
use converse_core::testing;
use converse_test_support::{Answer, Server};
use serde_json::{Value, json};
use uuid::uuid;

use crate::support::providers::provider;
use crate::support::{KEY, WORKSPACE, builder, client};

const STATUSES: [&str; 5] = [
    "ACTIVE",
    "GHOST",
    "RELEASED",
    "NOT_ASSIGNED_TO_HUMAN",
    "BLOCKED",
];

/// Starts a server that returns the documented page.
async fn listing() -> Server {
    Server::answering(Answer::json(200, page())).await
}

fn page() -> Value {
    provider("bridge").response("listConversations", "")
}

#[tokio::test]
async fn trap_08_bridge_key_is_one_credential_and_never_an_argument() {
    let bridge = provider("bridge");
    for operation in bridge.operations {
        let named = |name: &str| name.eq_ignore_ascii_case("x-api-key");
        assert!(
            !operation
                .parameters
                .iter()
                .any(|it| it.location == Location::Header && named(it.name))
        );

        let server = Server::answering(bridge.success(operation.id, 200)).await;
        let client = (bridge.connect)(&server);
        client
            .call(operation.id, bridge.arguments(operation.id))
            .await
            .expect("the call succeeds");
        assert_eq!(server.request().header("x-api-key"), [KEY]);
        assert!(server.request().header("authorization").is_empty());

        let arguments = bridge
            .arguments(operation.id)
            .header("x-api-key", "another");
        let error = client
            .call(operation.id, arguments)
            .await
            .expect_err("the argument does not exist");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
    }
}

#[tokio::test]
async fn trap_09_bridge_every_status_is_a_filter_and_an_answer() {
    for status in STATUSES {
        let mut body = page();
        body["conversations"][0]["status"] = status.into();
        let server = Server::answering(Answer::json(200, body)).await;
        let client: bridge::Client = client(&server);
        let list = client
            .list_conversations()
            .workspace_id(WORKSPACE)
            .status(status);
        let listed = list.send().await.expect("it is listed");
        assert!(
            server
                .request()
                .target()
                .ends_with(&format!("?status={status}")),
            "upper case on the wire"
        );
        let read = listed.conversations[0].status.as_ref().expect("it exists");
        assert!(read.is_known() && read == status, "{read:?}");
    }
}

#[tokio::test]
async fn trap_09_bridge_last_seen_is_a_time_or_null() {
    for (seen, expected) in [
        (Value::Null, None),
        ("2025-09-19T18:25:43Z".into(), Some(1_758_306_343)),
    ] {
        let mut body = page();
        body["conversations"][0]["participants"]["externals"][0]["lastSeenAt"] = seen;
        let server = Server::answering(Answer::json(200, body)).await;
        let client: bridge::Client = client(&server);
        let listed = client
            .list_conversations()
            .workspace_id(WORKSPACE)
            .send()
            .await
            .expect("it is listed");
        let externals = listed.conversations[0]
            .participants
            .externals
            .as_ref()
            .expect("they exist");
        assert_eq!(externals[0].last_seen_at.map(|it| it.timestamp()), expected);
        assert_eq!(externals[0].identifier_type, Some(IdentifierType::Id));
    }
}

#[tokio::test]
async fn trap_09_bridge_ids_in_answers_are_strings() {
    let server = listing().await;
    let client: bridge::Client = client(&server);
    let listed = client
        .list_conversations()
        .workspace_id(WORKSPACE)
        .send()
        .await
        .expect("it is listed");
    let conversation = &listed.conversations[0];
    assert_eq!(
        (conversation.id.as_str(), conversation.workspace_id.as_str()),
        ("<string>", "<string>")
    );
}

#[tokio::test]
async fn trap_10_bridge_cursor_absent_and_null_are_one() {
    let mut absent = page();
    absent
        .as_object_mut()
        .expect("the page is an object")
        .remove("cursor");
    let mut last = page();
    last["cursor"] = Value::Null;
    let mut more = page();
    more["cursor"] = "next".into();
    for (body, expected) in [(absent, None), (last, None), (more, Some("next"))] {
        let server = Server::answering(Answer::json(200, body)).await;
        let client: bridge::Client = client(&server);
        let listed = client
            .list_conversations()
            .workspace_id(WORKSPACE)
            .send()
            .await
            .expect("it is listed");
        assert_eq!(listed.cursor.as_deref(), expected);
    }
}

#[tokio::test]
async fn trap_10_bridge_plus_of_a_phone_number_arrives() {
    let server = listing().await;
    let client: bridge::Client = client(&server);
    let list = client
        .list_conversations()
        .workspace_id(WORKSPACE)
        .external_user_identifier("+49 151");
    list.send().await.expect("it is listed");
    let request = server.request();
    let (_, query) = request.target().split_once('?').expect("there is a query");
    assert_eq!(query, "externalUserIdentifier=%2B49%20151");
}

#[tokio::test]
async fn trap_10_bridge_base_path_survives() {
    for base in ["/bridge/api/v1", "/bridge/api/v1/", "/elsewhere", ""] {
        let server = listing().await;
        let client = builder::<bridge::Client>(&server).base_url(server.url(base));
        let client = client.build().expect("a plain base URL");
        client
            .list_conversations()
            .workspace_id(WORKSPACE)
            .send()
            .await
            .expect("it is listed");
        let base = base.trim_end_matches('/');
        assert_eq!(
            server.request().target(),
            format!("{base}/workspaces/{WORKSPACE}/conversations")
        );
    }
    assert!(bridge::PROVIDER.base_url.ends_with("/bridge/api/v1"));
}

#[tokio::test]
async fn trap_10_bridge_limit_is_1_to_100() {
    let server = listing().await;
    let client: bridge::Client = client(&server);
    for limit in [1, 100] {
        let list = client
            .list_conversations()
            .workspace_id(WORKSPACE)
            .limit(limit);
        list.send().await.expect("it is in range");
    }
    for limit in [i64::MIN, -1, 0, 101, i64::MAX] {
        let list = client
            .list_conversations()
            .workspace_id(WORKSPACE)
            .limit(limit);
        let error = list.send().await.expect_err("it is out of range");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
        let text = error.to_string();
        assert!(
            text.contains("`limit`") && text.contains("1..=100"),
            "{text}"
        );
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn trap_11_bridge_team_goes_with_internal_participants() {
    let body = provider("bridge").response("createConversation", "");
    let server = Server::answering(Answer::json(201, body)).await;
    let client: bridge::Client = client(&server);
    let internals = vec![InternalParticipant::new("ana@example.com")];
    let body = CreateConversation::new(NewParticipants::new().internals(internals))
        .team_id(uuid!("3c90c3cc-0d44-4b50-8888-8dd25736052a"))
        .status(ConversationStatus::Active);
    client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body)
        .send()
        .await
        .expect("it is not refused");
    let expected = json!({
        "participants": { "internals": [{ "identifier": "ana@example.com" }] },
        "teamId": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "status": "ACTIVE",
    });
    testing::value_equal(&expected, &server.request().json(), Side::Request).unwrap();
}
