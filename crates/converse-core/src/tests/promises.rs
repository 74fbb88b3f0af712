//! The tests that the page of promises names exist.

use std::path::Path;

/// Returns the content of all sources below a folder.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).expect("the crate has sources") {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(path).expect("a source is text"));
        }
    }
    text
}

/// Returns the tests that `conformance!` makes.
fn suite(here: &Path) -> Vec<String> {
    let suite = here.join("../converse-testing/src/conformance.rs");
    let suite = std::fs::read_to_string(suite).expect("the suite is there");
    let (_, tests) = suite.split_once("__promises! {").expect("it lists tests");
    let (tests, _) = tests.split_once('}').expect("the list ends");
    tests.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn every_promise_names_its_tests() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = sources(&here.join("src"));
    // Those of the workspace: all operations of all providers.
    for folder in ["redaction", "upload"] {
        sources.push_str(&self::sources(&here.join("../../tests/it").join(folder)));
    }
    let suite = suite(here);
    let mut promises = 0;
    for line in include_str!("../reliability.md").lines() {
        let Some(row) = line
            .strip_prefix("| ")
            .and_then(|row| row.strip_suffix(" |"))
        else {
            continue;
        };
        let Some((promise, tests)) = row.rsplit_once(" | ") else {
            continue;
        };
        // The tables whose last column does not name tests.
        let names = || tests.split(", ").map(|name| name.trim_matches('`'));
        let is_name = |name: &str| name.contains('_') && !name.contains(' ');
        if !names().all(is_name) {
            continue;
        }
        promises += 1;
        for name in names() {
            assert!(
                suite.iter().any(|it| it == name) || sources.contains(&format!("fn {name}(")),
                "`{name}`, for: {promise}"
            );
        }
    }
    assert!(promises >= 30, "{promises}");
}
