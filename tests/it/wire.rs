//! Tests the exact request of every operation, made with typed builders and compared with the bytes on the wire.

mod arguments;
mod bird;
mod bridge;
mod pingback;

use converse_test_support::{Answer, Request, Server};
use std::fmt::Debug;
use std::fs;

use converse::provider::ProviderClient;
use converse::{CallError, ResponseValue};
use converse_core::operation::Side;
use converse_core::testing;
use serde_json::Value;

use crate::support::{KEY, WORKSPACE, builder, client, fixtures, providers};

/// Makes a call and compares its only request with `fixtures/wire/<provider>/<name>.http`.
///
/// The name is the operation's id, with a word after a dot where an operation has several cases.
/// The server returns a documented response.
async fn wire<C, T, E>(
    name: &str,
    call: impl AsyncFnOnce(C) -> Result<ResponseValue<T>, CallError<E>>,
) where
    C: ProviderClient,
    E: Debug,
{
    let operation = name.split('.').next().unwrap_or(name);
    let provider = providers::provider(C::provider().name);
    answered(name, provider.success(operation, 200), call).await;
}

/// The same with the test's own answer.
async fn answered<C, T, E>(
    name: &str,
    answer: Answer,
    call: impl AsyncFnOnce(C) -> Result<ResponseValue<T>, CallError<E>>,
) where
    C: ProviderClient,
    E: Debug,
{
    let server = Server::answering(answer).await;
    call(client(&server)).await.expect("the call succeeds");
    let provider = C::provider();
    let request = server.request();
    assert_request(&request, &server, provider, name);
}

/// Header lines have no order.
fn assert_request(
    request: &Request,
    server: &Server,
    provider: &converse::provider::Provider,
    name: &str,
) {
    let fixture = fixtures::text(&format!("wire/{}/{name}.http", provider.name));
    let expected = fixture
        .replace("{host}", &server.host())
        .replace("{version}", provider.version)
        .replace("{credential}", KEY)
        .replace("{length}", &request.body().len().to_string());
    let (head, body) = expected
        .split_once("\n\n")
        .expect("an empty line ends the head");
    let mut lines = head.lines();

    assert_eq!(request.line(), lines.next().expect("the request line"));
    assert_eq!(
        request.sorted_headers(),
        lines.collect::<Vec<_>>(),
        "the header lines"
    );
    assert_eq!(
        request.occurrences(KEY),
        fixture.matches("{credential}").count(),
        "the credential is nowhere else: {request:?}"
    );
    match body.trim() {
        "" => assert_eq!(request.body(), b"", "no body is sent"),
        body => {
            let expected: Value = serde_json::from_str(body).expect("the fixture's body is JSON");
            testing::value_equal(&expected, &request.json(), Side::Request).unwrap();
        }
    }
}

/// A new operation needs a fixture with its request, which a test names.
#[test]
fn every_operation_has_its_request() {
    for provider in providers::ALL {
        let name = provider.facts.name;
        let folder = fixtures::workspace_root().join("tests/it/wire");
        let file = folder.join(format!("{name}.rs"));
        let mut test = fs::read_to_string(file).expect("each provider has its file");
        // If there are too many for one file, the rest is in a folder of its name.
        for file in fixtures::files_below(&folder.join(name)).unwrap_or_default() {
            test += &fs::read_to_string(file).expect("it is UTF-8");
        }
        let named = |operation: &str| {
            [format!("\"{operation}\""), format!("\"{operation}.")]
                .iter()
                .any(|text| test.contains(text))
        };
        let missing: Vec<_> = provider
            .operations
            .iter()
            .map(|operation| operation.id)
            .filter(|id| !named(id))
            .collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

#[tokio::test]
async fn the_callers_product_stands_before_ours() {
    use converse::pingback;

    let server = Server::answering(Answer::response(204, &[], "")).await;
    let builder = builder::<pingback::Client>(&server);
    let client = builder
        .user_agent("shop/2.1")
        .build()
        .expect("a plain product");
    let body = pingback::types::CreateConversation::new(WORKSPACE);
    // The outcome of the call does not matter here.
    let _ = client.create_conversation().body(body).send().await;
    let expected = format!("shop/2.1 converse-pingback/{}", pingback::PROVIDER.version);
    assert_eq!(server.request().header("user-agent"), [expected]);
}
