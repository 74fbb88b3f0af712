//! Tests Bird's message bodies, changed at every depth: unions within unions.

use converse::bird::types::{MessageBody, Template};
use serde_json::{Value, json};

use super::mutation;
use crate::support::fixtures;
use crate::support::schema::{Document, Kind};

const BODY: &str = "channels.messages.body.body";
const TEMPLATE: &str = "channels.messages.template";

/// Returns all bodies by name; each must be one of the documented variants.
fn bodies() -> Vec<(String, Value)> {
    fixtures::json_files("bird/message_bodies")
}

fn written(body: &Value) -> Value {
    let read: MessageBody = serde_json::from_value(body.clone()).expect("any body decodes");
    serde_json::to_value(&read).expect("a body encodes")
}

#[test]
fn every_variant_has_a_body() {
    let document = Document::of("bird");
    let listed = document.component(BODY)["discriminator"]["mapping"]
        .as_object()
        .expect("it is tagged");
    for tag in listed.keys() {
        assert!(
            bodies().iter().any(|(_, body)| body["type"] == **tag),
            "no body of type {tag}"
        );
    }
}

#[test]
fn every_single_change_is_read_and_written_again() {
    let document = Document::of("bird");
    for (name, body) in bodies() {
        let places = document.places(document.component(BODY), &body);
        assert!(
            places
                .iter()
                .any(|it| it.pointer == "/type" && matches!(it.kind, Kind::Listed)),
            "{name}"
        );
        for mutation in mutation::all(&body, &places) {
            mutation.assert_survives(&written(&mutation.body));
        }
    }
}

#[test]
fn every_single_change_inside_a_template_is_read_and_written_again() {
    let document = Document::of("bird");
    for (_, body) in bodies() {
        let template = json!({
            "projectId": "5d9084b3-7cdb-4c87-bf7c-8871a1f21695",
            "version": "1",
            "locale": "en",
            "parameters": [{ "type": "string", "key": "a", "value": "b" }],
            "utmParameters": [{ "key": "a", "value": "b" }, { "key": "c", "reference": "channel_name" }],
            "templateBody": body,
        });
        let places = document.places(document.component(TEMPLATE), &template);
        assert!(
            places.iter().any(|it| it.pointer == "/templateBody/type"),
            "{places:?}"
        );
        for mutation in mutation::all(&template, &places) {
            let read: Template =
                serde_json::from_value(mutation.body.clone()).expect("any template decodes");
            mutation.assert_survives(&serde_json::to_value(&read).expect("a template encodes"));
        }
    }
}

#[test]
fn an_unknown_tag_is_readable_and_its_siblings_are_typed() {
    let body = json!({ "type": "section", "section": { "items": [
        { "type": "text", "text": { "text": "before", "actions": [
            { "type": "dial", "dial": { "number": "+49" } },
            { "type": "reply", "reply": { "text": "Yes" } },
        ] } },
        { "type": "hologram", "hologram": { "depth": 3 } },
        { "type": "section", "section": { "items": [{ "type": "scent" }] } },
    ] } });
    let read: MessageBody = serde_json::from_value(body.clone()).expect("any body decodes");
    let MessageBody::Section(outer) = &read else {
        panic!("{read:?}");
    };
    let items = outer.section.items.as_ref().expect("they exist");
    let [
        MessageBody::Text(text),
        unknown @ MessageBody::Unknown(json),
        MessageBody::Section(inner),
    ] = items.as_slice()
    else {
        panic!("{items:?}");
    };
    assert_eq!(unknown.tag(), Some("hologram"));
    assert_eq!(json["hologram"]["depth"], 3);
    let tags = |actions: &Vec<_>| {
        actions
            .iter()
            .map(|it: &converse::bird::types::MessageAction| it.tag().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        text.text.actions.as_ref().map(tags),
        Some(vec![Some("dial".to_owned()), Some("reply".to_owned())])
    );
    assert_eq!(
        inner.section.items.as_ref().and_then(|it| it[0].tag()),
        Some("scent")
    );
    assert_eq!(serde_json::to_value(&read).expect("a body encodes"), body);
}

#[test]
fn a_known_tag_with_a_payload_of_another_shape_is_kept() {
    for body in [
        json!({ "type": "text" }),
        json!({ "type": "text", "text": "a plain text" }),
        json!({ "type": "location", "location": { "coordinates": "52,4" } }),
        json!({ "type": 7 }),
        json!("text"),
        json!(null),
        json!([]),
    ] {
        let read: MessageBody = serde_json::from_value(body.clone()).expect("any body decodes");
        assert!(matches!(read, MessageBody::Unknown(_)), "{read:?}");
        assert_eq!(serde_json::to_value(&read).expect("a body encodes"), body);
    }
}
