//! Objects of requests: their constructors and setters.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use crate::types::{CreateConversation, Empty, Filter, Participant, Visibility, Wide};

converse_core::object! {
    pub struct Rename with (new) marks in _marks {
        pub id: i64 = required "id" given (i64),
        pub name: Option<String> = nullable "name" set name (String) clear clear_name (null),
        pub topic: Option<String> = nullable "the topic" set topic (String) clear clear_topic (null),
    }
}

#[test]
fn requests_are_equal_and_look_alike_if_they_send_the_same() {
    let requests = [
        Rename::new(1),
        Rename::new(1).name("n"),
        Rename::new(1).clear_name().name("n"),
        Rename::new(1).name("n").clear_name(),
        Rename::new(1).clear_name(),
        Rename::new(1).clear_topic(),
        Rename::new(1).clear_topic().topic("n").name("n"),
        Rename::new(1).name("n").topic("n"),
        Rename::new(2),
    ];
    for one in &requests {
        for two in &requests {
            let [first, second] = [one, two].map(|it| serde_json::to_string(it).unwrap());
            assert_eq!(one == two, first == second, "{first} {second}");
            let [shown, beside] = [one, two].map(|it| format!("{it:?}"));
            assert_eq!(shown == beside, first == second, "{shown} {beside}");
        }
    }
    assert_eq!(
        format!("{:?}", Rename::new(1).clear_topic()),
        "Rename { id: 1, name: None, topic: null }"
    );
}

/// A request with what it requires.
fn support(name: &str) -> CreateConversation {
    CreateConversation::new(name, Vec::<Participant>::new(), None).urgent(false)
}

#[test]
fn only_what_was_set_is_sent() {
    assert_eq!(
        serde_json::to_value(support("Support")).unwrap(),
        json!({
            "name": "Support", "participants": [], "subject": null, "kind": "public", "version": 2, "urgent": false,
        })
    );
}

#[test]
fn setters_take_what_converts() {
    let mut extra = serde_json::Map::new();
    extra.insert("x".into(), json!(1));
    let team = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";
    let request = CreateConversation::new("Support", [Participant::Index(1)], String::from("Help"))
        .urgent(true)
        .description("All questions")
        .r#type("invite-only")
        .parent(support("Main"))
        .new_(false)
        .team(team)
        .teams([team, team])
        .labels([("a", "b")])
        .labels(BTreeMap::from([("color".to_owned(), "red".to_owned())]))
        .clear_topic()
        .extra(extra);
    assert_eq!(request.r#type, Some(Visibility::InviteOnly));
    assert_eq!(request.team, Some(Uuid::parse_str(team).unwrap()));
    assert_eq!(
        serde_json::to_value(&request).unwrap(),
        json!({
            "name": "Support", "participants": [1], "subject": "Help", "kind": "public", "version": 2, "urgent": true,
            "description": "All questions", "type": "invite-only", "new": false, "x": 1,
            "team": team, "teams": [team, team], "labels": { "color": "red" }, "topic": null,
            "parent": serde_json::to_value(support("Main")).unwrap(),
        })
    );
}

#[test]
fn what_is_missing_or_no_id_is_refused_with_its_name_and_without_its_value() {
    let refused = |request: &CreateConversation| {
        let error = serde_json::to_string(request)
            .expect_err("it is refused")
            .to_string();
        assert!(!error.contains("s3cret"), "{error}");
        error
    };
    let new = || CreateConversation::new("Support", Vec::<Participant>::new(), None);
    assert!(refused(&new()).contains("is required: call `.urgent(…)`"));
    assert!(refused(&new()).contains("`urgent`"));
    let error = refused(&support("Support").team("s3cret"));
    assert!(
        error.contains("`team`") && error.contains("is not a valid `Uuid`"),
        "{error}"
    );
    let error = refused(&support("Support").teams([Uuid::nil().to_string(), "s3cret".to_owned()]));
    assert!(error.contains("`teams`"), "{error}");

    // What is set afterwards counts, by the setter or in the field.
    assert!(serde_json::to_string(&support("Support").team("s3cret").team(Uuid::nil())).is_ok());
    let mut request = new();
    request.urgent = true;
    assert!(serde_json::to_string(&request).is_ok());
    let mut request = support("Support").team("s3cret");
    request.team = Some(Uuid::max());
    assert!(serde_json::to_string(&request).is_ok());
}

#[test]
fn a_type_without_required_fields_has_a_default() {
    assert_eq!(Filter::default(), Filter::new());
    assert_eq!(Filter::new().limit(5).limit, Some(5));
    assert_eq!(Empty::default(), Empty::new());
}

#[test]
fn a_field_may_be_called_like_a_name_of_the_macro() {
    let wide = Wide::new(1, 2, 3, 4, 5, 6, 7, 8).self_(9);
    assert_eq!((wide.g, wide.value, wide.self_), (7, Some(8), Some(9)));
}
