//! Tests of how a crate is split.

use super::*;
use crate::collect::collect;
use crate::names::Names;
use crate::normalize::{Context, normalize};
use serde_json::{Value, json};

/// Returns an API with an operation per entry: its tags.
fn api(tags: &[&[&str]], webhooks: Value) -> Api {
    let paths: serde_json::Map<String, Value> = tags
        .iter()
        .enumerate()
        .map(|(number, tags)| {
            let operation = json!({ "tags": tags, "responses": { "204": { "description": "" } } });
            (format!("/{number}"), json!({ "get": operation }))
        })
        .collect();
    let document = json!({
        "openapi": "3.1.0",
        "servers": [{ "url": "https://a.example" }],
        "paths": paths,
        "webhooks": webhooks,
    });
    let settings = Settings::new("test");
    let mut context = Context {
        settings: &settings,
        settings_file: settings.file(),
        names: &mut Names::default(),
        trace: false,
    };
    let read = collect(document, "test.json", &settings).expect("the document is good");
    normalize(read, "test.json", &mut context).expect("the document is good")
}

fn set(names: &[&'static str]) -> BTreeSet<&'static str> {
    names.iter().copied().collect()
}

fn modules(split: &Split<'_>) -> Vec<(String, Vec<usize>)> {
    let tags = split.tags.iter();
    tags.map(|tag| (tag.module.clone(), tag.operations.clone()))
        .collect()
}

fn module(name: &str, operations: &[usize]) -> (String, Vec<usize>) {
    (name.to_owned(), operations.to_vec())
}

#[test]
fn the_first_tag_decides_and_tags_with_equal_names_share_a_part() {
    let api = api(&[&["b c", "a"], &["a"], &[], &["B-C"]], json!({}));
    let named = vec![set(&[]); 4];
    let split = Split::of(&api, &named, &Uses::new(), &set(&[]));
    let expected = [
        module("a", &[1]),
        module("b_c", &[0, 3]),
        module("untagged", &[2]),
    ];
    assert_eq!(modules(&split), expected);
    assert_eq!(split.tags[1].tags, ["b c", "B-C"]);
    assert_eq!(split.of_operation(3).feature, "b-c");
    assert_eq!(
        split.tags[1].about(),
        "Operations with one of the tags `b c`, `B-C`"
    );
}

/// A part with a new tag before the others in the document, and with a tag of the same name.
#[test]
fn a_name_stays_when_the_document_gets_other_tags() {
    let few: &[&[&str]] = &[&["Types"], &["users"]];
    let many: &[&[&str]] = &[&["Users"], &["types tag"], &["A"], &["Types"], &["users"]];
    for tags in [few, many] {
        let api = api(tags, json!({}));
        let named = vec![set(&[]); tags.len()];
        let split = Split::of(&api, &named, &Uses::new(), &set(&[]));
        for (number, tag) in tags.iter().enumerate() {
            let expected = match tag[0] {
                "Types" => "types-tag",
                "users" => "users",
                _ => continue,
            };
            assert_eq!(split.of_operation(number).feature, expected);
        }
    }
}

#[test]
fn types_that_no_operation_names_are_a_part_of_their_own() {
    let body = json!({ "content": { "application/json": { "schema": {} } } });
    let api = api(
        &[&["a"], &["b"]],
        json!({ "sent": { "post": { "requestBody": body } } }),
    );
    let uses: Uses<'_> = [
        ("A", vec!["Both"]),
        ("B", vec!["Both"]),
        ("Both", vec![]),
        ("Event", vec!["Both"]),
        ("Unused", vec!["Event", "Alone"]),
        ("Alone", vec![]),
    ]
    .into();
    let named = [set(&["A"]), set(&["B"])];
    let split = Split::of(&api, &named, &uses, &set(&["Event"]));
    let own: Vec<_> = split
        .tags
        .iter()
        .map(|tag| (tag.module.as_str(), tag.types.clone()))
        .collect();
    let expected = [
        ("a", set(&["A"])),
        ("b", set(&["B"])),
        ("other_types", set(&["Unused", "Alone"])),
        ("webhooks", set(&[])),
    ];
    assert_eq!(own, expected);
    let shared: Vec<_> = split
        .shared
        .iter()
        .map(|part| {
            (
                part.module.as_str(),
                part.types.clone(),
                part.imports.clone(),
            )
        })
        .collect();
    let all = "a_and_b_and_other_types_and_webhooks";
    let both = (all.to_owned(), set(&["Both"]));
    let expected = [
        (all, set(&["Both"]), vec![]),
        (
            "other_types_and_webhooks",
            set(&["Event"]),
            vec![both.clone()],
        ),
    ];
    assert_eq!(shared, expected);
    assert_eq!(split.tags[0].imports, [both]);
    assert!(split.of_webhooks().is_some());
}

#[test]
fn a_shared_module_lists_its_tags_if_they_are_few() {
    let named = |names: &[&str]| {
        let parts: Vec<TagPart<'_>> = names
            .iter()
            .map(|name| TagPart {
                module: (*name).to_owned(),
                ..TagPart::default()
            })
            .collect();
        shared_module(&parts.iter().collect::<Vec<_>>())
    };
    assert_eq!(named(&["impl_", "users"]), "impl_and_users");
    let many = ["conversations"; 9];
    assert_eq!(named(&many), "conversations_and_8_more");
}

#[test]
fn a_crate_is_split_if_it_is_large_and_has_tags() {
    let split = |operations: usize, tags: [&str; 2], how, target: &Target| {
        let tags: Vec<&[&str]> = (0..operations).map(|it| &tags[it % 2..][..1]).collect();
        let mut settings = Settings::new("test");
        settings.split_by_tag = how;
        is_split(&api(&tags, json!({})), &settings, target)
    };
    let alone = Target::default();
    let auto = SplitByTag::Auto;
    for (operations, tags, how, target, expected) in [
        (LARGE, ["a", "b"], auto, &alone, true),
        (LARGE - 1, ["a", "b"], auto, &alone, false),
        (LARGE, ["a", "A"], auto, &alone, false),
        (LARGE, ["a", "b"], auto, &Target::Module, false),
        (LARGE, ["a", "b"], SplitByTag::Never, &alone, false),
        (2, ["a", "a"], SplitByTag::Always, &alone, true),
    ] {
        let found = split(operations, tags, how, target).unwrap();
        assert_eq!(found, expected, "{operations} {tags:?} {how:?} {target:?}");
    }
    let problem = split(2, ["a", "b"], SplitByTag::Always, &Target::Module).unwrap_err();
    assert!(
        problem.rule().contains("no features of its own"),
        "{problem}"
    );
}
