//! What types say of themselves as data, and what a value is found to have against it.
#![allow(
    dead_code,
    unused_parens,
    reason = "the macros write what other crates use"
)]

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::types::{FieldValue, ProblemKind, Shape, problems};

crate::object! {
    /// A room.
    pub struct Room with (new) marks in _marks not exact {
        /// Its name.
        pub name: String = required "name" [MinLength(2), MaxLength(5)] given (String),
        /// Its kind.
        pub kind: Kind = required "kind" fixed (Kind::Room),
        pub seats: Option<Vec<Seat>> = optional "seats" [MaxItems(2)],
        pub owner: Option<uuid::Uuid> = nullable "owner" set owner (uuid),
        pub since: Option<crate::Timestamp> = optional "since",
        pub next: Option<Box<Room>> = optional "next" [],
    }
}

crate::open_enum! {
    /// A kind.
    pub enum Kind {
        Room = "room",
    }
}

crate::tagged_union! {
    /// A seat.
    pub enum Seat tag "type" {
        Chair(Chair) = "chair",
        Bench(Bench) = "bench",
    }
}

crate::object! {
    /// A chair.
    pub struct Chair {
        pub legs: i64 = required "legs" [Range(3, 4)],
    }
}

crate::object! {
    /// A bench, with any other fields.
    pub struct Bench not exact {
        pub length: f64 = required "length",
        ..extra: BTreeMap<String, Value>,
    }
}

crate::untagged_union! {
    /// An id.
    pub enum Id {
        Text(String) if string,
        Number(i64) if integer,
    }
}

fn found<T: FieldValue>(value: Value) -> Vec<(ProblemKind, String)> {
    let found = problems(T::shape(), &[], &value);
    found
        .into_iter()
        .map(|it| (it.kind, it.to_string()))
        .collect()
}

fn lines<T: FieldValue>(value: Value) -> Vec<String> {
    found::<T>(value)
        .into_iter()
        .map(|(_, line)| line)
        .collect()
}

#[test]
fn a_type_describes_its_fields() {
    let Shape::Object(room) = Room::shape() else {
        panic!("a room is an object");
    };
    assert_eq!(room.name, "Room");
    let names: Vec<_> = room
        .fields
        .iter()
        .map(|it| (it.name, it.required))
        .collect();
    let expected = [
        ("name", true),
        ("kind", true),
        ("seats", false),
        ("owner", false),
        ("since", false),
        ("next", false),
    ];
    assert_eq!(names, expected);
    assert_eq!(room.fields[0].docs, [" Its name."]);
    assert_eq!(room.fields[1].fixed_value(), Some(json!("room")));
    assert_eq!(room.fields[0].fixed_value(), None);
    // A type that contains itself is described where it is asked.
    let next = (room.fields[5].shape)().not_null();
    assert!(matches!(next, Shape::Object(inner) if inner.name == "Room"));
    assert!(matches!(
        Option::<uuid::Uuid>::shape().not_null(),
        Shape::Uuid
    ));
}

#[test]
fn a_value_of_the_type_has_nothing_against_it() {
    for good in [
        json!({"name": "Blue", "kind": "room"}),
        json!({"name": "Blue", "kind": "room", "owner": null, "since": null, "seats": []}),
        json!({
            "name": "Blue", "kind": "room", "since": "2024-01-01T00:00:00Z",
            "seats": [{"type": "chair", "legs": 4.0}, {"type": "bench", "length": 2, "wood": {}}],
            "next": {"name": "Red", "kind": "room"},
        }),
    ] {
        assert_eq!(found::<Room>(good.clone()), [], "{good}");
    }
    assert_eq!(found::<Id>(json!(7)), []);
    assert_eq!(found::<Value>(json!({"a": [null]})), []);
}

#[test]
fn each_problem_has_its_place_and_no_value() {
    let wrong = json!({
        "name": "s", "kind": "hall", "owner": "s3cret", "since": "s3cret",
        "seats": [
            {"type": "chair", "legs": 5, "arms": 2},
            {"type": "sofa"},
            {"legs": 3},
        ],
        "next": {"kind": 7},
        "extra": "s3cret",
    });
    assert_eq!(
        lines::<Room>(wrong),
        [
            "`name` must have at least 2 characters",
            "`kind` must be one of `room`",
            "`seats` must have at most 2 items",
            "`seats[0].legs` must be in 3..=4",
            "`seats[0].arms` is not a field of the document",
            "`seats[1].type` must be one of `chair`, `bench`",
            "`seats[2].type` is missing: it is one of `chair`, `bench`",
            "`owner` must be a UUID",
            "`since` must be a time in the form of RFC 3339",
            "`next.name` is missing",
            "`next.kind` must be a string",
            "`extra` is not a field of the document",
        ]
    );
    assert_eq!(lines::<Room>(json!([])), ["the body must be an object"]);
    assert_eq!(
        lines::<Room>(json!({"name": null, "kind": "room"})),
        ["`name` must be a string"]
    );
    assert_eq!(
        lines::<Vec<i64>>(json!([1, 1.5])),
        ["`[1]` must be an integer"]
    );
    let kinds: Vec<_> = found::<Seat>(json!({"type": "sofa"}))
        .into_iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(kinds, [ProblemKind::UnknownVariant]);
    assert_eq!(lines::<Id>(json!({"a": 1})).len(), 1);
}
