//! `request_type!`.

use serde_json::json;

use crate::types::{CreateConversation, Empty, Filter, Participant, Visibility, Wide};

converse_core::object! {
    pub struct Rename nulls in _nulls {
        pub id: i64 = required "id",
        pub name: Option<String> = nullable "name",
        pub topic: Option<String> = nullable "the topic",
    }
}

converse_core::request_type! {
    Rename {
        required { id: i64 }
        optional { name: String, topic: String }
        nulls in _nulls { clear_name => name: "name", clear_topic => topic: "the topic" }
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

#[test]
fn only_what_was_set_is_sent() {
    let request = CreateConversation::new("Support", [], None);
    assert_eq!(
        serde_json::to_value(&request).unwrap(),
        json!({ "name": "Support", "participants": [], "subject": null, "kind": "public" })
    );
}

#[test]
fn setters_take_what_converts() {
    let mut extra = serde_json::Map::new();
    extra.insert("x".into(), json!(1));
    let request = CreateConversation::new("Support", [Participant::Index(1)], String::from("Help"))
        .description("All questions")
        .r#type("invite-only")
        .parent(CreateConversation::new("Main", vec![], None))
        .new_(false)
        .extra(extra);
    assert_eq!(request.r#type, Some(Visibility::InviteOnly));
    assert_eq!(
        serde_json::to_value(&request).unwrap(),
        json!({
            "name": "Support", "participants": [1], "subject": "Help", "kind": "public",
            "description": "All questions", "type": "invite-only", "new": false, "x": 1,
            "parent": { "name": "Main", "participants": [], "subject": null, "kind": "public" },
        })
    );
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
