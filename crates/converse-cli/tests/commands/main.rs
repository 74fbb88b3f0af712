//! The binary from end to end, against the server in the process of the test.

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use converse::dynamic::{AnyProvider, PROVIDERS, Shape};
use converse::operation::Side;
use converse::serde_json::{self, Value, json};
use converse::testing::{Answer, Server};
use converse::{bird, bridge};
use support::{Cli, ID};

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
    let call = [
        "bridge",
        "create-message",
        "--conversation-id",
        "c-1",
        "--message-body",
        "Hi",
        "--enable-external-broadcast",
        "false",
    ];
    let shown = cli.run(&[&call[..], &["--dry-run"]].concat());
    assert!(
        shown.out.starts_with("POST http://127.0.0.1:"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("x-api-key: REDACTED"), "{}", shown.out);
    let curl = cli.run(&[&call[..], &["--curl"]].concat());
    assert!(curl.out.contains("\"$BRIDGE_API_KEY\""), "{}", curl.out);
    assert!(server.requests().is_empty());
}

#[test]
fn the_exit_code_says_what_happened() {
    let server = Server::start();
    let cli = Cli::new(&server);
    let get = ["bridge", "get-conversation", "--conversation-id", ID];
    let on = || server.on(bridge::op::CREATE_MESSAGE);
    let send = [
        "bridge",
        "create-message",
        "--conversation-id",
        "c-1",
        "--message-body",
        "Hi",
        "--enable-external-broadcast",
        "false",
    ];
    for (status, code) in [
        (400, 5),
        (401, 6),
        (403, 6),
        (404, 7),
        (409, 8),
        (429, 9),
        (500, 10),
    ] {
        on().answer(Answer::new(status, json!({ "message": "sorry" })));
        let run = cli.run(&send);
        assert_eq!(run.code, code, "{status}: {}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        assert!(run.err.contains("sorry"), "{}", run.err);
    }
    on().garbage();
    assert_eq!(cli.run(&send).code, 11);
    on().disconnect();
    let lost = cli.run(&send);
    assert_eq!(lost.code, 10);
    assert!(
        lost.err.contains("check before you run it again"),
        "{}",
        lost.err
    );
    assert_eq!(cli.run(&["bridge", "get-conversation"]).code, 2);
    assert_eq!(
        cli.run(&["bridge", "list-conversations", "--limit", "101"])
            .code,
        2
    );
    assert_eq!(
        cli.run(&["bridge", "list-conversations", "--query", "$["])
            .code,
        2
    );
    assert_eq!(
        cli.run(&["bridge", "create-message", "--body", "/nowhere.json"])
            .code,
        1
    );
    assert_eq!(Cli::bare().run(&get).code, 3);
    drop(server);
    assert_eq!(cli.run(&send).code, 4);
}

#[test]
fn credentials_come_from_a_private_profile() {
    let server = Server::start();
    server.expect_credential("bridge", "s3cret-of-the-profile");
    let url = server.base_url("bridge");
    let cli = Cli::bare();
    let profile = format!(
        "[staging]\nBRIDGE_API_KEY = \"s3cret-of-the-profile\"\nBRIDGE_BASE_URL = \"{url}\"\nBRIDGE_WORKSPACE_ID = \"{ID}\"\n"
    );
    let file = cli.file("config.toml", &profile);
    let cli = cli.variable("CONVERSE_CONFIG", &file);
    let list = ["--profile", "staging", "bridge", "list-conversations"];
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let open = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode));
        open(0o644).expect("it is ours");
        let refused = cli.run(&list);
        assert_eq!(refused.code, 3);
        assert!(refused.err.contains("chmod 600"), "{}", refused.err);
        open(0o600).expect("it is ours");
    }
    let listed = cli.run(&list);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let other = cli.run(&["--profile", "production", "bridge", "list-conversations"]);
    assert_eq!(other.code, 3);
    assert!(
        other.err.contains("no profile `production`"),
        "{}",
        other.err
    );
    let status = cli.run(&["auth", "status", "--profile", "staging", "-o", "jsonl"]);
    let key = status
        .out
        .lines()
        .find(|line| line.contains("BRIDGE_API_KEY"));
    assert!(
        key.is_some_and(|line| line.contains("\"from\":\"profile\"")),
        "{}",
        status.out
    );
    fs::write(&file, "BRIDGE_API_KEY = \"s3cret").expect("it is ours");
    for run in [listed, status, cli.run(&list)] {
        assert!(
            !run.out.contains("s3cret") && !run.err.contains("s3cret"),
            "{run:?}"
        );
    }
}

