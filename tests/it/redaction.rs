//! Searches everything that can be printed for a realistic key and the text of a message.

mod hosts;
mod tls;

use converse_test_support::{Answer, Server, nobody};
use std::error::Error as StdError;
use std::fmt::Debug;

use converse::bird::{self, types::CreateConversation};
use converse::dynamic::Arguments;
use converse::http::Method;
use converse::operation::Operation;
use converse::{CallOptions, Credential, RetryPolicy, bridge, pingback};
use converse_core::operation::Content;
use serde_json::{Value, json};

use crate::support::canary::{TEXT, assert_clean, printed_error};
use crate::support::providers::{ALL, Provider, content};
use crate::support::schema::Document;
use crate::support::setup::Setup;
use crate::support::{KEY, WORKSPACE, builder, client};

fn assert_debug_clean(value: &impl Debug) {
    assert_clean(&format!("{value:?} {value:#?}"));
}

/// Checks `Display` and `Debug` of the error and of all its sources.
fn assert_error_clean(error: &dyn StdError) {
    assert_clean(&printed_error(error));
}

/// Returns arguments for the operation, with the text in the strings of the documented body.
fn carrying(provider: &Provider, operation: &str) -> Arguments {
    let arguments = provider.arguments(operation);
    match provider.operation(operation).body {
        None => arguments,
        Some(_) => {
            let mut body = provider.request(operation, "");
            for field in ["name", "initial_message"] {
                if let Some(value) = body.get_mut(field) {
                    *value = TEXT.into();
                }
            }
            arguments.body(body)
        }
    }
}

/// Returns answers with the key and the text of the request in every place that a server can use.
fn echoes() -> Vec<Answer> {
    let echo = format!("{KEY} {TEXT}");
    let location = format!("https://{KEY}.example/{KEY}?text={TEXT}");
    let headers = [
        ("location", location.as_str()),
        ("x-echo", &echo),
        ("x-request-id", &echo),
        ("retry-after", &echo),
    ];
    let bodies = [
        echo.clone(),
        json!({ "code": echo, "message": echo, "details": { echo.as_str(): [echo] } }).to_string(),
        // Not a response of any operation: some need only a string under `status`.
        json!({ "id": echo, "status": [echo], "conversations": echo }).to_string(),
        json!(echo).to_string(),
        format!(r#"{{"{echo}"#),
    ];
    let mut answers = vec![
        Answer::Close,
        Answer::Bytes(format!("HTTP/1.1 {echo}\r\n\r\n").into_bytes()),
        Answer::Bytes(format!("{echo}\r\n\r\n").into_bytes()),
        Answer::Bytes(format!("HTTP/1.1 200 OK\r\n{echo}\r\n\r\n").into_bytes()),
    ];
    for status in [
        200, 201, 302, 307, 400, 401, 403, 404, 409, 422, 429, 500, 503,
    ] {
        answers.extend(
            bodies
                .iter()
                .map(|body| Answer::response(status, &headers, body)),
        );
    }
    answers
}

#[tokio::test]
async fn errors_of_every_operation_on_a_server_that_repeats_everything() {
    for provider in ALL {
        let server = Server::answering(Answer::Close).await;
        // Without retries, each answer is used once.
        let once = CallOptions::new().retry(RetryPolicy::none());
        let client = (provider.connect)(&server).with_options(once);
        let document = Document::of(provider.facts.name);
        for operation in provider.operations {
            for answer in echoes() {
                server.answer(answer);
                let outcome = client
                    .call(operation.id, carrying(provider, operation.id))
                    .await;
                let request = server.requests().pop().expect("it was sent");
                let mut sets = operation.security.iter().filter(|set| !set.is_empty());
                let expected = sets.next().map_or(0, |set| set.len());
                assert_eq!(
                    request.occurrences(KEY),
                    expected,
                    "the server knows the key"
                );
                let error = match outcome {
                    // Some operations have an empty response or any JSON.
                    Ok(response) => {
                        let (status, schema) = (response.status(), document.success(operation.id));
                        let takes_it = match content(operation, status.as_u16()) {
                            Content::Empty => true,
                            Content::Json => document.is_open(schema),
                            _ => false,
                        };
                        assert!(status.is_success() && takes_it, "{}", operation.id);
                        continue;
                    }
                    Err(error) => error,
                };
                assert_eq!(error.to_string().lines().count(), 1);
                assert_error_clean(&error);
            }
        }
    }
}

#[tokio::test]
async fn typed_errors_on_a_server_that_repeats_everything() {
    let server = Server::answering(Answer::Close).await;
    let client: bird::Client = client(&server);
    for answer in echoes() {
        server.answer(answer);
        let body = CreateConversation::new(TEXT).channel_id(WORKSPACE);
        let error = client
            .create_conversation()
            .workspace_id(WORKSPACE)
            .body(body)
            .send()
            .await;
        let error = error.expect_err("none of these is a documented response");
        assert_error_clean(&error);
        assert_error_clean(&error.into_untyped());
    }
}

#[tokio::test]
async fn errors_of_requests_that_the_document_lacks_and_of_clients_with_layers() {
    let once = CallOptions::new()
        .retry(RetryPolicy::none())
        .header("x-tenant", TEXT);
    assert_debug_clean(&once);
    for provider in ALL {
        let server = Server::answering(Answer::Close).await;
        let client = (provider.connect_as)(Setup {
            layered: true,
            options: once.clone(),
            ..Setup::new(server.url(""))
        });
        assert_debug_clean(&client);
        let row = Operation::post(provider.facts.name, "request", "/");
        for answer in echoes() {
            server.answer(answer);
            // Any JSON is a success.
            if let Err(error) = client.request(&row, TEXT).await {
                assert_error_clean(&error);
            }
            let request = server.requests().pop().expect("it was sent");
            assert_eq!(request.occurrences(KEY), 1, "the server knows the key");
            assert_eq!(request.header("x-tenant"), [TEXT]);
        }
    }
}

/// Returns bodies with key and text in place of one value each, as a value of another type.
fn misfits(body: &Value) -> Vec<Value> {
    fn visit(value: &Value, pointer: String, pointers: &mut Vec<String>) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    visit(item, format!("{pointer}/{index}"), pointers);
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    visit(field, format!("{pointer}/{name}"), pointers);
                }
            }
            _ => {}
        }
        pointers.push(pointer);
    }
    let mut pointers = Vec::new();
    visit(body, String::new(), &mut pointers);
    let misfit = |pointer: &String| {
        let mut body = body.clone();
        let place = body.pointer_mut(pointer).expect("the place exists");
        let text = format!("{KEY} {TEXT}");
        *place = match place {
            Value::String(_) => json!([text]),
            _ => json!(text),
        };
        body
    };
    pointers.iter().map(misfit).collect()
}

