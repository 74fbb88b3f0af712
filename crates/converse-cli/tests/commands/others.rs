//! What is no operation: the fake provider, shells, uploads, webhooks.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use converse::bird;
use converse::testing::Server;

use super::support::{Cli, ID};

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
