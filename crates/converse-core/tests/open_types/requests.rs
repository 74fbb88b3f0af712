//! `request_type!`.

use serde_json::json;

use crate::types::{CreateConversation, Empty, Filter, Participant, Visibility, Wide};

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
