//! Versions in git.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use xtask::compare::Format;
use xtask::spec;
use xtask::workspace::Workspace;

use crate::cases::{diff, told};

/// A repository with one provider, whose overlay corrects its document.
pub struct Repository(TempDir);

impl Repository {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("the system has a folder for these");
        let repository = Self(folder);
        repository.write("Cargo.toml", "[workspace.package]\nversion = \"1.4.2\"\n");
        repository.write("specs/tickets/openapi.yaml", include_str!("base.yaml"));
        repository.write("specs/tickets/provider.toml", SETTINGS);
        repository.write("specs/tickets/overlay.yaml", OVERLAY);
        repository.git(&["init", "--quiet"]);
        repository.commit();
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("it lies below")).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("the file is there")
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git")
            .arg("-C")
            .arg(self.path())
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
            .args(["-c", "commit.gpgsign=false"])
            .args(arguments)
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .status();
        assert!(status.expect("git is installed").success(), "{arguments:?}");
    }

    pub fn commit(&self) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", "a"]);
    }

    pub fn workspace(&self) -> Workspace {
        Workspace::new(self.path())
    }

    /// Returns the message of a command that fails.
    fn failure(&self, provider: &str, revision: &str) -> String {
        let command = spec::Command::Diff {
            provider: Some(provider.to_owned()),
            revision: revision.to_owned(),
            files: None,
            format: Format::Text,
        };
        let problem = spec::run(&self.workspace(), &command, &mut Vec::new());
        problem.expect_err("it must fail").to_string()
    }
}

pub const SETTINGS: &str = r#"
title = "Tickets"
description = "Client for Tickets."
keywords = ["tickets"]
credential_variable = "TICKETS_KEY"
base_url_variable = "TICKETS_URL"
"#;

const OVERLAY: &str = "
actions:
  - target: $.components.schemas.Ticket.required[?@ == 'title']
    description: Some have none.
    x-source: a page
    remove: true
";

#[test]
fn the_inputs_of_a_revision_are_those_of_then() {
    let repository = Repository::new();
    // The provider has corrected its document, and the correction goes: users see no difference.
    let document = include_str!("base.yaml").replace("required: [id, title]", "required: [id]");
    repository.write("specs/tickets/openapi.yaml", &document);
    repository.write("specs/tickets/overlay.yaml", "actions: []\n");
    let report = diff(&repository.workspace(), Some("tickets"), "HEAD", None);
    assert_eq!(told(&report), [""; 0]);
    assert_eq!(report["semver"], "none");
    assert_eq!(report["next_version"], serde_json::Value::Null);

    let document = document.replace("enum: [open, closed]", "enum: [open, done]");
    repository.write("specs/tickets/openapi.yaml", &document);
    let report = diff(&repository.workspace(), Some("tickets"), "HEAD", None);
    let expected = ["- breaking Status::Closed", "+ compatible Status::Done"];
    assert_eq!(told(&report), expected);
    // After 1.0, a breaking change is a major release.
    assert_eq!(report["semver"], "major");
    assert_eq!(report["next_version"], "2.0.0");

    repository.commit();
    assert_eq!(
        told(&diff(
            &repository.workspace(),
            Some("tickets"),
            "HEAD",
            None
        )),
        [""; 0]
    );
    assert_eq!(
        told(&diff(
            &repository.workspace(),
            Some("tickets"),
            "HEAD~1",
            None
        )),
        expected
    );
}

#[test]
fn a_type_keeps_its_name_from_the_earlier_version() {
    let repository = Repository::new();
    // Another schema would get the name, if the old one had no claim to it.
    let names = "[types]\n\"Owner\" = \"Person\"\n";
    repository.write("specs/tickets/names.toml", names);
    repository.commit();
    fs::remove_file(repository.path().join("specs/tickets/names.toml")).expect("it is there");
    let report = diff(&repository.workspace(), Some("tickets"), "HEAD", None);
    assert_eq!(told(&report), [""; 0]);
}

#[test]
fn another_tag_is_another_feature_in_a_crate_that_is_split() {
    let repository = Repository::new();
    let settings = format!("{SETTINGS}split_by_tag = \"always\"\n");
    repository.write("specs/tickets/provider.toml", &settings);
    repository.commit();
    let document = include_str!("base.yaml").replace(
        "operationId: deleteTicket\n      tags: [tickets]",
        "operationId: deleteTicket\n      tags: [events]",
    );
    repository.write("specs/tickets/openapi.yaml", &document);
    let report = diff(&repository.workspace(), Some("tickets"), "HEAD", None);
    assert_eq!(told(&report), ["~ breaking deleteTicket: module, tag"]);
    assert_eq!(report["semver"], "major");
}

#[test]
fn what_a_provider_says_about_retries_is_compared() {
    let repository = Repository::new();
    let settings = format!(
        "{SETTINGS}[safety.createTicket]\nidempotency_key = \"x-once\"\nsource = \"a page\"\n"
    );
    repository.write("specs/tickets/provider.toml", &settings);
    let report = diff(&repository.workspace(), Some("tickets"), "HEAD", None);
    assert_eq!(told(&report), ["~ compatible createTicket: retry rules"]);
    assert_eq!(report["semver"], "patch");
}

#[test]
fn what_cannot_be_compared_says_why() {
    let repository = Repository::new();
    let message = repository.failure("tickets", "v9");
    assert!(
        message.starts_with("v9: git knows no such revision\n  help: "),
        "{message}"
    );
    let message = repository.failure("tockets", "HEAD");
    assert!(message.contains("`tockets` is not a provider"), "{message}");

    // The old version needs its own file of settings.
    repository.write("specs/other/openapi.yaml", include_str!("base.yaml"));
    repository.write("specs/other/provider.toml", SETTINGS);
    let message = repository.failure("other", "HEAD");
    assert!(
        message.contains("there is no such provider at HEAD ("),
        "{message}"
    );

    repository.write("specs/tickets/openapi.yaml", "openapi: 3.0.3\ninfo: {}\n");
    repository.commit();
    repository.write("specs/tickets/openapi.yaml", include_str!("base.yaml"));
    let message = repository.failure("tickets", "HEAD");
    assert!(message.starts_with("specs/tickets/"), "{message}");
    assert!(message.contains(": at HEAD ("), "{message}");
}
