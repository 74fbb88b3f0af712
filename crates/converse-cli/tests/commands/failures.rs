//! Exit codes, and what is said of a failure.

use converse::bridge;
use converse::serde_json::json;
use converse::testing::{Answer, Server};

use super::support::{Cli, ID, SEND};

#[test]
fn the_exit_code_says_what_happened() {
    let server = Server::start();
    let cli = Cli::new(&server);
    let get = ["bridge", "get-conversation", "--conversation-id", ID];
    let on = || server.on(bridge::op::CREATE_MESSAGE);
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
        let run = cli.run(&SEND);
        assert_eq!(run.code, code, "{status}: {}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        assert!(run.err.contains("sorry"), "{}", run.err);
    }
    on().garbage();
    assert_eq!(cli.run(&SEND).code, 11);
    on().disconnect();
    let lost = cli.run(&SEND);
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
    assert_eq!(cli.run(&SEND).code, 4);
}

#[test]
fn a_body_is_refused_with_the_place_and_a_provider_cannot_write_to_the_terminal() {
    let server = Server::start();
    let cli = Cli::new(&server);
    // The line without its last flag, which is required.
    let refused = cli.run(&SEND[..6]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("`enableExternalBroadcast` is missing"),
        "{}",
        refused.err
    );
    let evil = json!({ "message": "bad \u{1b}]0;title\u{7}\u{202e}" });
    server
        .on(bridge::op::LIST_CONVERSATIONS)
        .answer(Answer::new(404, evil));
    let run = cli.run(&["bridge", "list-conversations"]);
    let shown = run.err.trim_end();
    assert!(shown.contains("bad"), "{shown}");
    assert!(
        !shown.contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{shown:?}"
    );
    let verify = [
        "bird",
        "webhook",
        "verify",
        "--url",
        "u",
        "--signature",
        "s",
        "--timestamp",
        "1",
    ];
    let verify = [&verify[..], &["--now", "18446744073709551615"]].concat();
    assert_eq!(cli.run(&verify).code, 2);
}
