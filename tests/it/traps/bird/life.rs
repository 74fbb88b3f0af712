//! Tests traps in the operations on an existing conversation.

use converse_test_support::{Answer, Server};
use std::time::Duration;

use converse::bird::types::{
    ContactIdentifier, ConversationEvent, ConversationEventName, ConversationStatus,
    CreateParticipant, DetailedOrValidationError, MessageSource, MessageStatus,
    NewContactByIdentifier, Participant, UpdateConversation, UpdateParticipant, Visibility,
};
use converse::dynamic::Arguments;
use converse::{CallError, CallOptions, Delivery, ErrorKind, ResponseValue, RetryPolicy, bird};
use converse_core::operation::Side;
use converse_core::testing;
use futures_util::StreamExt;
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

use crate::support::providers::provider;
use crate::support::{WORKSPACE, client};

const CONVERSATION: Uuid = uuid!("2280c45c-60d5-45a2-b51d-06ea752ca167");
const MESSAGE: Uuid = uuid!("0c854061-6026-48c7-a2e8-bffb6458727b");

async fn add(
    server: &Server,
) -> Result<ResponseValue<Participant>, CallError<DetailedOrValidationError>> {
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    let client = client::<bird::Client>(server).with_options(CallOptions::new().retry(policy));
    let contact = ContactIdentifier::new("emailaddress", "john.doe@bird.com");
    let add = client
        .add_participant()
        .workspace_id(WORKSPACE)
        .conversation_id(CONVERSATION)
        .body(NewContactByIdentifier::new(contact));
    add.send().await
}

#[tokio::test]
async fn a_participant_is_added_or_was_there() {
    let body = provider("bird").response("addParticipant", "contact-by-identifier");
    for status in [200, 201] {
        let server = Server::answering(Answer::json(status, &body)).await;
        let added = add(&server).await.expect("both are successes");
        assert_eq!(added.status().as_u16(), status);
        assert_eq!(added.id, "3954d22c-96f7-4bc3-817b-67b4d903ed90");
    }
}

