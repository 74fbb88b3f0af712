//! Written files, and the findings of a check.

use xtask::codegen;
use xtask::sync::{Mode, Outcome};
use xtask::workspace::Workspace;

use super::workspace::{Copy, root, run};

/// The smallest of the providers, where any will do.
const ONE: &str = "pingback";

#[test]
fn the_committed_crates_are_what_codegen_makes() {
    let (outcome, printed) = run(&Workspace::new(root()), &[], Mode::Check);
    assert_eq!(outcome, Ok(Outcome::InSync), "{printed}");
}

#[test]
fn a_check_after_a_write_is_clean_and_two_runs_give_the_same_bytes() {
    let all = ["bird", "bridge", "pingback"];
    let (one, other) = (Copy::written(&all), Copy::written(&all));
    assert_eq!(one.check().0, Outcome::InSync);
    assert!(one.files() == other.files(), "two workspaces differ");
    let before = one.files();
    one.run(&[], Mode::Write).0.expect("the specs are good");
    assert!(
        one.files() == before,
        "the second run in one workspace changes something"
    );
}

#[test]
fn names_need_no_earlier_run() {
    let copy = Copy::of(&[ONE]);
    copy.remove("specs/pingback/names.toml");
    copy.run(&[], Mode::Write).0.expect("the specs are good");
    assert!(copy.files() == Copy::written(&[ONE]).files());
}

#[test]
fn a_check_writes_nothing() {
    let copy = Copy::of(&[ONE]);
    let before = copy.files();
    let (outcome, printed) = copy.check();
    assert_eq!(outcome, Outcome::Differs);
    assert!(
        printed.contains("missing   crates/providers/pingback/src/client.rs"),
        "{printed}"
    );
    assert!(copy.files() == before);
    assert!(!copy.path("crates/providers").exists());
}

#[test]
fn every_difference_is_listed_with_the_command_that_mends_it() {
    let copy = Copy::written(&[ONE]);
    let good = copy.files();
    copy.replace("crates/providers/pingback/src/client.rs", "impl", "impl ");
    copy.remove("crates/providers/pingback/src/types.rs");
    copy.write("crates/providers/pingback/src/orphan.rs", "// left over");
    copy.replace("specs/pingback/names.toml", "Conversation", "Conversation ");
    let before = copy.files();

    let (outcome, printed) = copy.check();
    assert_eq!(outcome, Outcome::Differs);
    for line in [
        "stale     crates/providers/pingback/src/client.rs",
        "missing   crates/providers/pingback/src/types.rs",
        "orphaned  crates/providers/pingback/src/orphan.rs",
        "stale     specs/pingback/names.toml",
    ] {
        assert!(
            printed.lines().any(|found| found.trim_end() == line),
            "{line}: {printed}"
        );
    }
    let last = printed.lines().last().expect("it printed");
    assert!(last.contains("`cargo xtask codegen`"), "{last}");
    assert!(copy.files() == before, "a check writes nothing");

    copy.run(&[], Mode::Write).0.expect("the specs are good");
    assert!(copy.files() == good, "a write corrects all of it");
}

#[test]
fn a_change_in_a_table_of_providers_is_shown_and_mended() {
    let copy = Copy::written(&["bridge", ONE]);
    let good = copy.files();
    copy.replace("README.md", "15 operations, 5 partial", "16 operations");
    copy.replace("crates/converse/src/lib.rs", "`PINGBACK_TOKEN`", "`TOKEN`");
    copy.replace("docs/coverage.md", "| Socket.IO events |", "| Events |");
    // A run over another provider sees it too.
    let (outcome, printed) = copy.run(&["bridge"], Mode::Check);
    assert_eq!(outcome, Ok(Outcome::Differs));
    for shown in [
        "stale     README.md\n",
        "- | [Pingback](crates/providers/pingback) | `pingback` (default) | 16 operations | ",
        "+ | [Pingback](crates/providers/pingback) | `pingback` (default) | 15 operations, 5 partial | ",
        "+ //! | Pingback | `PINGBACK_TOKEN` | `PINGBACK_BASE_URL` |\n",
        "- | Events | – | documented, but not HTTP | – | – | – | – |\n",
    ] {
        assert!(printed.contains(shown), "{shown}: {printed}");
    }
    copy.run(&["bridge"], Mode::Write)
        .0
        .expect("the specs are good");
    assert!(copy.files() == good);
}