#[tokio::test]
async fn a_decode_failure_deep_in_the_body_shows_no_value() {
    for provider in ALL {
        let server = Server::answering(Answer::Close).await;
        let client = (provider.connect)(&server);
        let mut failures = 0;
        for operation in provider.operations {
            if !provider.answers_json(operation.id) {
                continue;
            }
            for body in misfits(&provider.response(operation.id, "")) {
                server.answer(Answer::kept_open(200, body));
                let arguments = provider.arguments(operation.id);
                // Some places accept any JSON.
                let Err(error) = client.call(operation.id, arguments).await else {
                    continue;
                };
                assert_eq!(error.kind(), converse::ErrorKind::Decode);
                assert_error_clean(&error);
                failures += 1;
            }
        }
        let operations = provider.operations.len();
        assert!(
            failures >= operations,
            "{}: {failures}",
            provider.facts.name
        );
    }
}

#[tokio::test]
async fn refused_calls_and_refused_connections() {
    let gone = nobody().await;
    let client: bird::Client = bird::Client::builder()
        .credential(Credential::new(KEY))
        .base_url(&gone)
        .build()
        .expect("plain settings");
    let body = CreateConversation::new(TEXT).channel_id(WORKSPACE);
    let create = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body);
    assert_error_clean(&create.send().await.expect_err("the port has no listener"));
    let broken = client
        .create_conversation()
        .workspace_id(TEXT)
        .body(CreateConversation::new(TEXT));
    assert_error_clean(&broken.send().await.expect_err("neither id nor rule"));
    let arguments = Arguments::new()
        .path("workspaceId", TEXT)
        .body(json!({ "name": [TEXT] }));
    assert_error_clean(
        &client
            .call("createConversation", arguments)
            .await
            .expect_err("of the wrong types"),
    );
}

#[tokio::test]
async fn clients_builders_and_requests() {
    let server = Server::answering(Answer::Close).await;
    let credential = Credential::new(KEY);
    assert_debug_clean(&credential);

    assert_debug_clean(&builder::<bird::Client>(&server));
    assert_debug_clean(
        &builder::<bird::Client>(&server).base_url(format!("https://user:{KEY}@host")),
    );
    let client: bird::Client = client(&server);
    assert_debug_clean(&client);
    assert_debug_clean(&client.with_options(CallOptions::new()));
    assert_debug_clean(
        &client
            .create_conversation()
            .body(CreateConversation::new(TEXT)),
    );

    let request = client.request(Method::POST, format!("/{TEXT}")).json(TEXT);
    assert_debug_clean(&request);
    assert_debug_clean(&request.prepare().expect("it can be sent"));
    let request = client.request(Method::POST, "/{id}").path("no", TEXT);
    assert_error_clean(&request.prepare().expect_err("it has no such argument"));

    let client: bridge::Client = crate::support::client(&server);
    assert_debug_clean(&client);
    let list = client
        .list_conversations()
        .cursor(TEXT)
        .internal_user_identifier(TEXT)
        .external_user_identifier(TEXT);
    assert_debug_clean(&list);
    assert_debug_clean(&client.get_conversation().conversation_id(TEXT));

    let client: pingback::Client = crate::support::client(&server);
    let body = pingback::types::CreateConversation::new(WORKSPACE).initial_message(TEXT);
    assert_debug_clean(&client.create_conversation().body(body));
}

#[tokio::test]
async fn what_the_builder_refuses() {
    let server = Server::answering(Answer::Close).await;
    for url in [
        format!("https://user:{KEY}@host"),
        format!("https://host?key={KEY}"),
        format!("{KEY} {TEXT}"),
    ] {
        let error = builder::<bird::Client>(&server)
            .base_url(url)
            .build()
            .expect_err("it is refused");
        assert_error_clean(&error);
    }
    let broken = builder::<bird::Client>(&server).credential(Credential::new(format!("{KEY}\n")));
    assert_error_clean(&broken.build().expect_err("a line break"));
    let agent = builder::<bird::Client>(&server).user_agent(format!("{KEY}\r\n"));
    assert_error_clean(&agent.build().expect_err("a line break"));
}

#[tokio::test]
async fn successes_print_their_data_and_no_header() {
    for provider in ALL {
        let body = provider.response("createConversation", "").to_string();
        let server = Server::answering(Answer::response(
            201,
            &[("x-echo", KEY), ("set-cookie", KEY)],
            body,
        ))
        .await;
        let client = (provider.connect)(&server);
        let outcome = client
            .call(
                "createConversation",
                carrying(provider, "createConversation"),
            )
            .await;
        let response = outcome.expect("it is created");
        assert_eq!(response.headers()["x-echo"], KEY);
        assert_debug_clean(&response);
    }
}