#[tokio::test]
async fn adding_a_participant_is_tried_again_and_a_message_is_not() {
    let body = provider("bird").response("addParticipant", "");
    let answers = [Answer::json(503, "{}"), Answer::json(200, body)];
    let server = Server::start(answers).await;
    let added = add(&server).await.expect("the second attempt succeeds");
    assert_eq!((added.attempts(), server.requests().len()), (2, 2));

    let server = Server::answering(Answer::json(503, "{}")).await;
    let client: bird::Client = client(&server);
    let arguments = provider("bird").arguments("createMessage");
    let error = client.call("createMessage", arguments).await;
    assert_eq!(error.expect_err("it is refused").attempts(), 1);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn identifiers_arrive_as_they_are() {
    let server = Server::answering(provider("bird").success("getParticipant", 200)).await;
    let client: bird::Client = client(&server);
    for (key, value, arrives) in [
        ("phonenumber", "+31612345678", "phonenumber/%2B31612345678"),
        (
            "applebc-1/2",
            "urn:mbid:AQ+/=",
            "applebc-1%2F2/urn%3Ambid%3AAQ%2B%2F%3D",
        ),
        ("emailaddress", "ä b@x.de", "emailaddress/%C3%A4%20b%40x.de"),
    ] {
        let get = client.get_participant_by_identifier();
        let get = get.workspace_id(WORKSPACE).conversation_id(CONVERSATION);
        let found = get.identifier_key(key).identifier_value(value).send().await;
        found.expect("it is found");
        let request = server.requests().pop().expect("it was sent");
        let target = request.target().split_once("/participants/");
        let (_, end) = target.expect("the path is fixed");
        assert_eq!(end, arrives);
    }
}

#[tokio::test]
async fn a_last_message_without_draft_and_with_null_recipients() {
    let mut body = provider("bird").response("createConversation", "");
    body["lastMessage"]["recipients"] = Value::Null;
    let server = Server::answering(Answer::json(200, body)).await;
    let client: bird::Client = client(&server);
    let get = client.get_conversation().workspace_id(WORKSPACE);
    let found = get.conversation_id(CONVERSATION).send().await;
    let message = found.expect("it decodes").into_inner().last_message;
    let message = message.expect("it exists");
    assert_eq!((message.draft, message.recipients), (None, None));
}

#[tokio::test]
async fn messages_of_unknown_source_and_status_are_kept() {
    let mut body = provider("bird").response("listMessages", "");
    body["results"][0]["status"] = "seen".into();
    body["results"][0]["source"] = "carrier-pigeon".into();
    let server = Server::answering(Answer::json(200, body)).await;
    let client: bird::Client = client(&server);
    let list = client.list_messages().workspace_id(WORKSPACE);
    let listed = list.conversation_id(CONVERSATION).send().await;
    let listed = listed.expect("it decodes");
    let Some([first, second]) = listed.results.as_deref() else {
        panic!("{listed:?}");
    };
    assert_eq!(
        (first.status.as_str(), first.source.as_str()),
        ("seen", "carrier-pigeon")
    );
    assert_eq!(second.status, MessageStatus::Delivered);
    // The page lists two other sources.
    assert_eq!(second.source, MessageSource::Channels);
    assert_eq!((&second.interactions, &second.recipients), (&None, &None));
    let meta = second.meta.as_ref().expect("it exists");
    assert!(meta["extraInformation"]["email_headers"].is_string());
}

#[tokio::test]
async fn an_update_tells_what_is_missing_from_what_is_wrong() {
    let not_found = provider("bird")
        .responses()
        .find(|(it, status)| it.operation == "updateConversation" && *status == 404)
        .map(|(it, _)| it.json)
        .expect("it is documented");
    let wrong = json!({
        "code": "InvalidPayload",
        "message": "no",
        "details": { "$.visibility": ["is not one of them"] },
    });
    let server = Server::answering(Answer::json(404, not_found)).await;
    let client: bird::Client = client(&server);
    let update = || {
        let body = UpdateConversation::new().visibility(Visibility::Private);
        let update = client.update_conversation().workspace_id(WORKSPACE);
        update.conversation_id(CONVERSATION).body(body).send()
    };

    let error = update().await.expect_err("it does not exist");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let Some(DetailedOrValidationError::Detailed(body)) = error.body() else {
        panic!("{error:?}");
    };
    assert_eq!(
        (body.code.as_str(), &body.details),
        ("ResourceNotFound", &None)
    );

    server.answer(Answer::json(422, wrong));
    let error = update().await.expect_err("it is not valid");
    let Some(DetailedOrValidationError::Validation(body)) = error.body() else {
        panic!("{error:?}");
    };
    let details = body.details.as_ref().expect("they exist");
    assert_eq!(details["$.visibility"], ["is not one of them"]);
}

#[tokio::test]
async fn a_deletion_answers_nothing() {
    let server = Server::answering(Answer::response(204, &[], "")).await;
    let client: bird::Client = client(&server);
    let delete = || {
        let delete = client.delete_message().workspace_id(WORKSPACE);
        delete.conversation_id(CONVERSATION).message_id(MESSAGE)
    };
    let deleted: ResponseValue<()> = delete().send().await.expect("it is deleted");
    assert_eq!(deleted.status().as_u16(), 204);

    let body = json!({ "code": "ResourceNotFound", "message": "gone" });
    server.answer(Answer::json(404, body));
    let error = delete().send().await.expect_err("it does not exist");
    assert_eq!(
        error.body().map(|it| it.code.as_str()),
        Some("ResourceNotFound")
    );
}

#[tokio::test]
async fn an_update_of_nothing_is_not_sent() {
    let server = Server::answering(Answer::Close).await;
    let client: bird::Client = client(&server);
    let update = client.update_participant().workspace_id(WORKSPACE);
    let update = update.conversation_id(CONVERSATION);
    let update = update.conversation_participant_id("p-1");
    let error = update.body(UpdateParticipant::new()).send().await;
    let error = error.expect_err("a field is needed");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_new_message_takes_fields_that_no_page_shows() {
    let mut body = provider("bird").request("createMessage", "template-draft");
    body["unseen"] = json!({ "a": [1, null] });
    body["template"]["unseen"] = true.into();
    body["participantType"] = "pigeon".into();
    let server = Server::answering(provider("bird").success("createMessage", 201)).await;
    let client: bird::Client = client(&server);
    let arguments = Arguments::new()
        .path("workspaceId", WORKSPACE.to_string())
        .path("conversationId", "nil")
        .body(body.clone());
    let created = client.call("createMessage", arguments).await;
    created.expect("it is created");
    testing::value_equal(&body, &server.request().json(), Side::Request).unwrap();
}

#[tokio::test]
async fn json_of_a_new_participant_is_sent_whole() {
    let body = json!({
        "type": "contact",
        "contact": {
            "identifierKey": "emailaddress",
            "identifierValue": "ana@example.com",
            "platformAddressSelector": "attributes.workEmail",
        },
    });
    let server = Server::answering(provider("bird").success("addParticipant", 201)).await;
    let client: bird::Client = client(&server);
    let add = client
        .add_participant()
        .workspace_id(WORKSPACE)
        .conversation_id(WORKSPACE)
        .body(body.clone());
    add.send().await.expect("they are added");
    testing::value_equal(&body, &server.request().json(), Side::Request).unwrap();
}

#[tokio::test]
async fn json_of_a_first_message_is_sent_whole() {
    let bird = provider("bird");
    let mut body = bird.request("createConversation", "simple-message");
    body["initialMessage"]["body"]["text"]["unseen"] = json!({ "a": null });
    let server = Server::answering(bird.success("createConversation", 201)).await;
    let client: bird::Client = client(&server);
    let arguments = bird.arguments("createConversation").body(body.clone());
    let created = client.call("createConversation", arguments).await;
    created.expect("it is created");
    assert_eq!(
        server.request().json()["initialMessage"],
        body["initialMessage"]
    );
}

#[tokio::test]
async fn a_field_that_is_set_is_not_extra_too() {
    let server = Server::answering(provider("bird").success("updateConversation", 200)).await;
    let client: bird::Client = client(&server);
    let update = async |extra: Value| {
        let Value::Object(extra) = extra else {
            unreachable!("it is an object");
        };
        let body = UpdateConversation::new()
            .status(ConversationStatus::Closed)
            .extra(extra);
        let update = client.update_conversation().workspace_id(WORKSPACE);
        update.conversation_id(WORKSPACE).body(body).send().await
    };
    let error = update(json!({ "status": "active" })).await;
    let error = error.expect_err("it is closed, or active");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("`status` twice"), "{error}");
    assert_eq!(server.connections(), 0);

    update(json!({ "assigneeId": "a" })).await.expect("200");
    assert_eq!(
        server.request().json(),
        json!({ "status": "closed", "assigneeId": "a" })
    );
}

#[test]
fn new_participants_have_three_shapes() {
    for (body, expected) in [
        (json!({ "type": "flow", "id": "f" }), "NewNonContact("),
        (
            json!({ "type": "contact", "id": "c", "contact": { "any": 1 } }),
            "NewContactById(",
        ),
        (
            json!({ "type": "contact", "contact": { "identifierKey": "a", "identifierValue": "b" } }),
            "NewContactByIdentifier(",
        ),
        (json!({ "type": "accessKey", "id": "k" }), "Unknown("),
    ] {
        let typed: CreateParticipant =
            serde_json::from_value(body.clone()).expect("any participant decodes");
        assert!(format!("{typed:?}").starts_with(expected), "{typed:?}");
        let written = serde_json::to_value(&typed).expect("it encodes");
        testing::value_equal(&body, &written, Side::Request).unwrap();
    }
}

#[test]
fn an_event_carries_the_conversation() {
    let payload = provider("bird").response("createConversation", "");
    for (name, expected) in [
        (
            "conversation.updated",
            ConversationEventName::ConversationUpdated,
        ),
        (
            "conversation.painted",
            ConversationEventName::Unknown("conversation.painted".to_owned()),
        ),
    ] {
        let body = json!({ "service": "conversations", "event": name, "payload": payload });
        let event: ConversationEvent = serde_json::from_value(body.clone()).expect("it decodes");
        assert_eq!(
            (&event.event, event.payload.style.as_ref()),
            (&expected, None)
        );
        let written = serde_json::to_value(&event).expect("it encodes");
        testing::value_equal(&body, &written, Side::Response(200)).unwrap();
    }
}

#[tokio::test]
async fn an_empty_list_may_be_null() {
    let server = Server::answering(Answer::json(200, json!({ "results": null }))).await;
    let client: bird::Client = client(&server);
    let list = client.list_conversations().workspace_id(WORKSPACE);
    let found: Vec<_> = list.stream().collect().await;
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
async fn fields_of_a_message_that_no_page_shows_are_kept() {
    let mut body = provider("bird").response("getMessage", "");
    body["id"] = "not-a-uuid".into();
    body["template"] = json!({ "of": ["another", "shape"] });
    body["tags"] = json!(["a"]);
    let server = Server::answering(Answer::json(200, &body)).await;
    let client: bird::Client = client(&server);
    let get = client.get_message().workspace_id(WORKSPACE);
    let get = get.conversation_id(CONVERSATION).message_id(WORKSPACE);
    let message = get.send().await.expect("it decodes").into_inner();
    assert_eq!(message.id, "not-a-uuid");
    assert_eq!(message.template.as_ref(), Some(&body["template"]));
    assert_eq!(message.extra["tags"], body["tags"]);
}