#[test]
fn a_deleted_line_of_any_generated_file_is_found() {
    let copy = Copy::written(&[ONE]);
    let files = copy.files();
    let generated = files
        .keys()
        .filter(|path| path.starts_with("crates/providers"));
    let paths: Vec<&str> = generated
        .map(|path| path.to_str().expect("our names are text"))
        .collect();
    for path in &paths {
        let text = copy.read(path);
        let (_, rest) = text.split_once('\n').expect("a file has lines");
        copy.write(path, rest);
    }
    let (outcome, printed) = copy.check();
    assert_eq!(outcome, Outcome::Differs);
    for path in paths {
        assert!(
            printed.contains(&format!("stale     {path}\n")),
            "{printed}"
        );
    }
}

#[test]
fn a_crate_of_a_provider_that_is_gone_is_an_orphan() {
    let copy = Copy::written(&["bridge", ONE]);
    std::fs::remove_dir_all(copy.path("specs/bridge")).expect("the folder is ours");
    let (outcome, printed) = copy.check();
    assert_eq!(outcome, Outcome::Differs);
    assert!(
        printed.contains("orphaned  crates/providers/bridge/Cargo.toml"),
        "{printed}"
    );

    copy.run(&[], Mode::Write).0.expect("the specs are good");
    assert!(!copy.path("crates/providers/bridge/Cargo.toml").exists());
    assert_eq!(copy.check().0, Outcome::InSync);
}

#[test]
fn a_run_over_one_provider_leaves_the_others_alone() {
    let copy = Copy::written(&["bridge", ONE]);
    let bridge = "crates/providers/bridge/src/client.rs";
    copy.write(bridge, "// touched");
    assert_eq!(copy.run(&[ONE], Mode::Check).0, Ok(Outcome::InSync));
    copy.run(&[ONE], Mode::Write).0.expect("the specs are good");
    assert_eq!(copy.read(bridge), "// touched");
    assert_eq!(copy.run(&["bridge"], Mode::Check).0, Ok(Outcome::Differs));
}

#[test]
fn one_line_a_provider_tells_what_was_made() {
    let copy = Copy::written(&["bridge", ONE]);
    let (_, printed) = copy.run(&[], Mode::Write);
    let lines: Vec<Vec<&str>> = printed
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let [bridge, pingback] = lines.as_slice() else {
        panic!("{printed}");
    };
    assert_eq!([bridge[0], bridge[2]], ["bridge", "operations"]);
    assert_eq!(bridge[1], operations("bridge").to_string());
    assert_eq!([pingback[0], pingback[2]], [ONE, "operations"]);
    assert_eq!(pingback[1], operations(ONE).to_string());
    for line in [bridge, pingback] {
        assert_eq!([line[4], line[6], line[8]], ["types", "lines", "ms"]);
    }
    assert!(
        !printed.contains('\u{1b}'),
        "no colour where there is no terminal"
    );
}

/// Counts the operations in the table of the committed crate.
fn operations(provider: &str) -> usize {
    let table = root().join(format!("crates/providers/{provider}/src/operations.rs"));
    let table = std::fs::read_to_string(table).expect("the crate is there");
    let (_, names) = table
        .split_once("pub static OPERATIONS: &[&Operation] = &[\n")
        .expect("it has a table");
    let (names, _) = names.split_once("\n];").expect("the table ends");
    names.lines().count()
}

/// Each action changes the document, and a crate's manifest has the document's digest, so each deleted action
/// is noticed. The complete check runs for the last action only, since it takes long.
#[test]
fn a_deleted_overlay_action_of_any_provider_is_found() {
    let mut unnoticed = Vec::new();
    for provider in ["bird", "bridge", ONE] {
        let copy = Copy::written(&[provider]);
        let workspace = Workspace::new(copy.path(""));
        let document = codegen::overlaid(&workspace, provider).expect("the specs are good");
        let path = format!("specs/{provider}/overlay.yaml");
        let text = copy.read(&path);
        let starts: Vec<usize> = text
            .match_indices("  - target:")
            .map(|(start, _)| start)
            .collect();
        let ends = starts[1..].iter().copied().chain([text.len()]);
        for (start, end) in starts.iter().copied().zip(ends) {
            copy.write(&path, &format!("{}{}", &text[..start], &text[end..]));
            if codegen::overlaid(&workspace, provider).is_ok_and(|found| found == document) {
                let target = text[start..].lines().next().unwrap_or_default();
                unnoticed.push(format!("{provider}: {}", target.trim()));
            }
        }
        assert_ne!(
            copy.run(&[], Mode::Check).0,
            Ok(Outcome::InSync),
            "{provider}"
        );
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
}
