//! `untagged_union!`.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::types::{
    Bound, ContactByIdentifier, Content, Identified, Member, NoShape, Participant, Reachable,
    Reply, Scalar, Sized,
};

/// Decodes a response.
fn answered<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap()
}

fn read(value: Value) -> Participant {
    let read: Participant = answered(value.clone());
    assert_eq!(read, Participant::from(value.clone()));
    assert_eq!(
        serde_json::to_value(&read).unwrap(),
        value,
        "not written back as it was"
    );
    read
}

#[test]
fn the_most_demanding_condition_is_tried_first() {
    let member = Member {
        id: "1".into(),
        kind: "user".into(),
        invited_by: None,
    };
    assert_eq!(read(json!({ "id": "1", "type": "user" })), member.into());
    assert_eq!(
        read(json!({ "id": "1" })),
        Identified { id: "1".into() }.into()
    );
    let contact = ContactByIdentifier {
        kind: "contact".into(),
        identifier_value: "+49".into(),
    };
    assert_eq!(
        read(json!({ "type": "contact", "identifierValue": "+49" })),
        contact.into()
    );
}

#[test]
fn a_payload_that_does_not_decode_leaves_the_next_candidate() {
    // `type` and `id` hold for a member, but who invited it does not decode: a name would, a map of names does not.
    let value = json!({ "id": "1", "type": "user", "invited_by": { "x": 1 } });
    assert!(
        matches!(read(value), Participant::Member(_)),
        "an inner union keeps what it does not know"
    );

    let value = json!({ "kind": "id", "id": 7 });
    assert_eq!(Scalar::from(value.clone()), Scalar::Unknown(value));
    let value = json!({ "kind": "id", "id": "7" });
    assert!(matches!(answered(value), Scalar::OnlyValues(_)));
}

#[test]
fn equal_conditions_are_tried_as_listed() {
    assert_eq!(Scalar::from(json!("a")), Scalar::Text("a".into()));
    assert_eq!(Scalar::from(json!([1])), Scalar::Json(vec![json!(1)]));
    assert!(matches!(
        Scalar::from(json!({ "id": "1" })),
        Scalar::Object(_)
    ));
    assert!(matches!(
        answered(json!({ "id": "1", "x": 1 })),
        Scalar::Empty(_)
    ));
}

#[test]
fn a_condition_needs_every_field_and_value() {
    let read = |value: Value| Bound::from(value);
    assert!(matches!(
        read(json!({ "limit": "1", "from": "2" })),
        Bound::Limit(_)
    ));
    assert!(matches!(
        read(json!({ "limit": "1", "from": "2", "to": "3" })),
        Bound::Range(_)
    ));
    assert!(matches!(
        read(json!({ "name": "all", "side": "right" })),
        Bound::Named(_)
    ));
    for value in [
        json!({ "from": "2" }),
        json!({ "to": "3" }),
        json!({ "name": "all" }),
        json!({ "name": "all", "side": "top" }),
        json!({ "name": "none", "side": "left" }),
    ] {
        assert_eq!(read(value.clone()), Bound::Unknown(value));
    }
}

#[test]
fn the_candidate_that_keeps_the_fields_comes_first() {
    let by_phone = json!({ "id": "1", "phone": "+49" });
    let found = answered(by_phone.clone());
    assert!(matches!(found, Reachable::ByPhone(_)), "{found:?}");
    assert_eq!(serde_json::to_value(&found).unwrap(), by_phone);
    for value in [
        json!({ "id": "1" }),
        json!({ "id": "1", "phone": null }),
        json!({ "id": "1", "name": "A" }),
        json!({ "id": "1", "new": 1 }),
    ] {
        assert!(matches!(answered(value), Reachable::ByName(_)));
    }
}

#[test]
fn what_another_variant_would_keep_is_never_lost() {
    for value in [
        json!({ "id": "1", "name": "A", "phone": "+49" }),
        json!({ "id": "1", "name": "A", "phone": "+49", "new": 1 }),
        // The other one cannot be read at all.
        json!({ "id": "1", "phone": 49 }),
    ] {
        assert_eq!(
            answered::<Reachable>(value.clone()),
            Reachable::Unknown(value)
        );
    }
}

