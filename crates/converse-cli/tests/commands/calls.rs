//! Operations: all of them, bodies from flags and editors, what is printed.

use converse::bridge;
use converse::dynamic::{AnyProvider, PROVIDERS, Shape};
use converse::operation::Side;
use converse::serde_json::{self, Value, json};
use converse::testing::Server;

use super::support::{Cli, ID, SEND};

/// The command line of an operation with an id for each path parameter, and its documented body in a file.
fn line(cli: &Cli, provider: &AnyProvider, id: &str) -> Vec<String> {
    let described = provider.operation(id).expect("it is listed");
    let name = |text: &str| {
        let mut name = String::new();
        for c in text.chars() {
            if c.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(c.to_lowercase());
        }
        name.replace('_', "-")
    };
    let mut line = vec![provider.provider().name.to_owned(), name(id)];
    for argument in described.arguments() {
        match argument.location {
            Some(_) if argument.required => {
                let value = match (argument.shape)().not_null() {
                    Shape::Enum([first, ..]) => first,
                    _ => ID,
                };
                line.extend([format!("--{}", name(argument.name)), value.to_owned()]);
            }
            None => {
                let contracts = converse::testing::PROVIDERS.iter();
                let contract = contracts
                    .copied()
                    .find(|it| it.provider.name == provider.provider().name)
                    .expect("it has a contract");
                let mut bodies = contract.examples.iter().chain(contract.samples);
                let body = bodies.find(|it| it.operation == id && it.side == Side::Request);
                let file = cli.file(&format!("{id}.json"), body.expect("it has a body").json);
                line.extend(["--body".to_owned(), file]);
            }
            _ => {}
        }
    }
    line
}

#[test]
fn every_operation_of_every_provider_is_a_command() {
    let server = Server::start();
    let cli = Cli::new(&server);
    for provider in PROVIDERS {
        for described in provider.operations() {
            let id = described.operation().id;
            let line = line(&cli, provider, id);
            let line: Vec<&str> = line.iter().map(String::as_str).collect();
            let run = cli.run(&line);
            assert_eq!(run.code, 0, "{line:?}: {}", run.err);
            let request = server.last_request().expect("it was sent");
            assert_eq!(request.operation(), Some(id), "{line:?}");
            if !run.out.is_empty() {
                serde_json::from_str::<Value>(&run.out).expect("it prints JSON");
            }
        }
    }
    assert_eq!(server.problems(), [""; 0]);
}

#[test]
fn a_conversation_from_flags_is_listed_afterwards() {
    let server = Server::stateful();
    let cli = Cli::new(&server);
    let people = r#"[{"identifier": "+4915112345678", "identifierType": "PHONE"}]"#;
    for name in ["Support", "Sales"] {
        let created = cli.run(&[
            "bridge",
            "create-conversation",
            "--name",
            name,
            "--participants.externals",
            people,
        ]);
        assert_eq!(created.code, 0, "{}", created.err);
        let created: Value = serde_json::from_str(&created.out).expect("it prints JSON");
        assert_eq!(
            created["participants"]["externals"][0]["identifierType"],
            "PHONE"
        );
    }
    let all = ["bridge", "list-conversations", "--limit", "1", "--all"];
    let lines = cli.run(&[&all[..], &["-o", "jsonl", "--query", "/name"]].concat());
    assert_eq!(lines.out, "\"Support\"\n\"Sales\"\n");
    let list = cli.run(&all);
    let list: Value = serde_json::from_str(&list.out).expect("it prints JSON");
    assert_eq!(list[1]["name"], "Sales");
    let table = cli.run(&[&all[..], &["-o", "table"]].concat());
    assert!(
        table.out.contains("createdAt") && table.out.contains("Support"),
        "{}",
        table.out
    );
    let path = [
        "bridge",
        "list-conversations",
        "--query",
        "$.conversations[*].name",
    ];
    assert_eq!(
        cli.run(&[&path[..], &["-o", "yaml"]].concat()).out,
        "- Support\n- Sales\n"
    );

    // A body from the standard input, with flags laid over it.
    let update = [
        "bridge",
        "update-conversation",
        "--conversation-id",
        "00000000-0000-4000-8000-000000000001",
    ];
    let update = [
        &update[..],
        &["--body", "-", "--status", "RELEASED", "--query", "/status"],
    ]
    .concat();
    let updated = cli.run_with(&update, r#"{"name": "Client support"}"#);
    assert_eq!(updated.out, "\"RELEASED\"\n", "{}", updated.err);
    let sent = server.bodies_of(bridge::op::UPDATE_CONVERSATION);
    assert_eq!(
        serde_json::to_value(&sent[0]).expect("it is JSON"),
        json!({"name": "Client support", "status": "RELEASED"})
    );
}

#[test]
fn an_editor_begins_with_the_documented_body() {
    let server = Server::start();
    let cli = Cli::new(&server).variable("EDITOR", "sed -i s/Support/Edited/");
    let body = r#"{"name": "Client Support"}"#;
    let file = cli.file("body.json", body);
    let update = [
        "bridge",
        "update-conversation",
        "--conversation-id",
        ID,
        "--edit",
        "--body",
        &file,
    ];
    assert_eq!(cli.run(&update).code, 0);
    let sent = server.last_request().expect("it was sent");
    assert_eq!(sent.json(), Some(json!({"name": "Client Edited"})));
    let documented = [
        "bridge",
        "release-conversation",
        "--conversation-id",
        ID,
        "--edit",
    ];
    assert_eq!(cli.run(&documented).code, 0);
    let sent = server
        .last_request()
        .and_then(|it| it.json())
        .expect("it was sent");
    assert!(sent.get("reason").is_some(), "{sent}");
}

#[test]
fn what_would_be_sent_is_shown_without_the_credential() {
    let server = Server::start();
    let cli = Cli::new(&server);
    let shown = cli.run(&[&SEND[..], &["--dry-run"]].concat());
    assert!(
        shown.out.starts_with("POST http://127.0.0.1:"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("x-api-key: REDACTED"), "{}", shown.out);
    let curl = cli.run(&[&SEND[..], &["--curl"]].concat());
    assert!(curl.out.contains("\"$BRIDGE_API_KEY\""), "{}", curl.out);
    assert!(server.requests().is_empty());
}
