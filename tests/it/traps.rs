//! Tests the traps in the providers' documents, one by one, numbered as in the list of traps.
//!
//! 14 is about all providers; 1 to 7 are Bird's, 8 to 11 Bridge's, 12 and 13 Pingback's.
//! Traps without a number came later, with more operations.

mod bird;
mod bridge;
mod pingback;

use converse::{Delivery, ErrorKind};
use converse_test_support::{Answer, Server};

use crate::support::providers::ALL;

#[tokio::test]
async fn trap_14_a_create_whose_fate_is_unknown_is_sent_once() {
    let retry_after = [("retry-after", "0")];
    for answer in [
        Answer::Close,
        Answer::json(408, "{}"),
        Answer::json(500, "{}"),
        Answer::response(429, &retry_after, "{}"),
        Answer::response(503, &retry_after, "{}"),
    ] {
        for provider in ALL {
            let server = Server::answering(answer.clone()).await;
            let arguments = provider.arguments("createConversation");
            let outcome = (provider.connect)(&server)
                .call("createConversation", arguments)
                .await;
            let error = outcome.expect_err("it is not created");
            assert_eq!(server.request().method(), "POST", "{error}");
            let expected = match error.kind() {
                ErrorKind::RateLimited => Delivery::Rejected,
                _ => Delivery::Unknown,
            };
            assert_eq!(error.delivery(), expected, "{error}");
        }
    }
}

#[tokio::test]
async fn trap_14_a_create_on_a_used_connection_is_sent_once() {
    for provider in ALL {
        let body = provider.response("createConversation", "");
        let server = Server::start([Answer::kept_open(200, body), Answer::Close]).await;
        let client = (provider.connect)(&server);
        let create = || {
            client.call(
                "createConversation",
                provider.arguments("createConversation"),
            )
        };
        create().await.expect("the first one is created");
        let error = create().await.expect_err("the connection closes");
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert_eq!(server.requests().len(), 2, "one request per call");
        assert_eq!(
            server.connections(),
            1,
            "the second call found the connection open"
        );
    }
}

#[tokio::test]
async fn trap_14_any_2xx_is_a_success() {
    for provider in ALL {
        let server = Server::answering(Answer::Close).await;
        let client = (provider.connect)(&server);
        for operation in provider.operations {
            for status in [200, 201, 202, 206, 299] {
                server.answer(provider.success(operation.id, status));
                let outcome = client
                    .call(operation.id, provider.arguments(operation.id))
                    .await;
                let response = outcome.unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(response.status().as_u16(), status);
            }
        }
    }
}
