//! Every form of a code block, and its result.

use super::*;

fn check(text: &str, expected: &str) {
    let found = labelled(text);
    assert_eq!(found, expected, "{text:?}");
    assert!(are_labelled(&found), "{found:?}");
}

#[test]
fn a_fence_of_any_kind_is_labelled_and_closed() {
    let labels = "rust|no_run|should_panic|compile_fail|ignore|edition2024|E0425|text,rust|{.rust}";
    for label in labels.split('|').chain(["", " ", "rust,no_run ", "json"]) {
        for fence in ["```", "````````", "~~~", "~~~~~"] {
            let expected = "```text\nx();\n```";
            check(&format!("{fence}{label}\nx();\n{fence}"), expected);
            check(
                &format!("{fence}{label}\nx();\n{fence}{}", &fence[..1]),
                expected,
            );
            check(&format!("{fence}{label}\nx();"), expected);
            check(
                &format!("{fence} {label}\nx();\n\n\n"),
                &format!("{expected}\n"),
            );
        }
    }
}

#[test]
fn a_block_without_fence_gets_one() {
    check(
        "a\n\n    x();\n\n      y();\n\nb",
        "a\n\n```text\nx();\n\n  y();\n```\n\nb",
    );
    check("# a\n    x();", "# a\n```text\nx();\n```");
    check("***\n    x();", "***\n```text\nx();\n```");
}

#[test]
fn a_fence_is_longer_than_those_within() {
    check("~~~\n```\nx\n```\n~~~", "````text\n```\nx\n```\n````");
    check(
        "a\n\n    ```rust\n    x\n",
        "a\n\n````text\n```rust\nx\n````\n",
    );
}

#[test]
fn lists_and_quotes_around_a_block_stay() {
    check(
        "- a\n\n      x();\n      y();\n- b",
        "- a\n\n  ```text\n  x();\n  y();\n  ```\n- b",
    );
    check(
        "1.     x();\n       y();",
        "1. ```text\n   x();\n   y();\n   ```",
    );
    check(
        "> a\n>\n>     x();\n>\n>     y();\n\nb",
        "> a\n>\n> ```text\n> x();\n>\n> y();\n> ```\n\nb",
    );
    check(
        "> - > ```rust\n>   > x();\n\nb",
        "> - > ```text\n>   > x();\n>   > ```\n\nb",
    );
    check("- - -     x();", "- - - ```text\n      x();\n      ```");
    check("   ```\n   x\n   ```", "   ```text\n   x\n   ```");
}

#[test]
fn what_is_no_block_stays_as_it_is() {
    for text in [
        "a ```rust x()``` b",
        "a\n    x();\n\tb",
        "- a\n    b",
        "a `x` ~~b~~",
        "\\```\nx\n\\```",
    ] {
        assert_eq!(labelled(text), text);
    }
}

#[test]
fn text_as_a_whole_is_one_block() {
    let found = verbatim("a\n\n    b\n```rust\nc\n````\n~~~");
    assert_eq!(found.matches("text").count(), 1);
    assert!(are_labelled(&found), "{found}");
    assert_eq!(blocks(&found, READINGS[0]).len(), 1);
}
