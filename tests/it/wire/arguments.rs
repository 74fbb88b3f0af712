//! What an argument may be given as: each form puts the same on the wire.

use converse::{ToUuid, bird};

use crate::support::server::{Answer, Server};
use crate::support::{WORKSPACE, client};

/// The target of a call whose both ids are given like this.
async fn target(workspace: impl ToUuid, conversation: impl ToUuid) -> String {
    let server = Server::answering(Answer::response(204, &[], "")).await;
    let client: bird::Client = client(&server);
    let delete = client.delete_conversation().workspace_id(workspace);
    let deleted = delete.conversation_id(conversation).send().await;
    deleted.expect("it is deleted");
    server.request().target().to_owned()
}

#[tokio::test]
async fn an_id_is_a_uuid_or_a_text_by_value_or_by_reference() {
    let text = WORKSPACE.to_string();
    let expected = format!("/workspaces/{text}/conversations/{text}");
    assert_eq!(target(WORKSPACE, text.clone()).await, expected);
    assert_eq!(target(&WORKSPACE, &text).await, expected);
    assert_eq!(target(&&WORKSPACE, text.as_str()).await, expected);
    // As a loop over texts gives them, and as nobody writes them but all may.
    for id in &[text.as_str(), &text.to_uppercase()] {
        assert_eq!(target(id, text.replace('-', "")).await, expected);
    }
}