#[test]
fn what_a_variant_loses_inside_counts_too() {
    for (value, is_text) in [
        (json!({ "about": { "of": "x", "words": 3 } }), true),
        (json!({ "about": { "of": "x", "bytes": 3 } }), false),
        (
            json!({ "about": { "of": "x", "bytes": 3, "words": null } }),
            false,
        ),
        // Nobody knows the new one.
        (
            json!({ "about": { "of": "x", "bytes": 3, "new": 4 } }),
            false,
        ),
        (json!({ "about": { "of": "x", "new": 4 }, "new": 5 }), true),
        (json!({ "about": { "of": "x" } }), true),
    ] {
        let found: Content = answered(value.clone());
        assert_eq!(matches!(found, Content::Text(_)), is_text, "{found:?}");
        assert_eq!(matches!(found, Content::File(_)), !is_text, "{found:?}");
    }
    let both = json!({ "about": { "of": "x", "bytes": 3, "words": 4 } });
    assert_eq!(answered::<Content>(both.clone()), Content::Unknown(both));
}

#[test]
fn who_drops_an_object_drops_what_is_in_it() {
    for value in [
        json!({ "a": "1", "part": { "x": "1", "new": 2 } }),
        json!({ "a": "1", "part": { "x": "1", "new": 2, "newer": 3 } }),
        json!({ "a": "1", "part": { "x": "1", "new": { "x": 1 } }, "new": [] }),
        json!({ "a": "1", "part": { "new": 2 } }),
    ] {
        let found: Sized = answered(value.clone());
        assert!(matches!(found, Sized::Large(_)), "{value} is {found:?}");
    }
    let value = json!({ "a": "1", "new": { "x": "1" } });
    assert!(matches!(answered(value), Sized::Small(_)));
}

#[test]
fn values_of_all_types_distinguish_at_any_depth() {
    for (value, expected) in [
        (json!(true), "Fine"),
        (json!(false), "Failed"),
        (json!(2), "Two"),
        (json!(3.0), "Two"),
        (json!(null), "Nothing"),
        (json!({ "a": [1.0] }), "Object"),
        (json!({ "b": 2 }), "Deep"),
        (
            json!({ "a/b": [{ "*": "deep" }, { "*": "deep" }, {}] }),
            "Deep",
        ),
        (
            json!({ "a/b": [{ "*": "deep" }, { "*": "flat" }] }),
            "Unknown",
        ),
        (json!(4), "Unknown"),
        (json!("true"), "Unknown"),
    ] {
        let value = json!({ "ok": value });
        let found: Reply = answered(value.clone());
        assert!(
            format!("{found:?}").starts_with(expected),
            "{value} is {found:?}"
        );
        assert_eq!(serde_json::to_value(&found).unwrap(), value);
    }
}

#[test]
fn json_that_a_payload_would_lose_a_part_of_is_sent_whole() {
    let whole = json!({ "id": "1", "new": 1 });
    assert!(matches!(answered(whole.clone()), Reachable::ByName(_)));
    assert_eq!(Reachable::from(whole.clone()), Reachable::Unknown(whole));
    let whole = json!({ "id": "1", "phone": null });
    assert_eq!(Reachable::from(whole.clone()), Reachable::Unknown(whole));
}

#[test]
fn scalars_and_arrays_are_told_apart() {
    assert_eq!(read(json!("A")), String::from("A").into());
    assert_eq!(read(json!(-7)), Participant::Index(-7));
    assert_eq!(read(json!(0.5)), Participant::Share(0.5));
    // 2.0 is the integer 2 (JSON Schema Validation 2020-12, 6.1.1).
    assert_eq!(answered::<Participant>(json!(2.0)), Participant::Index(2));
    assert_eq!(read(json!(false)), Participant::Present(false));
    let group = vec![Participant::Index(1), Participant::Unknown(json!(null))];
    assert_eq!(read(json!([1, null])), Participant::Group(group));
}

#[test]
fn what_is_unknown_is_kept_unchanged() {
    for value in [
        json!(null),
        json!({}),
        json!({ "type": "robot", "serial": u64::MAX, "weight": 0.1 }),
        json!({ "type": "contact" }),
        json!({ "id": 5, "type": "user" }),
        json!({ "id": null }),
    ] {
        assert_eq!(read(value.clone()), Participant::Unknown(value));
    }
    assert_eq!(NoShape::from(json!(1)), NoShape::Unknown(json!(1)));
}
