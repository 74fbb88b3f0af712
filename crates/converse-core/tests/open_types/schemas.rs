//! The JSON Schemas accept what the types write, and nothing else that is documented.

use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::types::{MessageBody, NoBody, NoShape, Nothing, Participant, Scalar, Visibility};

fn accepts<T: JsonSchema>(value: &Value) -> bool {
    jsonschema::validator_for(schema_for!(T).as_value())
        .expect("a valid schema")
        .is_valid(value)
}

fn written<T: JsonSchema + Serialize + for<'de> Deserialize<'de>>(value: Value) {
    let written = serde_json::to_value(serde_json::from_value::<T>(value).unwrap()).unwrap();
    assert!(accepts::<T>(&written), "{written}");
}

#[test]
fn an_open_enum_is_any_text() {
    written::<Visibility>(json!("public"));
    written::<Visibility>(json!("new"));
    written::<Nothing>(json!("new"));
    assert!(!accepts::<Visibility>(&json!(1)));
    let schema = schema_for!(Visibility).to_value().to_string();
    assert!(
        Visibility::VALUES
            .iter()
            .all(|value| schema.contains(&format!("{value:?}"))),
        "{schema}"
    );
}

#[test]
fn a_tagged_union_is_a_known_payload_or_an_unknown_tag() {
    written::<MessageBody>(json!({ "type": "text", "text": "hi" }));
    written::<MessageBody>(
        json!({ "type": "section", "items": [{ "type": "note", "text": "hi" }] }),
    );
    written::<MessageBody>(json!({ "type": "hologram" }));
    written::<MessageBody>(json!({ "text": "no tag" }));
    written::<MessageBody>(json!({ "type": 1 }));
    written::<MessageBody>(json!("no object"));
    written::<NoBody>(json!({ "kind": "x" }));
    assert!(!accepts::<MessageBody>(
        &json!({ "type": "text", "text": 5 })
    ));
    assert!(!accepts::<MessageBody>(
        &json!({ "type": "section", "items": [{ "type": "note" }] })
    ));
}

#[test]
fn an_untagged_union_is_a_known_payload_or_of_no_known_shape() {
    written::<Participant>(json!({ "id": "1", "type": "user", "invited_by": { "id": "2" } }));
    written::<Participant>(json!({ "type": "contact", "identifierValue": "+49" }));
    written::<Participant>(json!(["A", 1, 0.5, true, null, { "type": "robot" }]));
    written::<Scalar>(json!({ "id": "1" }));
    written::<NoShape>(json!({ "any": "thing" }));
    assert!(!accepts::<Participant>(
        &json!({ "type": "contact", "identifierValue": 5 })
    ));
    assert!(!accepts::<Participant>(&json!({ "id": 5 })));
    assert!(
        !accepts::<Scalar>(&json!(5)),
        "`any` leaves nothing unknown"
    );
}

#[test]
fn a_timestamp_is_a_date_time() {
    assert_eq!(
        schema_for!(converse_core::Timestamp).get("format"),
        Some(&json!("date-time"))
    );
}

#[test]
fn types_of_one_name_in_two_modules_are_two() {
    mod other {
        converse_core::open_enum! { pub enum Visibility { Shown = "shown" } }
    }
    assert_eq!(other::Visibility::schema_name(), Visibility::schema_name());
    assert_ne!(other::Visibility::schema_id(), Visibility::schema_id());
}
