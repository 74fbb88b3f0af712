//! Failures of codegen: the file, the place in it, the rule and the help. The tree stays unchanged.

use super::workspace::Copy;

const ONE: &str = "pingback";
const DOCUMENT: &str = "specs/pingback/openapi.yaml";
const OVERLAY: &str = "specs/pingback/overlay.yaml";

/// Asserts that a message has these parts, in this order.
fn assert_parts(message: &str, parts: &[&str]) {
    let mut rest = message;
    for part in parts {
        let (_, after) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("{part:?} is not in its place: {message}"));
        rest = after;
    }
}

#[test]
fn an_overlay_action_that_changes_nothing() {
    let copy = Copy::written(&[ONE]);
    let action = "  - target: $.info\n    description: What is wrong.\n    x-source: a page\n    update:\n      title: ";
    let title = copy.read(DOCUMENT);
    let title = title
        .lines()
        .find_map(|line| line.strip_prefix("  title: "))
        .expect("the document has a title");
    let at = copy.add_action(ONE, &format!("{action}{title}\n"));
    let message = copy.failure(&[]);
    assert_parts(
        &message,
        &[
            OVERLAY,
            "#",
            &at,
            "changes nothing",
            "$.info",
            "help",
            "remove the action",
        ],
    );
}

#[test]
fn an_overlay_action_that_matches_nothing() {
    let copy = Copy::written(&[ONE]);
    let action = "  - target: $.paths['/gone']\n    description: What is wrong.\n    x-source: a page\n    remove: true\n";
    let at = copy.add_action(ONE, action);
    let message = copy.failure(&[]);
    assert_parts(
        &message,
        &[
            OVERLAY,
            "#",
            &at,
            "matches nothing",
            "$.paths['/gone']",
            "help",
            "remove the action",
        ],
    );
}

#[test]
fn an_overlay_action_without_its_source() {
    let copy = Copy::written(&[ONE]);
    let action =
        "  - target: $.info\n    description: What is wrong.\n    update:\n      title: Other\n";
    let at = copy.add_action(ONE, action);
    let message = copy.failure(&[]);
    assert_parts(&message, &[OVERLAY, "#", &at, "x-source", "help"]);
}

#[test]
fn a_missing_document() {
    let copy = Copy::written(&[ONE]);
    copy.remove(DOCUMENT);
    assert_parts(
        &copy.failure(&[]),
        &[
            "specs/pingback",
            "document is missing",
            "help",
            "openapi.json",
        ],
    );
}

#[test]
fn a_broken_document() {
    let copy = Copy::written(&[ONE]);
    copy.replace(DOCUMENT, "paths:", "paths: [");
    assert_parts(&copy.failure(&[]), &[DOCUMENT, "YAML", "help"]);

    let copy = Copy::written(&["bird"]);
    let text = copy.read("specs/bird/openapi.json");
    copy.write("specs/bird/openapi.json", &text[..text.len() / 2]);
    assert_parts(
        &copy.failure(&[]),
        &["specs/bird/openapi.json", "JSON", "line", "help"],
    );
}

#[test]
fn two_documents_of_one_provider() {
    let copy = Copy::written(&[ONE]);
    copy.write("specs/pingback/openapi.json", "{}");
    assert_parts(
        &copy.failure(&[]),
        &["specs/pingback", "two documents", "help"],
    );
}

#[test]
fn settings_with_a_key_that_nothing_reads() {
    let copy = Copy::written(&[ONE]);
    copy.replace("specs/pingback/provider.toml", "title =", "titel =");
    assert_parts(
        &copy.failure(&[]),
        &["specs/pingback/provider.toml", "titel", "help"],
    );
}

#[test]
fn a_partial_operation_that_is_not_in_the_document() {
    let copy = Copy::written(&[ONE]);
    copy.replace(
        "specs/pingback/coverage.toml",
        "sendMessage =",
        "sendText =",
    );
    assert_parts(
        &copy.failure(&[]),
        &["specs/pingback/coverage.toml", "`sendText`", "help"],
    );
}

#[test]
fn an_unknown_provider_is_reported_with_the_known_ones() {
    let copy = Copy::written(&["bridge", ONE]);
    assert_parts(
        &copy.failure(&["brigde"]),
        &["specs", "`brigde`", "help", "bridge, pingback"],
    );
}

#[test]
fn two_providers_of_one_name() {
    let copy = Copy::written(&[ONE]);
    copy.add(ONE, "foo-bar");
    copy.add(ONE, "foo_bar");
    assert_parts(
        &copy.failure(&[]),
        &[
            "specs/foo",
            "two providers with one name",
            "foo",
            "foo",
            "help",
        ],
    );
}

#[test]
fn a_reference_that_leads_nowhere() {
    let copy = Copy::written(&[ONE]);
    copy.replace(
        DOCUMENT,
        "'#/components/schemas/Customer'",
        "'#/components/schemas/Custard'",
    );
    let message = copy.failure(&[]);
    assert_parts(
        &message,
        &[
            DOCUMENT,
            "#/components/schemas/Conversation/",
            "$ref",
            "Custard",
            "help",
        ],
    );
}

#[test]
fn paging_that_does_not_fit_the_document() {
    for (pointer, why) in [
        ("items", "leads nowhere"),
        ("limit", "`/gone` is not a parameter"),
    ] {
        let copy = Copy::written(&[ONE]);
        let declared = if pointer == "items" { "''" } else { pointer };
        let key = |value: &str| format!("        {pointer}: {value}\n");
        copy.replace(OVERLAY, &key(declared), &key("/gone"));
        let at = format!("x-converse-pagination/{pointer}");
        assert_parts(&copy.failure(&[]), &[DOCUMENT, &at, why, "help"]);
    }
}

#[test]
fn a_security_scheme_that_is_gone() {
    for (provider, scheme) in [
        ("bird", "accessKey"),
        ("bridge", "apiKey"),
        ("pingback", "bearer"),
    ] {
        let copy = Copy::written(&[provider]);
        copy.add_action(
            provider,
            "  - target: $.components.securitySchemes.*\n    description: Gone.\n    x-source: a page\n    remove: true\n",
        );
        let message = copy.failure(&[]);
        assert_parts(
            &message,
            &[
                "specs/",
                provider,
                "#/",
                "security",
                scheme,
                "not declared",
                "help",
            ],
        );
    }
}

#[test]
fn one_broken_provider_stops_the_writing_of_all() {
    let copy = Copy::written(&["bridge", ONE]);
    copy.write("crates/providers/bridge/src/client.rs", "// touched");
    copy.replace(DOCUMENT, "paths:", "paths: [");
    copy.failure(&[]);
    assert_eq!(
        copy.read("crates/providers/bridge/src/client.rs"),
        "// touched"
    );
}
