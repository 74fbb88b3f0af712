//! Whatever changes in the code that a document becomes is named.

use std::collections::BTreeMap;

use converse_codegen::{Crate, Document, Generator, Names, Target};
use serde_json::{Value, json};
use xtask::compare::{Change, Comparison};
use xtask::surface::{Aspect, Item, Member, Place, Surface};

use crate::cases::{base, rules};

fn make(document: Value, names: Names) -> Crate {
    try_make(document, names).unwrap_or_else(|problem| panic!("{problem}"))
}

fn try_make(document: Value, names: Names) -> converse_codegen::Result<Crate> {
    let document = Document::from_value("document", document);
    let generator = Generator::new(document).name("it").names(names);
    generator.target(Target::Workspace).build()
}

fn compare(old: &Crate, new: &Crate) -> Comparison {
    Comparison::of(&Surface::of(&old.files), &Surface::of(&new.files))
}

/// Returns the code of a crate: what the manifest says of the document is none.
fn code(made: &Crate) -> BTreeMap<&str, String> {
    let files = made.files.iter();
    let bare = |text: &str| {
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("document-sha256"));
        lines.collect::<Vec<_>>().join("\n")
    };
    files
        .map(|(path, text)| (path.as_str(), bare(text)))
        .collect()
}

#[test]
fn whatever_changes_in_the_code_is_named() {
    let old = make(base().into_value(), Names::default());
    let (mut compared, mut silent) = (0, Vec::new());
    for (place, changed) in mutations(base().value()) {
        // Some of them are no documents any more.
        let Ok(new) = try_make(changed, old.names.clone()) else {
            continue;
        };
        compared += 1;
        let is_same = code(&old) == code(&new);
        let found = compare(&old, &new);
        // That a file differs says nothing: what it holds must be named.
        let is_file = |change: &Change| matches!(change.place.item, Item::File(_));
        if found.is_empty() != is_same || found.others.iter().any(is_file) {
            silent.push(place);
        }
    }
    assert!(compared > 200, "only {compared} documents were compared");
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn each_field_value_and_type_that_changes_is_named_by_itself() {
    let old = make(base().into_value(), Names::default());
    let schemas = base().value()["components"]["schemas"].clone();
    for (schema, content) in schemas.as_object().expect("it has schemas") {
        let at = format!("/components/schemas/{schema}");
        let fields = content["properties"].as_object().into_iter().flatten();
        for (field, _) in fields.filter(|(field, _)| *field != "kind") {
            // A page that is not a list is left out, and that is reported otherwise.
            if field == "tickets" || field == "cursor" {
                continue;
            }
            let mut changed = base().into_value();
            let place = format!("{at}/properties/{field}");
            *changed.pointer_mut(&place).expect("it has the field") = json!({ "type": "number" });
            let new = make(changed, old.names.clone());
            assert_names(&old, &new, schema, &Member::Field(field.clone()));
        }
        let values = content["enum"].as_array().into_iter().flatten();
        for (number, _) in values.enumerate() {
            let mut changed = base().into_value();
            let values = changed
                .pointer_mut(&format!("{at}/enum"))
                .expect("it has values");
            values[number] = json!("other");
            let new = make(changed, old.names.clone());
            assert_names(&old, &new, schema, &Member::Variant("Other".to_owned()));
        }
    }
}

fn assert_names(old: &Crate, new: &Crate, item: &str, member: &Member) {
    let found = compare(old, new);
    let is_it =
        |place: &Place| place.item == Item::Type(item.to_owned()) && place.member == *member;
    let named = found.changes.iter().any(|change| is_it(&change.place));
    assert!(named, "{item}, {member:?}: {:#?}", found.changes);
}

/// Each word of the code is in a fact: with another word in its place, the surface is another, and the change is told.
#[test]
fn no_word_of_the_code_is_overlooked() {
    // A word takes the time that the crate takes, so that has two operations.
    let mut document = base().into_value();
    let paths = document["paths"].as_object_mut().expect("it has paths");
    paths.retain(|path, _| path == "/accounts/{account}/tickets");
    let made = make(document, Names::default());
    let before = Surface::of(&made.files);
    let mut overlooked = Vec::new();
    let files = made.files.iter();
    for (path, text) in files.filter(|(path, _)| path.starts_with("src/")) {
        let mut at = 0;
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
            let end = at + word.len();
            // The first line says where the file comes from.
            if !word.is_empty() && text[..at].contains('\n') {
                let changed = format!("{}x{}", &text[..end], &text[end..]);
                let mut files = made.files.clone();
                files.insert(path.clone(), changed);
                let after = Surface::of(&files);
                if Comparison::of(&before, &after).is_empty() {
                    let line = text[..at].lines().count();
                    overlooked.push(format!("{path}:{line}: {word}"));
                }
            }
            at = end + text[end..].chars().next().map_or(0, char::len_utf8);
        }
    }
    assert!(overlooked.is_empty(), "{overlooked:#?}");
}

/// The macros of all rules are known to the reader: nothing of their code is a fact without a name, and no fact is lost.
#[test]
fn all_that_rules_become_is_read() {
    let entries = std::fs::read_dir(rules()).expect("the test data is there");
    let mut unread = Vec::new();
    let mut count = 0;
    for entry in entries {
        let folder = entry.expect("the folder can be read").path();
        let Ok(document) = Document::read(folder.join("openapi.yaml")) else {
            continue;
        };
        let made = make(document.into_value(), Names::default());
        let surface = Surface::of(&made.files);
        count += 1;
        for (place, facts) in surface.facts() {
            // The client, the root and the tests have code of their own.
            let is_read = !matches!(place.item, Item::Client | Item::Package);
            let code = facts.get(&Aspect::Code).filter(|_| is_read);
            unread.extend(code.map(|code| format!("{}: {place}: {code}", folder.display())));
        }
    }
    assert!(count > 50, "only {count} rules were read");
    assert!(unread.is_empty(), "{unread:#?}");
}

/// Returns the document with one value removed, or replaced by another of its kind; each with its place.
fn mutations(document: &Value) -> Vec<(String, Value)> {
    let mut places = Vec::new();
    add_places("", document, &mut places);
    let mut found = Vec::new();
    for place in places {
        let (parent, key) = place.rsplit_once('/').expect("a place is below the root");
        let mut without = document.clone();
        match without.pointer_mut(parent) {
            Some(Value::Object(object)) => {
                let key = key.replace("~1", "/").replace("~0", "~");
                object.shift_remove(&key);
            }
            Some(Value::Array(items)) => {
                items.remove(key.parse().expect("it is a number"));
            }
            _ => {}
        }
        found.push((format!("without {place}"), without));
        let mut other = document.clone();
        let value = other.pointer_mut(&place).expect("it is there");
        let replacement = match &*value {
            Value::Bool(flag) => json!(!flag),
            Value::String(text) => json!(format!("{text}x")),
            Value::Number(number) => json!(number.as_i64().unwrap_or_default() + 1),
            _ => continue,
        };
        *value = replacement;
        found.push((format!("other {place}"), other));
    }
    found
}

fn add_places(at: &str, value: &Value, places: &mut Vec<String>) {
    let mut add = |key: &str, value: &Value| {
        let place = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        places.push(place.clone());
        add_places(&place, value, places);
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| add(key, value)),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(number, value)| add(&number.to_string(), value));
        }
        _ => {}
    }
}
