//! Tests the forms of arguments: all forms of a value send the same, and an invalid value is not sent.

use converse_test_support::{Answer, Server};
use std::time::{Duration, UNIX_EPOCH};

use converse::value::ToUuid;
use converse::{Delivery, ErrorKind, Timestamp, bird};

use crate::support::providers::provider;
use crate::support::{WORKSPACE, client};

/// Returns the target of a call with both ids in this form.
async fn target(workspace: impl ToUuid, conversation: impl ToUuid) -> String {
    let server = Server::answering(Answer::response(204, &[], "")).await;
    let client: bird::Client = client(&server);
    let delete = client.delete_conversation().workspace_id(workspace);
    let deleted = delete.conversation_id(conversation).send().await;
    deleted.expect("it is deleted");
    server.request().target().to_owned()
}

/// Returns the query of a call with this time; none if it is not sent.
async fn query<T: TryInto<Timestamp>>(time: T) -> Option<String> {
    let answer = provider("bird").success("listMessages", 200);
    let server = Server::answering(answer).await;
    let client: bird::Client = client(&server);
    let list = client.list_messages().workspace_id(WORKSPACE);
    let list = list.conversation_id(WORKSPACE).date_from(time);
    if let Err(error) = list.send().await {
        let known = (error.kind(), error.delivery());
        assert_eq!(known, (ErrorKind::Invalid, Delivery::NotSent), "{error}");
        assert!(error.to_string().contains("`dateFrom`"), "{error}");
        assert_eq!(server.connections(), 0);
        return None;
    }
    let request = server.request();
    let (_, query) = request.target().split_once('?')?;
    Some(query.to_owned())
}

#[tokio::test]
async fn an_id_is_a_uuid_or_a_text_by_value_or_by_reference() {
    let text = WORKSPACE.to_string();
    let expected = format!("/workspaces/{text}/conversations/{text}");
    assert_eq!(target(WORKSPACE, text.clone()).await, expected);
    assert_eq!(target(&WORKSPACE, &text).await, expected);
    assert_eq!(target(&&WORKSPACE, text.as_str()).await, expected);
    // As iterators over strings return them, and in forms that are rare but valid.
    for id in &[text.as_str(), &text.to_uppercase()] {
        assert_eq!(target(id, text.replace('-', "")).await, expected);
    }
}

#[tokio::test]
async fn a_time_is_a_text_or_that_of_the_system() {
    let expected = Some("dateFrom=2024-11-25T20%3A12%3A10.55Z".to_owned());
    let text = "2024-11-25T21:12:10.55+01:00";
    assert_eq!(query(text).await, expected);
    assert_eq!(query(text.to_owned()).await, expected);
    assert_eq!(query(&text.to_owned()).await, expected);
    let system = UNIX_EPOCH + Duration::from_millis(1_732_565_530_550);
    let expected = Some("dateFrom=2024-11-25T20%3A12%3A10.550Z".to_owned());
    assert_eq!(query(system).await, expected);
}

#[tokio::test]
async fn a_text_that_is_no_time_is_not_sent() {
    for text in ["yesterday", "", "2024-11-25", "1732565530"] {
        assert_eq!(query(text).await, None, "{text}");
        assert_eq!(query(text.to_owned()).await, None, "{text}");
    }
}
