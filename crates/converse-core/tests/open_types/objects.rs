//! `object!`: reads and writes what serde's derives read and write.

use std::collections::{BTreeMap, HashSet};

use converse_core::Patch;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::types::{Text, Visibility};

converse_core::object! {
    /// A person.
    ///
    /// With a note.
    pub struct Person {
        /// The id.
        pub id: String = required "id",
        /// May be null.
        pub team: Option<String> = required "teamId",
        pub visibility: Visibility = required "visibility",
        pub age: Option<i64> = optional "age",
        pub topic: Patch<String> = optional "topic",
        pub manager: Option<Box<Person>> = optional "manager",
    }
}

/// The same, derived.
mod derived {
    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    pub struct Person {
        id: String,
        #[serde(rename = "teamId", deserialize_with = "Option::deserialize")]
        team: Option<String>,
        visibility: Visibility,
        #[serde(skip_serializing_if = "Option::is_none")]
        age: Option<i64>,
        #[serde(default, skip_serializing_if = "Patch::is_leave")]
        topic: Patch<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        manager: Option<Box<Person>>,
    }
}

converse_core::object! {
    /// Keeps what it does not know.
    pub struct Labelled {
        pub id: i64 = required "id",
        pub name: Option<String> = optional "name",
        ..extra: Map<String, Value>,
    }
}

converse_core::object! {
    pub(crate) struct Counts {
        pub total: u64 = required "total",
        ..extra: BTreeMap<String, u64>,
    }
}

converse_core::object! {
    /// Without fields.
    pub struct Nothing {}
}

/// Bodies that both forms accept or refuse alike, with what they write.
const BODIES: &[&str] = &[
    r#"{"id":"a","teamId":null,"visibility":"public"}"#,
    r#"{"visibility":"new","age":7,"teamId":"t","id":"a","topic":null,"more":[{}],"age2":0}"#,
    r#"{"id":"a","teamId":"t","visibility":"public","manager":{"id":"b","teamId":null,"visibility":""}}"#,
    r#"{"id":"a","teamId":null,"visibility":"public","age":null,"topic":"x","manager":null}"#,
    "{}",
    r#"{"id":"a"}"#,
    r#"{"id":"a","teamId":null}"#,
    r#"{"id":null,"teamId":null,"visibility":"public"}"#,
    r#"{"id":"a","id":"b","teamId":null,"visibility":"public"}"#,
    r#"{"id":"a","teamId":null,"visibility":"public","age":1,"age":1}"#,
    r#"{"id":"a","teamId":null,"visibility":"public","age":"1"}"#,
    r#"{"id":"a","teamId":null,"visibility":"public","manager":{"id":"b"}}"#,
    r#"{"id":"a","teamId":null,"visibility":1}"#,
    r#"{"id":"a","teamId":null"#,
    "null",
    r#""a""#,
    "7",
];

#[test]
fn an_object_reads_writes_and_refuses_what_a_derived_struct_does() {
    for body in BODIES {
        let person = serde_json::from_str::<Person>(body);
        let derived = serde_json::from_str::<derived::Person>(body);
        match (person, derived) {
            (Ok(person), Ok(derived)) => assert_eq!(
                serde_json::to_string(&person).unwrap(),
                serde_json::to_string(&derived).unwrap(),
            ),
            (Err(person), Err(derived)) => assert_eq!(person.to_string(), in_our_words(&derived)),
            (person, derived) => panic!("{body}: {person:?}, derived: {derived:?}"),
        }
        // From a value, fields come owned.
        if let Ok(value) = serde_json::from_str::<Value>(body) {
            let person = serde_json::from_value::<Person>(value.clone());
            let derived = serde_json::from_value::<derived::Person>(value);
            assert_eq!(
                person
                    .map_err(|error| error.to_string())
                    .map(|person| json!(person)),
                derived
                    .map_err(|error| in_our_words(&error))
                    .map(|derived| json!(derived)),
                "{body}"
            );
        }
    }
}

/// Returns a message of serde as ours: JSON knows integers, not their Rust types.
fn in_our_words(error: &serde_json::Error) -> String {
    error
        .to_string()
        .replace("expected i64", "expected an integer")
}

