//! Tests every success of every provider, changed at every depth and read through the client.

use converse::operation::Operation;
use converse_core::operation::Side;
use converse_core::testing;
use converse_test_support::{Answer, Server};
use serde_json::Value;

use super::mutation;
use crate::support::providers::{ALL, Provider, json};
use crate::support::schema::Document;

/// Returns the documented successes of an operation, and one with every documented field.
fn bodies(provider: &Provider, document: &Document, operation: &str) -> Vec<Value> {
    let documented = provider
        .responses()
        .filter(|(it, status)| it.operation == operation && *status < 300);
    let mut bodies: Vec<Value> = documented.map(|(example, _)| json(example)).collect();
    bodies.push(document.sample(document.success(operation)));
    bodies
}

/// Returns the operations whose responses have a body.
fn answering(provider: &Provider) -> impl Iterator<Item = &'static Operation> {
    let operations = provider.operations.iter().copied();
    operations.filter(|operation| provider.answers_json(operation.id))
}

#[tokio::test]
async fn a_body_with_every_field_comes_back_value_equal() {
    for provider in ALL {
        let document = Document::of(provider.facts.name);
        for operation in answering(provider) {
            let body = document.sample(document.success(operation.id));
            let server = Server::answering(Answer::json(200, &body)).await;
            let outcome = (provider.connect)(&server)
                .call(operation.id, provider.arguments(operation.id))
                .await;
            let read = outcome.unwrap_or_else(|error| panic!("{error}: {body:#}"));
            testing::value_equal(&body, &read, Side::Response(200)).unwrap();
        }
    }
}

#[tokio::test]
async fn every_single_change_is_read_and_written_again() {
    for provider in ALL {
        let document = Document::of(provider.facts.name);
        let server = Server::answering(Answer::Close).await;
        let client = (provider.connect)(&server);
        for operation in answering(provider) {
            for body in bodies(provider, document, operation.id) {
                let places = document.places(document.success(operation.id), &body);
                let is_open = document.is_open(document.success(operation.id));
                assert!(is_open || !places.is_empty(), "{}", operation.id);
                for mutation in mutation::all(&body, &places) {
                    server.answer(Answer::kept_open(200, &mutation.body));
                    let outcome = client
                        .call(operation.id, provider.arguments(operation.id))
                        .await;
                    let read = outcome.unwrap_or_else(|error| panic!("{}: {error}", mutation.what));
                    mutation.assert_survives(&read);
                }
            }
        }
    }
}