#[test]
fn a_process_stands_in_for_providers() {
    let cli = Cli::bare();
    let mut child = cli.command(&["serve", "bridge", "--stateful"]);
    let mut child = child.stdout(Stdio::piped()).spawn().expect("it starts");
    let out = child.stdout.take().expect("it is piped");
    let lines: Vec<String> = BufReader::new(out)
        .lines()
        .take(2)
        .map_while(Result::ok)
        .collect();
    let variables = lines.iter().filter_map(|line| line.split_once('='));
    let mut caller = Cli::bare().variable("BRIDGE_WORKSPACE_ID", ID);
    for (name, value) in variables {
        caller = caller.variable(name, value);
    }
    let created = caller.run(&["bridge", "create-conversation", "--participants", "{}"]);
    let listed = caller.run(&[
        "bridge",
        "list-conversations",
        "--query",
        "/conversations/0/id",
    ]);
    child.kill().expect("it is ours");
    child.wait().expect("it ends");
    assert_eq!(
        (created.code, listed.code),
        (0, 0),
        "{}{}",
        created.err,
        listed.err
    );
    assert_eq!(listed.out, "\"00000000-0000-4000-8000-000000000001\"\n");
}

#[test]
fn shells_learn_the_commands() {
    let cli = Cli::bare();
    for shell in ["bash", "zsh", "fish"] {
        let completions = cli.run(&["completions", shell]);
        assert!(completions.out.contains("list-conversations"), "{shell}");
        assert!(completions.out.contains("conversation-id"), "{shell}");
    }
    let folder = cli.file("man", "");
    fs::remove_file(&folder).expect("it is ours");
    assert_eq!(cli.run(&["man", &folder]).code, 0);
    let page = fs::read_to_string(format!("{folder}/converse-bridge-list-conversations.1"));
    assert!(
        page.expect("it is written")
            .contains("Reads the conversations of a workspace")
    );
}

#[test]
fn files_are_uploaded_and_webhooks_verified() {
    let server = Server::start();
    let cli = Cli::new(&server);
    let file = cli.file("photo.txt", "hello");
    let uploaded = cli.run(&["bridge", "upload", &file, "--type", "DOCUMENT"]);
    assert_eq!(uploaded.code, 0, "{}", uploaded.err);
    assert!(uploaded.out.contains("mediaId"), "{}", uploaded.out);
    assert_eq!(server.last_request().expect("it was sent").body(), b"hello");

    let (url, body, key) = ("https://example.com/hook", "{}", "s3cret");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let headers = bird::webhook::sign(url, body.as_bytes(), key, time);
    let headers = headers.expect("the key is not empty");
    let signature = headers[bird::webhook::SIGNATURE]
        .to_str()
        .expect("it is base64");
    let verify = |signature: &str| {
        let line = [
            "bird",
            "webhook",
            "verify",
            "--url",
            url,
            "--timestamp",
            "1700000000",
            "--now",
            "1700000010",
            "--signature",
            signature,
        ];
        let cli = Cli::bare().variable("BIRD_WEBHOOK_KEY", key);
        cli.run_with(&line, body)
    };
    assert_eq!(verify(signature).code, 0);
    assert_eq!(verify("AAAA").code, 5);
}