#[test]
fn a_list_is_not_an_object() {
    let error = serde_json::from_str::<Person>(r#"["a",null,"public",1,null,null]"#).unwrap_err();
    let message = "invalid type: sequence, expected struct Person";
    assert!(error.to_string().starts_with(message), "{error}");
}

#[test]
fn fields_that_are_not_listed_are_kept_in_their_order() {
    let body = r#"{"z":{"a":[1]},"id":1,"a":null,"name":"n"}"#;
    let labelled: Labelled = serde_json::from_str(body).unwrap();
    assert_eq!((labelled.id, labelled.name.as_deref()), (1, Some("n")));
    assert_eq!(
        json!(labelled.extra),
        json!({ "z": { "a": [1] }, "a": null })
    );
    assert_eq!(
        serde_json::to_string(&labelled).unwrap(),
        r#"{"id":1,"name":"n","z":{"a":[1]},"a":null}"#
    );
    // Of a repeated one the last counts.
    let labelled: Labelled = serde_json::from_str(r#"{"id":1,"z":1,"z":2}"#).unwrap();
    assert_eq!(labelled.extra["z"], 2);
    assert!(serde_json::from_str::<Labelled>(r#"{"id":1,"id":2}"#).is_err());
    assert!(serde_json::from_str::<Labelled>(r#"{"z":1}"#).is_err());
}

#[test]
fn fields_of_one_type_are_kept_in_a_map() {
    let counts: Counts = serde_json::from_str(r#"{"b":2,"total":3,"a":1}"#).unwrap();
    assert_eq!(counts.extra["b"], 2);
    let written = serde_json::to_string(&counts).unwrap();
    assert_eq!(written, r#"{"total":3,"a":1,"b":2}"#);
    assert!(serde_json::from_str::<Counts>(r#"{"total":3,"a":"1"}"#).is_err());
}

#[test]
fn an_object_without_fields_is_an_object() {
    let nothing: Nothing = serde_json::from_str(r#"{"a":1}"#).unwrap();
    assert_eq!(serde_json::to_string(&nothing).unwrap(), "{}");
    assert!(serde_json::from_str::<Nothing>("1").is_err());
}

/// More fields than a word has bits.
mod wide {
    macro_rules! wide {
        ($($field:ident = $wire:literal)*) => {
            converse_core::object! {
                pub struct Wide {
                    $(pub $field: Option<u8> = optional $wire,)*
                    pub first_of_the_next_word: u8 = required "first",
                    pub second_of_the_next_word: u8 = required "second",
                }
            }
        };
    }

    wide! {
        a0 = "a0" a1 = "a1" a2 = "a2" a3 = "a3" a4 = "a4" a5 = "a5" a6 = "a6" a7 = "a7"
        b0 = "b0" b1 = "b1" b2 = "b2" b3 = "b3" b4 = "b4" b5 = "b5" b6 = "b6" b7 = "b7"
        c0 = "c0" c1 = "c1" c2 = "c2" c3 = "c3" c4 = "c4" c5 = "c5" c6 = "c6" c7 = "c7"
        d0 = "d0" d1 = "d1" d2 = "d2" d3 = "d3" d4 = "d4" d5 = "d5" d6 = "d6" d7 = "d7"
        e0 = "e0" e1 = "e1" e2 = "e2" e3 = "e3" e4 = "e4" e5 = "e5" e6 = "e6" e7 = "e7"
        f0 = "f0" f1 = "f1" f2 = "f2" f3 = "f3" f4 = "f4" f5 = "f5" f6 = "f6" f7 = "f7"
        g0 = "g0" g1 = "g1" g2 = "g2" g3 = "g3" g4 = "g4" g5 = "g5" g6 = "g6" g7 = "g7"
        h0 = "h0" h1 = "h1" h2 = "h2" h3 = "h3" h4 = "h4" h5 = "h5" h6 = "h6" h7 = "h7"
    }
}

#[test]
fn fields_beyond_the_first_64_are_counted_too() {
    let wide: wide::Wide = serde_json::from_str(r#"{"second":2,"h7":3,"first":1}"#).unwrap();
    let found = (wide.first_of_the_next_word, wide.second_of_the_next_word);
    assert_eq!((found, wide.h7), ((1, 2), Some(3)));
    for (body, message) in [
        (r#"{"second":2}"#, "missing field `first`"),
        (r#"{"first":2}"#, "missing field `second`"),
        (
            r#"{"first":1,"second":2,"first":1}"#,
            "duplicate field `first`",
        ),
        (r#"{"first":1,"h7":2,"h7":1}"#, "duplicate field `h7`"),
    ] {
        let error = serde_json::from_str::<wide::Wide>(body).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
    }
}

#[cfg(feature = "schemars")]
#[test]
fn its_schema_has_types_docs_and_what_is_required() {
    assert_eq!(
        schemars::schema_for!(Labelled).to_value(),
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Labelled",
            "description": "Keeps what it does not know.",
            "type": "object",
            "properties": {
                "id": { "type": "integer", "format": "int64" },
                "name": { "type": ["string", "null"] },
            },
            "required": ["id"],
            "additionalProperties": true,
        })
    );
    let person = schemars::schema_for!(Person).to_value();
    assert_eq!(person["description"], "A person.\n\nWith a note.");
    assert_eq!(person["properties"]["id"]["description"], "The id.");
    assert_eq!(person["required"], json!(["id", "teamId", "visibility"]));
    let counts = schemars::schema_for!(Counts).to_value();
    assert_eq!(counts["additionalProperties"]["type"], "integer");
}

#[test]
fn an_object_without_floats_can_be_in_a_set() {
    let text = |text: &str| {
        let json = serde_json::json!({ "text": text, "about": { "of": "a" } });
        serde_json::from_value::<Text>(json).expect("a text")
    };
    let set: HashSet<Text> = [text("a"), text("b"), text("a")].into();
    assert_eq!(set.len(), 2);
    assert!(set.contains(&text("b")) && !set.contains(&text("c")));
}
