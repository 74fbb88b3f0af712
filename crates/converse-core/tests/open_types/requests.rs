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

converse_core::object! {
    pub struct Line {
        pub text: String = required "text",
        pub size: Option<i64> = optional "size",
    }
}

converse_core::object! { pub struct Paragraph { pub line: Line = required "line", } }
converse_core::object! { pub struct Page { pub lines: Vec<Line> = required "lines", } }
converse_core::object! { pub struct Count { pub count: i64 = required "count", } }

converse_core::request_type! {
    Line { required { text: String } optional { size: i64 } from { any String } }
}
converse_core::request_type! { Paragraph { required { line: Line } from { any Line } } }
converse_core::request_type! { Page { required { lines: Vec<Line> } from { one Line } } }
converse_core::request_type! { Count { required { count: i64 } from { only i64 } } }

converse_core::tagged_union! {
    pub enum Body tag "type" {
        Paragraph(Paragraph) as paragraph = "paragraph" from,
        Page(Page) as page = "page" from,
    }
}

converse_core::untagged_union! {
    pub enum Shown {
        Line(Box<Line>) as line(Line) if object { required ["text"] } from Line,
        Count(Count) as count(Count) if object { required ["count"] },
    }
}

#[test]
fn the_only_argument_converts_to_the_whole_at_any_depth() {
    let line = || Line::new("a");
    for paragraph in [
        Paragraph::new("a"),
        Paragraph::new(line()),
        Paragraph::from("a".to_owned()),
        Paragraph::from(line()),
    ] {
        let written = serde_json::to_value(&paragraph).unwrap();
        assert_eq!(written, json!({ "line": { "text": "a" } }));
    }
    assert_eq!(Count::from(1), Count::new(1));
    assert_eq!(Page::from("a"), Page::new([line()]));
}

#[test]
fn a_union_is_made_of_what_its_payload_is_made_of() {
    for (body, written) in [
        (
            Body::paragraph("a"),
            json!({ "type": "paragraph", "line": { "text": "a" } }),
        ),
        (
            Body::page(Line::new("a").size(2)),
            json!({ "type": "page", "lines": [{ "text": "a", "size": 2 }] }),
        ),
    ] {
        assert_eq!(serde_json::to_value(&body).unwrap(), written);
    }
    assert_eq!(
        serde_json::to_value([Shown::line("a"), Shown::count(1)]).unwrap(),
        json!([{ "text": "a" }, { "count": 1 }])
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
