//! Holds the examples of each provider's document against their schemas, with a validator that shares nothing with
//! codegen. After the overlay there is no contradiction; `contradictions.toml` lists those of the published documents.

use std::collections::BTreeSet;

use converse_wire_harness::validator::{Reading, Schemas, Way};
use serde::Deserialize;
use serde_json::Value;
use xtask::load::{self, Source};
use xtask::workspace::Workspace;

mod bodies;

/// A value of an example that its schema refuses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Contradiction {
    provider: String,
    /// The operation, the side and the name of the example.
    example: String,
    /// The pointer to the value in the example.
    at: String,
}

/// An entry of `contradictions.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    provider: String,
    examples: Vec<String>,
    at: Vec<String>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    contradiction: Vec<Listed>,
}

#[test]
fn every_example_is_what_the_corrected_schema_says() {
    for (provider, source) in sources() {
        let found = contradictions(&provider, &corrected(source));
        assert_eq!(found, [], "correct the document");
    }
}

#[test]
fn what_the_published_examples_contradict_is_listed() {
    let found: BTreeSet<Contradiction> = sources()
        .into_iter()
        .flat_map(|(provider, source)| contradictions(&provider, &source.document.into_value()))
        .collect();
    let listed = listed();
    let new: Vec<&Contradiction> = found.difference(&listed).collect();
    assert!(new.is_empty(), "list these with a reason: {new:#?}");
    let gone: Vec<&Contradiction> = listed.difference(&found).collect();
    assert!(gone.is_empty(), "remove these from the list: {gone:#?}");
}

/// OpenAPI 3.0.3, Schema Object: `nullable` counts beside a `type` alone, and an `enum` lists null.
#[test]
fn a_schema_that_is_said_to_be_nullable_accepts_null() {
    for (provider, source) in sources() {
        let document = corrected(source);
        let schemas =
            Schemas::of(&document, Way::Response, Reading::Strict).expect("the schemas are read");
        let mut nullable = Vec::new();
        add_nullable(&document, "", &mut nullable);
        let refuses = |schema: &Value| {
            let validator = schemas.validator(schema).expect("the schema is read");
            !validator.is_valid(&Value::Null)
        };
        nullable.retain(|(_, schema)| refuses(schema));
        let places: Vec<String> = nullable.into_iter().map(|(at, _)| at).collect();
        assert_eq!(places, [""; 0], "{provider} refuses null");
    }
}

/// Returns the inputs of all providers, by name.
fn sources() -> Vec<(String, Source)> {
    let workspace = Workspace::current();
    let names = load::provider_names(&workspace).expect("specs/ is read");
    let source = |name: String| {
        let source = load::source(&workspace, &name);
        let source = source.unwrap_or_else(|problem| panic!("{problem}"));
        (name, source)
    };
    names.into_iter().map(source).collect()
}

fn corrected(source: Source) -> Value {
    let corrected = source.overlay.apply(source.document.into_value());
    corrected.unwrap_or_else(|problem| panic!("{problem}"))
}

fn contradictions(provider: &str, document: &Value) -> Vec<Contradiction> {
    let side = |way| Schemas::of(document, way, Reading::Strict).expect("the schemas are read");
    let (requests, responses) = (side(Way::Request), side(Way::Response));
    let mut found = Vec::new();
    for body in bodies::of(document) {
        let schemas = match body.way {
            Way::Request => &requests,
            Way::Response => &responses,
        };
        let validator = schemas.validator(body.schema).expect("the schema is read");
        for (name, value) in &body.examples {
            found.extend(validator.iter_errors(value).map(|error| Contradiction {
                provider: provider.to_owned(),
                example: format!("{} {name}", body.title),
                at: error.instance_path().to_string(),
            }));
        }
    }
    found
}

fn listed() -> BTreeSet<Contradiction> {
    let list: List = toml::from_str(include_str!("contradictions.toml")).expect("the list is read");
    let mut all = BTreeSet::new();
    for entry in &list.contradiction {
        assert!(
            !entry.reason.is_empty(),
            "{:?} has no reason",
            entry.examples
        );
        for example in &entry.examples {
            for at in &entry.at {
                let one = Contradiction {
                    provider: entry.provider.clone(),
                    example: example.clone(),
                    at: at.clone(),
                };
                assert!(all.insert(one), "{example} {at} is listed twice");
            }
        }
    }
    all
}

fn add_nullable<'a>(value: &'a Value, at: &str, found: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(object) => {
            if object.get("nullable") == Some(&Value::Bool(true)) {
                found.push((at.to_owned(), value));
            }
            for (key, value) in object {
                if !["example", "examples", "default", "enum"].contains(&key.as_str()) {
                    add_nullable(value, &format!("{at}/{key}"), found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                add_nullable(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}
