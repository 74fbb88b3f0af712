//! Every operation of every compiled-in provider, and the generated clients.

use converse_core::operation::{CredentialPlace, Side};
use serde_json::Value;

use super::{answer, http, json};
use crate::testing::{CREDENTIAL, Contract, PROVIDERS, Server, uploads};

#[test]
fn the_features_decide_which_providers_there_are() {
    let names: Vec<_> = PROVIDERS.iter().map(|it| it.provider.name).collect();
    for (name, expected) in [
        ("bird", cfg!(feature = "bird")),
        ("bridge", cfg!(feature = "bridge")),
        ("pingback", cfg!(feature = "pingback")),
    ] {
        assert_eq!(names.contains(&name), expected, "{name}");
    }
}

/// Returns, for each request example of each operation, the response example of that name, else the first.
#[tokio::test]
async fn every_operation_answers_from_its_examples() {
    let server = Server::start().await;
    for contract in PROVIDERS {
        for operation in contract.operations {
            let requests = bodies(contract, operation.id, |side| side == Side::Request);
            let responses = bodies(contract, operation.id, |side| {
                matches!(side, Side::Response(200..=299))
            });
            // Not every document has bodies.
            let unknown_body = requests.is_empty() && operation.body.is_some_and(|it| it.required);
            if unknown_body || responses.is_empty() {
                continue;
            }
            let calls = match requests.as_slice() {
                [] => vec![None],
                requests => requests.iter().map(Some).collect(),
            };
            for call in calls {
                let segments = operation.path.split('/');
                let path: Vec<_> = segments
                    .map(|segment| {
                        if segment.starts_with('{') {
                            "x-1"
                        } else {
                            segment
                        }
                    })
                    .collect();
                let url = server.base_url(contract.provider.name) + &path.join("/");
                let method = operation.method.parse().expect("it is a method");
                let mut request = http().request(method, url);
                for scheme in operation.security.first().copied().unwrap_or_default() {
                    if let CredentialPlace::Header { name, prefix, .. } = scheme.place {
                        request = request.header(name, format!("{prefix}{CREDENTIAL}"));
                    }
                }
                if let Some((_, body)) = call {
                    request = json(request, body);
                }
                let (status, mut body) = answer(request).await;
                assert!(status.is_success(), "{} {body}", operation.id);
                let same_name = call
                    .and_then(|(name, _)| responses.iter().find(|(response, _)| response == name));
                if let Some((_, expected)) = same_name.or(responses.first()) {
                    // No file may go to the host of an example.
                    if let Some(place) = uploads::place(contract.provider.name, operation.id) {
                        let address = body.pointer_mut(place).expect("it has an address");
                        let here = format!("http://{}/", server.address());
                        assert!(address.as_str().is_some_and(|it| it.starts_with(&here)));
                        *address = expected.pointer(place).expect("the example too").clone();
                    }
                    assert_eq!(body, *expected, "{} {call:?}", operation.id);
                }
            }
        }
    }
}

fn bodies(
    contract: &Contract,
    operation: &str,
    side: impl Fn(Side) -> bool,
) -> Vec<(&'static str, Value)> {
    let examples = contract.examples.iter();
    examples
        .filter(|example| example.operation == operation && side(example.side))
        .map(|example| {
            let body = serde_json::from_str(example.json).expect("an example is JSON");
            (example.name, body)
        })
        .collect()
}

#[cfg(feature = "bridge")]
#[tokio::test]
async fn a_client_made_by_the_server_calls_it() {
    use crate::provider::ProviderClient;
    use crate::{Credential, ErrorKind, bridge};

    let server = Server::start().await;
    let id = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";
    let get = async |client: &bridge::Client| {
        let call = client.get_conversation().workspace_id(id);
        call.conversation_id(id).send().await
    };
    let client = server
        .builder::<bridge::Client>()
        .build()
        .expect("it is a valid base URL");
    let conversation = get(&client).await.expect("the example decodes");
    assert_eq!(conversation.id, id);
    let request = server.last_request().expect("one was sent");
    let path = format!("/bridge/api/v1/workspaces/{id}/conversations/{id}");
    assert_eq!(request.path(), path);
    assert_eq!(request.to_string(), format!("GET {path} (x-api-key: ***)"));
    assert!(client.core().base_url().ends_with("/bridge/bridge/api/v1"));

    // The builder takes the credential that is expected when it is created.
    server.expect_credential("bridge", "other");
    let error = get(&client).await.expect_err("it has the old credential");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let client = server
        .builder::<bridge::Client>()
        .build()
        .expect("it is a valid base URL");
    assert!(get(&client).await.is_ok());
    let builder = server.builder::<bridge::Client>();
    let client = builder.credential(Credential::new("mine")).build();
    let error = get(&client.expect("it is a valid credential")).await;
    assert_eq!(
        error.expect_err("it is another one").kind(),
        ErrorKind::Unauthorized
    );
}
