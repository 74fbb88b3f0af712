//! `docs/coverage.md`, which `codegen` and `cargo xtask coverage` write and compare.

use anstream::StripStream;
use xtask::coverage;
use xtask::progress::Progress;
use xtask::sync::{Mode, Outcome};
use xtask::workspace::Workspace;

use super::workspace::Copy;

const PAGE: &str = "docs/coverage.md";

fn run(copy: &Copy, mode: Mode) -> (Outcome, String) {
    let mut printed = StripStream::new(Vec::new());
    let workspace = Workspace::new(copy.path(""));
    let outcome = coverage::run(&workspace, mode, &mut printed, &mut Progress::on_terminal());
    let printed = String::from_utf8(printed.into_inner()).expect("it prints text");
    (outcome.expect("the specs are good"), printed)
}

/// Returns the cells of the row that begins with this one.
fn row(page: &str, first: &str) -> Vec<String> {
    let begin = format!("| `{first}` | ");
    let line = page.lines().find(|line| line.starts_with(&begin));
    let line = line.unwrap_or_else(|| panic!("{first} has no row"));
    let cells = line.trim_matches(['|', ' ']).split(" | ");
    cells.map(str::to_owned).collect()
}

#[test]
fn the_page_says_how_each_operation_is_called() {
    let copy = Copy::written(&["bridge", "pingback"]);
    let page = copy.read(PAGE);
    let found = row(&page, "GET /workspaces/{workspaceId}/conversations");
    let expected = [
        "`list_conversations`",
        "implemented",
        "`x-api-key: <key>`",
        "idempotent",
        "by cursor",
        "1 response",
    ];
    assert_eq!(found[1..], expected);
    let found = row(&page, "POST /api/v1/auth/login");
    assert_eq!(found[1], "`login`");
    assert_eq!(found[3..6], ["none", "not idempotent", "–"]);
    let found = row(&page, "GET /api/v1/conversations/");
    assert_eq!(found[5], "by number");

    copy.replace(
        "specs/bridge/provider.toml",
        "[names]",
        "[safety.createMessage]\nidempotency_key = \"x-once\"\nnot_processed = [409]\nnever_retry = [403]\nsource = \"a page\"\n\n[names]",
    );
    assert_eq!(run(&copy, Mode::Write).0, Outcome::InSync);
    let page = copy.read(PAGE);
    let found = row(&page, "POST /workspaces/{workspaceId}/messages");
    assert_eq!(
        found[4],
        "by a key in `x-once`; also after 409; never after 403"
    );
    let correction = "| `safety.createMessage` in `provider.toml` | A retry is recognized by `x-once`. Some statuses say whether a retry helps. | a page |\n";
    assert!(page.contains(correction), "{page}");
}

/// The generated tests say which bodies are tested; the page counts them.
#[test]
fn the_tested_examples_are_those_that_have_a_test() {
    for provider in ["bird", "bridge", "pingback"] {
        let copy = Copy::written(&[provider]);
        let tests = copy.read(&format!("crates/providers/{provider}/tests/examples.rs"));
        let calls = tests
            .lines()
            .filter(|line| line.trim().starts_with("holds::<"));
        let calls: Vec<&str> = calls.collect();
        let count = |side: &str| calls.iter().filter(|call| call.contains(side)).count();
        let page = copy.read(PAGE);
        let sum = |what: &str| -> usize {
            let cells = page.lines().filter_map(|line| line.rsplit(" | ").next());
            let parts = cells.flat_map(|cell| cell.trim_matches(['|', ' ']).split(", "));
            let counts = parts.filter_map(|part| {
                let (number, noun) = part.split_once(' ')?;
                (noun.trim_end_matches('s') == what).then(|| number.parse::<usize>().ok())?
            });
            counts.sum()
        };
        assert!(count("Side::Response") > 0, "{provider}");
        assert_eq!(sum("request"), count("Side::Request"), "{provider}");
        assert_eq!(sum("response"), count("Side::Response"), "{provider}");
    }
}

#[test]
fn each_correction_is_listed_with_its_reason_and_its_source() {
    let copy = Copy::written(&["pingback"]);
    let actions = copy.read("specs/pingback/overlay.yaml");
    let actions = actions
        .lines()
        .filter(|line| line.starts_with("  - target:"));
    let settings = copy.read("specs/pingback/provider.toml");
    let count = actions.count() + settings.matches("[safety.").count();
    assert!(copy.read(PAGE).contains(&format!("\n{count} in force.\n")));

    let action = "  - target: $.info\n    description: >-\n      The title | is\n      wrong.\n    x-source: a page\n    update:\n      title: Another\n";
    copy.add_action("pingback", action);
    let before = copy.files();
    let (outcome, printed) = run(&copy, Mode::Check);
    assert_eq!(outcome, Outcome::Differs);
    let added = "+ | `$.info` | The title \\| is wrong. | a page |\n";
    assert!(printed.contains(added), "{printed}");
    assert!(copy.files() == before, "a check writes nothing");
    // Only the page is written; the crate is another command's.
    assert_eq!(run(&copy, Mode::Write).0, Outcome::InSync);
    let mut after = copy.files();
    let page = std::path::Path::new(PAGE);
    assert!(after[page] != before[page]);
    after.insert(page.to_owned(), before[page].clone());
    assert!(after == before);
    assert_eq!(run(&copy, Mode::Check).0, Outcome::InSync);
}
