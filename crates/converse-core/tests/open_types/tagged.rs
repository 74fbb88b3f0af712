//! `tagged_union!`.

use serde_json::{Value, json};

use crate::types::{
    Action, ActionBody, MessageBody, NoBody, PermissionRequest, SectionBody, TextBody, Visibility,
};

fn text(text: &str) -> TextBody {
    TextBody {
        text: text.into(),
        size: None,
    }
}

/// Returns the JSON after reading and writing it, as a string: this shows the order of the fields too.
fn through(json: &str) -> String {
    serde_json::to_string(&serde_json::from_str::<MessageBody>(json).unwrap()).unwrap()
}

#[test]
fn json_that_a_payload_would_lose_a_part_of_is_sent_whole() {
    for whole in [
        json!({ "type": "text", "text": "hi", "new": { "depth": 3 } }),
        json!({ "type": "text", "text": "hi", "new": null }),
    ] {
        let answered: MessageBody = serde_json::from_value(whole.clone()).unwrap();
        assert!(matches!(answered, MessageBody::Text(_)));
        assert_eq!(
            MessageBody::from(whole.clone()),
            MessageBody::Unknown(whole)
        );
    }
}

#[test]
fn the_tag_is_written_first() {
    let body = MessageBody::Note(Box::new(text("hi")));
    assert_eq!(
        serde_json::to_string(&body).unwrap(),
        r#"{"type":"note","text":"hi"}"#
    );
    assert_eq!(
        through(r#"{"text":"hi","size":1,"type":"text"}"#),
        r#"{"type":"text","text":"hi","size":1}"#
    );
}

#[test]
fn the_tag_is_that_of_the_variant_whatever_the_payload_says() {
    let action: Action = PermissionRequest {
        permission: "call".into(),
    }
    .into();
    let body = MessageBody::from(ActionBody {
        action,
        kind: Visibility::Public,
    });
    assert_eq!(body.tag(), Some("action"));
    assert_eq!(
        serde_json::to_string(&body).unwrap(),
        r#"{"type":"action","action":{"action":"permissionRequest","permission":"call"}}"#
    );
}

#[test]
fn unions_within_unions_survive() {
    let json = r#"{"type":"section","items":[{"type":"section","items":[{"type":"text","text":"a"}]},{"type":"new","b":[1]}]}"#;
    assert_eq!(through(json), json);

    let body: MessageBody = serde_json::from_str(json).unwrap();
    let MessageBody::Section(section) = &body else {
        panic!("{body:?}")
    };
    assert!(matches!(section.items[0], MessageBody::Section(_)));
    assert_eq!(
        section.items[1],
        MessageBody::Unknown(json!({ "type": "new", "b": [1] }))
    );
    assert_eq!(
        body,
        MessageBody::from(SectionBody {
            items: section.items.clone()
        })
    );
}

#[test]
fn what_is_unknown_is_kept_unchanged() {
    for json in [
        r#"{"type":"hologram","z":1,"a":{"big":18446744073709551615,"small":-9223372036854775808}}"#,
        r#"{"type":"hologram","float":0.1,"odd":123456789.12345667,"tiny":5e-324,"long":0.30000000000000004,"exact":9007199254740993}"#,
        r#"{"type":"Text","text":"the case of a tag counts"}"#,
        r#"{"text":"no tag"}"#,
        r#"{"type":null,"text":"no text"}"#,
        r#"{"type":{"text":"text"}}"#,
        r#"{"type":"text"}"#,
        r#"{"type":"text","text":5}"#,
        r#"{"type":"loop"}"#,
        r#""text""#,
        "null",
        "5",
        r#"[{"type":"text"}]"#,
    ] {
        let value: Value = serde_json::from_str(json).unwrap();
        let body: MessageBody = serde_json::from_str(json).unwrap();
        assert_eq!(body, MessageBody::Unknown(value.clone()), "{json}");
        assert_eq!(serde_json::to_value(&body).unwrap(), value, "{json}");
        assert_eq!(through(json), json);
    }
    assert_eq!(NoBody::from(json!({ "kind": "x" })).tag(), Some("x"));
}

#[test]
fn the_tag_of_an_unknown_value_is_readable() {
    assert_eq!(
        MessageBody::from(json!({ "type": "hologram" })).tag(),
        Some("hologram")
    );
    assert_eq!(
        MessageBody::from(json!({ "type": "text" })).tag(),
        Some("text")
    );
    assert_eq!(MessageBody::from(json!({ "type": 1 })).tag(), None);
    assert_eq!(MessageBody::from(json!("text")).tag(), None);
}

#[test]
fn json_is_read_like_a_response() {
    assert_eq!(
        MessageBody::from(json!({ "type": "text", "text": "hi" })),
        MessageBody::Text(Box::new(text("hi")))
    );
}

#[test]
fn a_payload_that_cannot_carry_the_tag_is_an_error() {
    let body = MessageBody::r#loop(Box::default());
    let error = serde_json::to_string(&body).unwrap_err().to_string();
    assert!(
        error.contains("`loop`") && error.contains("`type`"),
        "{error}"
    );
}
