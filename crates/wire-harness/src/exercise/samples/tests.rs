//! The values of small schemas.

use super::*;
use serde_json::json;

fn values(schemas: Value, schema: &Value) -> Vec<Value> {
    let document = json!({ "openapi": "3.1.0", "components": { "schemas": schemas } });
    let children = Children::of(&document);
    let mut maker = Maker::new(&document, &children).unwrap();
    let samples = maker.samples(Way::Response, schema, Alphabet::Any, true);
    assert_eq!(maker.refused, 0, "{samples:?}");
    for sample in &samples {
        let verdict = maker.judge.judge(Way::Response, schema, &sample.value);
        assert_eq!(verdict, Verdict::Valid, "{sample:?}");
    }
    samples.into_iter().map(|sample| sample.value).collect()
}

#[test]
fn every_set_of_members_has_a_value() {
    let member = |name: &str| json!({ "type": "object", "required": [name], "properties": { name: { "const": 1 } } });
    let schema = json!({ "type": "array", "items": {
        "anyOf": [member("a"), member("b"), member("c")] } });
    let mut found = BTreeSet::new();
    for value in values(json!({}), &schema) {
        for item in value.as_array().unwrap() {
            let names = item.as_object().unwrap().keys();
            found.insert(names.map(String::as_str).collect::<String>());
        }
    }
    let all: BTreeSet<String> = ["a", "ab", "abc", "ac", "b", "bc", "c"]
        .map(str::to_owned)
        .into();
    assert_eq!(found, all);
}

/// A field of one member beside a constant of another is of no member.
#[test]
fn members_that_contradict_each_other_are_no_set() {
    let member = |kind: usize, name: &str| {
        let fields = json!({ "kind": { "const": kind }, name: { "type": "string" } });
        json!({ "type": "object", "required": ["of"], "properties": { "of": {
            "type": "object", "required": ["kind"], "properties": fields } } })
    };
    let schema = json!({ "anyOf": [member(1, "a"), member(2, "b")] });
    for value in values(json!({}), &schema) {
        let of = value["of"].as_object().unwrap();
        assert!(!(of.contains_key("a") && of.contains_key("b")), "{value}");
    }
}

#[test]
fn every_member_of_every_union_has_a_value() {
    let schemas = json!({
        "Deep": { "oneOf": [{ "$ref": "#/components/schemas/Leaf" }, { "type": "object",
            "required": ["more"], "properties": { "more": { "$ref": "#/components/schemas/Leaf" } } }] },
        "Leaf": { "oneOf": (0..9).map(|it| json!({ "type": "object", "required": ["kind"], "properties": {
            "kind": { "const": it }, "next": { "$ref": "#/components/schemas/Deep" } } })).collect::<Vec<_>>() },
    });
    let all = values(schemas, &json!({ "$ref": "#/components/schemas/Deep" }));
    for kind in 0..9 {
        for at in ["/kind", "/more/kind", "/next/kind"] {
            let found = all
                .iter()
                .any(|value| value.pointer(at) == Some(&json!(kind)));
            assert!(found, "{at} {kind}");
        }
        // With nothing beside it that would tell it apart.
        assert!(all.contains(&json!({ "kind": kind })), "{kind}");
    }
}

#[test]
fn null_is_wherever_it_is_allowed() {
    let schema = json!({ "type": ["object", "null"], "required": ["a"], "properties": {
        "a": { "type": ["string", "null"] },
        "b": { "type": ["object", "null"], "properties": { "c": { "type": ["integer", "null"] } } },
        "d": { "type": "array", "items": { "anyOf": [{ "type": "integer" }, { "type": "null" }] } },
        "e": { "type": "object", "additionalProperties": { "enum": ["x", null] } },
    } });
    let all = values(json!({}), &schema);
    let null = Some(&Value::Null);
    assert!(all.contains(&Value::Null));
    for at in ["/a", "/b", "/b/c", "/d/0", "/e/key2"] {
        assert!(all.iter().any(|value| value.pointer(at) == null), "{at}");
    }
    // Not in its place alone.
    assert!(
        all.iter()
            .any(|value| value["d"][0].is_null() && !value["d"][1].is_null())
    );
}

#[test]
fn constants_are_of_any_type() {
    for constant in [
        json!(true),
        json!(2),
        json!({ "a": [1] }),
        json!([]),
        json!(null),
    ] {
        let schema = json!({ "type": "object", "required": ["k"], "properties": { "k": { "const": constant } } });
        let all = values(json!({}), &schema);
        assert!(all.iter().all(|value| value["k"] == constant), "{all:?}");
    }
}

#[test]
fn keywords_that_add_fields_are_seen() {
    let schema = json!({
        "type": "object",
        "required": ["extra"],
        "properties": { "type": { "type": "string" }, "card": { "type": "string" } },
        "if": { "required": ["type"], "properties": { "type": { "const": "bill" } } },
        "then": { "properties": { "due": { "type": "string" } } },
        "else": { "properties": { "paid": { "const": true } } },
        "dependentSchemas": { "card": { "properties": { "address": { "type": "string" } } } },
        "patternProperties": { "^n-\\d+$": { "type": "integer" } },
    });
    let all = values(json!({}), &schema);
    for at in ["/extra", "/due", "/paid", "/address", "/n-0", "/key2"] {
        let named = |name: &str| name == &at[1..] || (at == "/n-0" && name.starts_with("n-"));
        let has = |value: &Value| value.as_object().unwrap().keys().any(|name| named(name));
        assert!(all.iter().any(has), "{at} {all:#?}");
    }
    assert!(
        all.iter()
            .any(|value| value["type"] == "bill" && value.get("due").is_some())
    );
}
