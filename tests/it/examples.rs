//! Sends and receives every documented body of every provider through the client.

use converse_test_support::{Answer, Server};
use std::collections::BTreeSet;

use converse::{bird, bridge, pingback};
use converse_core::operation::Side;
use converse_core::testing;
use serde_json::Value;
use uuid::uuid;

use crate::support::providers::{ALL, Provider, json, provider};
use crate::support::{WORKSPACE, client, fixtures};

#[test]
fn every_provider_is_in_the_list() {
    let folders =
        std::fs::read_dir(fixtures::workspace_root().join("specs")).expect("specs/ exists");
    let folders: BTreeSet<String> = folders
        .map(|entry| entry.expect("it can be read"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let listed: BTreeSet<String> = ALL
        .iter()
        .map(|provider| provider.facts.name.to_owned())
        .collect();
    assert_eq!(listed, folders);
}

#[test]
fn every_operation_has_its_bodies() {
    for provider in ALL {
        for operation in provider.operations {
            let has_request = provider.requests().any(|it| it.operation == operation.id);
            let has_response = provider
                .responses()
                .any(|(it, status)| it.operation == operation.id && status < 300);
            assert!(
                operation.body.is_none() || has_request,
                "no request of {}",
                operation.id
            );
            assert!(
                !provider.answers_json(operation.id) || has_response,
                "no response of {}",
                operation.id
            );
        }
    }
}

/// The coverage page has the state of every operation, and of none that does not exist; the README counts them.
#[test]
fn the_coverage_lists_every_operation() {
    let read = |file: &str| {
        std::fs::read_to_string(fixtures::workspace_root().join(file)).expect("the file exists")
    };
    let (coverage, readme) = (read("docs/coverage.md"), read("README.md"));
    for provider in ALL {
        let title = provider.facts.title;
        let section = coverage.split("\n## ").find_map(|section| {
            let (heading, rows) = section.split_once('\n')?;
            (heading == title).then_some(rows)
        });
        let section = section.unwrap_or_else(|| panic!("{title} has no section"));
        // The corrections follow.
        let (operations, _) = section.split_once("\n### ").unwrap_or((section, ""));
        let rows = operations
            .lines()
            .filter_map(|line| line.strip_prefix("| "));
        let cells = rows.map(|row| row.split(" | ").collect::<Vec<_>>());
        // An entry with a path is not an operation.
        let operations: Vec<Vec<&str>> = cells
            .filter(|cells| cells[1].starts_with('`') && !cells[1].contains("::"))
            .collect();
        // `getX` is `get_x` in Rust.
        let listed: BTreeSet<(String, String)> = operations
            .iter()
            .map(|cells| {
                let method = cells[1].trim_matches('`').replace('_', "");
                (cells[0].trim_matches('`').to_owned(), method)
            })
            .collect();
        let implemented: BTreeSet<(String, String)> = provider
            .operations
            .iter()
            .map(|it| (format!("{} {}", it.method, it.path), it.id.to_lowercase()))
            .collect();
        assert_eq!(listed, implemented, "{title}");
        let is_partial = |cells: &&Vec<&str>| cells[2].starts_with("partial");
        let counts = match operations.iter().filter(is_partial).count() {
            0 => format!("{} operations", implemented.len()),
            partial => format!("{} operations, {partial} partial", implemented.len()),
        };
        assert!(section.contains(&format!("\n{counts}.\n")), "{counts}");
        let link = format!("| [{title}](crates/providers/{}) | ", provider.facts.name);
        let row = readme.lines().find(|line| line.starts_with(&link));
        let row = row.unwrap_or_else(|| panic!("{title} is not in the README's table"));
        assert!(row.contains(&format!(" | {counts} | ")), "{row}");
    }
}

#[tokio::test]
async fn requests_are_sent_value_equal() {
    for provider in ALL {
        for example in provider.requests() {
            let server = Server::answering(provider.success(example.operation, 200)).await;
            let arguments = provider.arguments(example.operation).body(json(example));
            let outcome = (provider.connect)(&server)
                .call(example.operation, arguments)
                .await;
            outcome.unwrap_or_else(|error| panic!("{error}"));
            assert_sent(&server, &json(example), example.name);
        }
    }
}

#[tokio::test]
async fn responses_come_back_value_equal() {
    for provider in ALL {
        for (example, status) in provider.responses() {
            let server = Server::answering(Answer::json(status, example.json)).await;
            let arguments = provider.arguments(example.operation);
            let outcome = (provider.connect)(&server)
                .call(example.operation, arguments)
                .await;
            let read = match outcome {
                Ok(response) => {
                    assert_eq!(response.status().as_u16(), status);
                    response.into_inner()
                }
                Err(error) if status >= 400 => error.body().cloned().unwrap_or_default(),
                Err(error) => panic!("{}: {error}", example.name),
            };
            testing::value_equal(&json(example), &read, example.side)
                .unwrap_or_else(|difference| panic!("{}: {difference}", example.name));
        }
    }
}

#[tokio::test]
async fn bird_examples_are_written_with_typed_builders() {
    use bird::types::{
        ContactByIdentifier, CreateConversation, InitialMessage, InitialMessageWithBody,
        InitialMessageWithTemplate, RecipientByIdentifier, RecipientType, Template,
        TemplateParameter, TemplateParameterType, TextBody,
    };
    let recipient = |key: &str, value: &str| {
        let recipient = RecipientByIdentifier::new(value, RecipientType::To).identifier_key(key);
        [recipient]
    };
    let conversation = |name: &str, key: &str, value: &str, message: InitialMessage| {
        let Value::Object(attributes) = serde_json::json!({ "my-custom-attribute": "123" }) else {
            unreachable!("it is an object");
        };
        CreateConversation::new(name)
            .participants([ContactByIdentifier::new(value).identifier_key(key)])
            .initial_message(message)
            .attributes(attributes)
    };
    let (email, john) = ("emailaddress", "john.doe@bird.com");
    let (phone, number) = ("phonenumber", "+31612345678");
    let text = InitialMessageWithBody::new(TextBody::new("Hey, listen!"));
    let email_template = Template::new(
        "en",
        uuid!("5d9084b3-7cdb-4c87-bf7c-8871a1f21695"),
        "b33761d9-ece1-48e3-b542-b5bbf93bd8c3",
    )
    .parameters(vec![TemplateParameter::new(
        "myVariable",
        TemplateParameterType::String,
        "yay",
    )]);
    let whatsapp_template = Template::new(
        "en",
        uuid!("4720942c-9bde-4934-ab77-f600743894a1"),
        "5c0e4db5-20f2-4224-86f4-fce052997608",
    )
    .parameters(vec![TemplateParameter::new(
        "age",
        TemplateParameterType::String,
        "20",
    )]);
    let with_template = InitialMessageWithTemplate::new;
    let email_channel = uuid!("25431165-c486-4a94-94f6-b3633c9af905");

    for (name, body) in [
        (
            "simple-message",
            conversation(
                "Email Subject",
                email,
                john,
                text.recipients(recipient(email, john)).into(),
            )
            .channel_id(email_channel),
        ),
        (
            "email-template",
            conversation(
                "Email Subject",
                email,
                john,
                with_template(email_template)
                    .recipients(recipient(email, john))
                    .into(),
            )
            .channel_id(email_channel),
        ),
        (
            "whatsapp-template",
            conversation(
                "Ticket name",
                phone,
                number,
                with_template(whatsapp_template)
                    .recipients(recipient(phone, number))
                    .into(),
            )
            .channel_id(uuid!("199f0353-fcb8-41b2-afd6-614c6baf3850")),
        ),
    ] {
        let bird = provider("bird");
        let server = documented(bird, "createConversation", name).await;
        let client: bird::Client = client(&server);
        let created = client
            .create_conversation()
            .workspace_id(WORKSPACE)
            .body(body)
            .send()
            .await;
        assert_eq!(
            created.expect("it is created").status,
            bird::types::ConversationStatus::Active
        );
        assert_sent(&server, &bird.request("createConversation", name), name);
    }
}

#[tokio::test]
async fn bridge_example_is_written_with_typed_builders() {
    use bridge::types::{
        ConversationStatus, CreateConversation, ExternalParticipant, IdentifierType,
        InternalIdentifierType, InternalParticipant, MessageProviderType, NewParticipants,
    };
    let external = ExternalParticipant::new("<string>")
        .identifier_type(IdentifierType::Id)
        .message_provider_type(MessageProviderType::Whatsapp)
        .provider_channel_id("<string>");
    let internal = InternalParticipant::new("<string>").identifier_type(InternalIdentifierType::Id);
    let participants = NewParticipants::new()
        .externals(vec![external])
        .internals(vec![internal]);
    let body = CreateConversation::new(participants)
        .name("b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234")
        .status(ConversationStatus::Active)
        .team_id(uuid!("3c90c3cc-0d44-4b50-8888-8dd25736052a"));

    let bridge = provider("bridge");
    let server = documented(bridge, "createConversation", "new-conversation").await;
    let client: bridge::Client = client(&server);
    let created = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body)
        .send()
        .await;
    assert_eq!(
        created.expect("it is created").status,
        Some(ConversationStatus::Active)
    );
    assert_sent(
        &server,
        &bridge.request("createConversation", ""),
        "new-conversation",
    );
}

#[tokio::test]
async fn pingback_example_is_written_with_typed_builders() {
    let body =
        pingback::types::CreateConversation::new(uuid!("b2c3d4e5-f6a7-8901-bcde-f12345678901"))
            .customer_id(uuid!("d4e5f6a7-b8c9-0123-defa-234567890123"))
            .initial_message("Hi! How can I help you today?");

    let pingback = provider("pingback");
    let server = documented(pingback, "createConversation", "opening-message").await;
    let client: pingback::Client = client(&server);
    let created = client.create_conversation().body(body).send().await;
    assert_eq!(
        created.expect("it is created").status,
        pingback::types::ConversationStatus::Open
    );
    assert_sent(
        &server,
        &pingback.request("createConversation", ""),
        "opening-message",
    );
}

/// Starts a server that returns a documented response of the operation.
async fn documented(provider: &Provider, operation: &str, name: &str) -> Server {
    Server::answering(Answer::json(200, provider.response(operation, name))).await
}

fn assert_sent(server: &Server, expected: &Value, name: &str) {
    testing::value_equal(expected, &server.request().json(), Side::Request)
        .unwrap_or_else(|difference| panic!("{name}: {difference}"));
}
