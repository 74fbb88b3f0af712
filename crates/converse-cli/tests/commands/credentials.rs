//! Where credentials come from, and that none is shown.

use std::fs;

use converse::testing::Server;

use super::support::{Cli, ID};

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
    // A chosen profile is used alone: no key of the environment goes to its host.
    let mixed = Cli::bare().variable("CONVERSE_CONFIG", &file);
    let mixed = mixed.variable("BRIDGE_API_KEY", "s3cret-of-production");
    assert_eq!(mixed.run(&list).code, 0);
    let sent = server.last_request().expect("it was sent");
    assert_eq!(sent.credential(), Some("s3cret-of-the-profile"));
    let mut runs = vec![listed, status];
    for (broken, said) in [
        ("[default]\nBRIDGE_API_KEY = \"s3cret", "line 2 is not TOML"),
        (
            "BRIDGE_API_KEY = \"s3cret\"",
            "`BRIDGE_API_KEY` is in no profile",
        ),
        (
            "[default]\nBRIDGE_API_KEY = 90210",
            "`BRIDGE_API_KEY` in [default] is not a string",
        ),
    ] {
        fs::write(&file, broken).expect("it is ours");
        let run = cli.run(&["bridge", "list-conversations"]);
        assert_eq!(run.code, 3);
        assert!(run.err.contains(said), "{}", run.err);
        assert!(!run.err.contains("90210"), "{}", run.err);
        runs.push(run);
    }
    for run in runs {
        assert!(
            !run.out.contains("s3cret") && !run.err.contains("s3cret"),
            "{run:?}"
        );
    }
}

#[test]
fn what_is_secret_comes_in_the_body_and_is_not_shown() {
    let server = Server::start();
    // No credential is needed to get one.
    let cli = Cli::bare().variable("PINGBACK_BASE_URL", &server.base_url("pingback"));
    let body = r#"{"email": "ada@example.com", "password": "s3cret\"x"}"#;
    let login = ["pingback", "login", "--body", "-"];
    let shown = cli.run_with(&[&login[..], &["--dry-run"]].concat(), body);
    assert!(
        shown.out.contains("ada@example.com"),
        "{}{}",
        shown.out,
        shown.err
    );
    assert!(
        shown.out.contains("REDACTED") && !shown.out.contains("s3cret"),
        "{}",
        shown.out
    );
    let curl = cli.run_with(&[&login[..], &["--curl"]].concat(), body);
    assert!(!curl.out.contains("s3cret"), "{}", curl.out);
    assert_eq!(cli.run_with(&login, body).code, 0);
    assert_eq!(
        cli.run(&["pingback", "login", "--password", "s3cret"]).code,
        2
    );
}
