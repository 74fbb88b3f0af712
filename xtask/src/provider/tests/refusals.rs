//! Tests that bad input is refused, and that a refusal writes nothing.

use super::{AddArguments, DOCUMENT, copy, names};

#[test]
fn a_name_that_is_taken_is_refused() {
    let copy = copy();
    let before = copy.tree();
    for (name, rule) in [
        ("bird", "there is a provider `bird`"),
        ("type", "`type` is a word of Rust"),
        ("crate", "`crate` is a word of Rust"),
        ("testing", "`testing` is taken by "),
        (
            "native-tls",
            "`native-tls` is taken by a feature of `converse`",
        ),
        ("rustls", "`rustls` is taken by a feature"),
        (
            "http-body-util",
            "`http-body-util` is taken by a dependency",
        ),
        (
            "reqwest",
            "`reqwest` is taken by crates/converse/src/lib.rs",
        ),
        (
            "paging",
            "`paging` is taken by crates/converse-core/src/exports.rs",
        ),
        (
            "reliability",
            "`reliability` is taken by crates/converse-core/src/exports.rs",
        ),
        (
            "core",
            "`core` is taken by the workspace's package `converse-core`",
        ),
        ("std", "`std` is taken by Rust's own crate"),
        ("Acme", "a provider's name is lower case letters"),
        ("acme-", "a provider's name is lower case letters"),
        ("../acme", "a provider's name is lower case letters"),
        ("", "a provider's name is lower case letters"),
    ] {
        let problem = copy.add(name, DOCUMENT).unwrap_err().to_string();
        assert!(problem.contains(rule), "{name}: {problem}");
        assert!(problem.contains("help: "), "{problem}");
    }
    assert!(copy.tree() == before);
}

#[test]
fn a_failure_leaves_the_tree_as_it_was() {
    let copy = copy();
    for (what, document) in [
        ("not JSON", "{"),
        (
            "no operations that codegen can read",
            "{\"openapi\": \"2.0\"}",
        ),
        (
            "a reference to nowhere",
            &DOCUMENT.replace("\"type\": \"string\"", "\"$ref\": \"#/x\""),
        ),
    ] {
        let before = copy.tree();
        assert!(copy.add("acme", document).is_err(), "{what}");
        assert!(copy.tree() == before, "{what}");
    }
    let before = copy.tree();
    let missing = |arguments: &mut AddArguments| arguments.overlay = Some("missing.yaml".into());
    assert!(copy.add_with("acme", DOCUMENT, missing).is_err());
    assert!(copy.tree() == before);
}

#[test]
fn a_write_that_fails_names_the_file_and_leaves_no_part_of_it() {
    let copy = copy();
    // A file where the crate's folder has to be.
    copy.write("crates/providers/acme", "in the way");
    let before = copy.tree();
    let problem = copy.add("acme", DOCUMENT).unwrap_err().to_string();
    assert!(problem.contains("crates/providers/acme"), "{problem}");
    assert!(copy.tree() == before);
}

#[test]
fn removing_needs_a_provider_that_nothing_needs() {
    let copy = copy();
    let before = copy.tree();
    let problem = copy.remove("acme").unwrap_err().to_string();
    assert!(problem.contains("`acme` is not a provider"), "{problem}");
    assert!(problem.contains(&names(&[]).join(", ")), "{problem}");
    let problem = copy.remove("bird").unwrap_err().to_string();
    assert!(
        problem.contains("example.bird_lifecycle.required-features"),
        "{problem}"
    );
    assert!(
        problem.contains("tests/Cargo.toml dev-dependencies.converse.features"),
        "{problem}"
    );
    assert!(copy.tree() == before);
}
