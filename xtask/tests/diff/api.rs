//! `cargo xtask codegen --api-diff`: the crates in git with those that the documents become now.

use serde_json::Value;
use xtask::progress::Progress;
use xtask::{api_diff, codegen, compare::Format};

use crate::cases::told;
use crate::versions::Repository;

/// Runs the command for these providers, or all.
fn run(repository: &Repository, providers: &[&str], format: Format) -> String {
    let providers: Vec<String> = providers.iter().map(|name| (*name).to_owned()).collect();
    let mut printed = anstream::StripStream::new(Vec::new());
    let progress = &mut Progress::on_terminal();
    let workspace = repository.workspace();
    api_diff::run(
        &workspace,
        &providers,
        "HEAD",
        format,
        &mut printed,
        progress,
    )
    .unwrap_or_else(|problem| panic!("{problem}"));
    String::from_utf8(printed.into_inner()).expect("it prints text")
}

fn json(repository: &Repository, providers: &[&str]) -> Value {
    let printed = run(repository, providers, Format::Json);
    serde_json::from_str(&printed).expect("it prints JSON")
}

/// A repository with the crate of its provider.
fn with_crate() -> Repository {
    let repository = Repository::new();
    let made = codegen::generate(&repository.workspace(), &["tickets".to_owned()]);
    for one in made.expect("the document is good") {
        for (path, text) in one.files {
            repository.write(&path, &text);
        }
    }
    repository.commit();
    repository
}

#[test]
fn the_public_api_is_listed_by_what_is_added_changed_and_removed() {
    let repository = with_crate();
    let unchanged = json(&repository, &[]);
    assert_eq!(unchanged["semver"], "none");
    assert_eq!(told(&unchanged["crates"][0]), [""; 0]);

    let document = include_str!("base.yaml")
        .replace("enum: [open, closed]", "enum: [open, closed, merged]")
        .replace("maximum: 100", "maximum: 200")
        .replace("        reason:\n", "        cause:\n")
        .replace("required: [name]", "required: []");
    repository.write("specs/tickets/openapi.yaml", &document);
    let before = repository.read("crates/providers/tickets/src/types.rs");
    let found = json(&repository, &["tickets"]);
    let expected = [
        "- breaking Closed.reason",
        "+ compatible Closed.cause",
        "~ breaking Owner.name: type, presence",
        "+ compatible Status::Merged",
    ];
    let mut told = told(&found["crates"][0]);
    told.sort_by_key(|line| line.split(' ').nth(2).map(str::to_owned));
    let mut sorted = expected.to_vec();
    sorted.sort_by_key(|line| line.split(' ').nth(2));
    assert_eq!(told, sorted);
    assert_eq!(found["semver"], "major");
    assert_eq!(found["next_version"], "2.0.0");
    assert_eq!(
        repository.read("crates/providers/tickets/src/types.rs"),
        before,
        "nothing is written"
    );

    let text = run(&repository, &[], Format::Text);
    let titles: Vec<&str> = text.lines().filter(|line| is_title(line)).collect();
    assert_eq!(titles, ["added", "changed", "removed", "besides"]);
    // The limit is none of the API, and counted.
    assert!(
        text.contains("  1 of what is sent, read or checked\n"),
        "{text}"
    );
    assert!(
        text.ends_with("all crates: breaking; major release, 1.4.2 to 2.0.0\n"),
        "{text}"
    );
}

fn is_title(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|c| c.is_ascii_lowercase())
}

#[test]
fn a_crate_comes_and_goes_as_a_whole() {
    let repository = with_crate();
    repository.write("crates/providers/gone/src/types.rs", TYPES);
    repository.commit();
    repository.write("specs/other/openapi.yaml", include_str!("base.yaml"));
    repository.write("specs/other/provider.toml", crate::versions::SETTINGS);
    let found = json(&repository, &[]);
    let crates = found["crates"].as_array().expect("it lists crates");
    let names: Vec<&str> = crates
        .iter()
        .filter_map(|it| it["provider"].as_str())
        .collect();
    assert_eq!(names, ["gone", "other", "tickets"]);
    assert_eq!(told(&crates[0]), ["- breaking Note"]);
    assert!(told(&crates[1]).contains(&"+ compatible createTicket".to_owned()));
    assert_eq!(found["semver"], "major");
    // One provider alone says nothing about the others.
    let found = json(&repository, &["tickets"]);
    assert_eq!(found["crates"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["semver"], "none");
}

const TYPES: &str = "
converse_core::object! {
    pub struct Note {
        pub id: String = required \"id\",
    }
}
";
