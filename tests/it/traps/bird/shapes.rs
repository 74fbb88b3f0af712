//! Tests Bird's unions: message bodies, participants, nulls.

use converse::bird::types::{
    InitialMessage, InitialMessageWithBody, InitialMessageWithTemplate, MessageBody,
    ParticipantRef, Template,
};
use converse_core::operation::Side;
use converse_core::testing;
use serde_json::json;

use super::{arrived, conversation, create, creating};
use crate::support::{WORKSPACE, fixtures};

#[tokio::test]
async fn trap_05_bird_message_bodies_nest() {
    let server = creating().await;
    for (name, expected) in fixtures::json_files("bird/message_bodies") {
        let body: MessageBody = serde_json::from_value(expected.clone()).expect("any body decodes");
        assert!(
            !format!("{body:?}").contains("Unknown("),
            "{name}: {body:?}"
        );
        assert_eq!(body.tag(), expected["type"].as_str(), "{name}");

        let template = Template::new("en", WORKSPACE, "1").template_body(body.clone());
        let in_body = InitialMessageWithBody::new(body);
        let in_template = InitialMessageWithTemplate::new(template);
        for (message, at) in [
            (InitialMessage::from(in_body), "/initialMessage/body"),
            (in_template.into(), "/initialMessage/template/templateBody"),
        ] {
            create(&server, conversation().initial_message(message))
                .await
                .expect("it is created");
            let sent = server.requests().pop().expect("it was sent").json();
            let sent = sent.pointer(at).expect("the body is there");
            testing::value_equal(&expected, sent, Side::Request)
                .unwrap_or_else(|it| panic!("{name}: {it}"));
        }
    }
}

#[tokio::test]
async fn trap_06_bird_participants_have_three_shapes() {
    let participants = json!([
        { "type": "contact", "id": "2d789fa4-85b7-4e59-b862-48062a0c0aa8" },
        { "type": "contact", "identifierKey": "phonenumber", "identifierValue": "+31612345678" },
        { "type": "user", "id": "u-1" },
        { "type": "ghostwriter", "id": "g-1" },
    ]);
    let typed: Vec<ParticipantRef> =
        serde_json::from_value(participants.clone()).expect("any participant decodes");
    assert!(
        matches!(typed[0], ParticipantRef::ContactById(_)),
        "{typed:?}"
    );
    assert!(
        matches!(typed[1], ParticipantRef::ContactByIdentifier(_)),
        "{typed:?}"
    );
    assert!(
        matches!(typed[2], ParticipantRef::NonContactRef(_)),
        "{typed:?}"
    );
    assert!(matches!(typed[3], ParticipantRef::Unknown(_)), "{typed:?}");
    let sent = arrived(conversation().participants(typed)).await;
    testing::value_equal(&participants, &sent["participants"], Side::Request).unwrap();
}

#[tokio::test]
async fn trap_06_bird_null_is_no_variant() {
    let message = json!({
        "template": {
            "projectId": WORKSPACE,
            "version": "1",
            "locale": "en",
            "parameters": [{ "key": "a", "type": "string", "value": null }],
        },
        "recipients": [null, { "type": "to", "identifierValue": "+31612345678" }],
    });
    let typed = serde_json::from_value(message.clone()).expect("any message decodes");
    assert!(
        matches!(typed, InitialMessage::WithTemplate(_)),
        "{typed:?}"
    );
    let sent = arrived(conversation().initial_message(typed)).await;
    testing::value_equal(&message, &sent["initialMessage"], Side::Request).unwrap();
}
