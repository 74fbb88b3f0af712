use serde_json::{Value, json};

use crate::normalize::test_support::normalized;

/// Returns what is found about an example of a response with this schema.
fn found(schema: Value, example: Value) -> Option<String> {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": { "/a/b": { "get": { "responses": { "200": { "description": "", "content": {
            "application/json": { "schema": schema, "example": example }
        } } } } } },
        "components": { "schemas": {
            "One": { "type": "object", "required": ["kind", "n"], "properties": {
                "kind": { "const": "one" }, "n": { "type": "integer" } } },
            "Two": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "two" } } },
        } },
    });
    let api = normalized(&document).unwrap();
    let example = &api.operations[0].examples[0];
    assert_eq!(example.contradicts, !api.warnings.is_empty());
    let found = api.warnings.into_iter().next()?;
    assert!(found.invalid);
    let at = "/paths/~1a~1b/get/responses/200/content/application~1json/example";
    let at = found
        .pointer
        .strip_prefix(at)
        .expect("it is in the example");
    let what = found.rule.split_once(": ").expect("it has a reason").1;
    Some(format!("{at}: {what}"))
}

/// Returns a union of which a value may be several members.
fn together() -> Value {
    let member =
        |name: &str| json!({ "type": "object", "properties": { name: { "type": "integer" } } });
    json!({ "anyOf": [member("a"), member("b")] })
}

#[test]
fn a_value_that_the_type_reads_is_no_contradiction() {
    let object = json!({ "type": "object", "required": ["a"], "properties": {
        "a": { "type": ["string", "null"] }, "b": { "type": "integer" } } });
    let union = json!({ "oneOf": [{ "$ref": "#/components/schemas/One" }, { "$ref": "#/components/schemas/Two" }] });
    for (schema, value) in [
        (object.clone(), json!({ "a": null, "b": null, "c": null })),
        (
            json!({ "type": "string", "enum": ["a"], "maxLength": 1 }),
            json!("other"),
        ),
        (json!({ "type": "integer" }), json!(5.0)),
        (
            json!({ "type": "string", "format": "date-time" }),
            json!("2024-01-01 10:00:00"),
        ),
        (
            json!({ "type": "string", "format": "uuid" }),
            json!("00000000-0000-0000-0000-000000000000"),
        ),
        (json!({ "type": "array", "items": object }), json!([])),
        (union.clone(), json!({ "kind": "one", "n": 1 })),
        (together(), json!({ "a": 1, "b": 2 })),
        (union, json!({ "kind": "three" })),
        (json!({}), json!([1, "a"])),
    ] {
        assert_eq!(found(schema, value), None);
    }
}

#[test]
fn a_value_that_no_type_reads_is_reported_with_its_place() {
    let object = json!({ "type": "object", "required": ["a"], "properties": {
        "a": { "type": "string" }, "b/c": { "type": "array", "items": { "type": "integer", "format": "int32" } } },
        "additionalProperties": { "type": "boolean" } });
    let union = json!({ "oneOf": [{ "$ref": "#/components/schemas/One" }, { "$ref": "#/components/schemas/Two" }] });
    let either = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] });
    for (schema, value, expected) in [
        (
            object.clone(),
            json!({}),
            ": it lacks `a`, which is required",
        ),
        (
            object.clone(),
            json!({ "a": null }),
            "/a: it is null, not a string",
        ),
        (
            object.clone(),
            json!({ "a": "", "b/c": [1, "2"] }),
            "/b~1c/1: it is a string, not an integer",
        ),
        (
            object.clone(),
            json!({ "a": "", "b/c": [3_000_000_000u32] }),
            "/b~1c/0: its format has no room for 3000000000",
        ),
        (
            object.clone(),
            json!({ "a": "", "d": 1 }),
            "/d: it is a number, not a boolean",
        ),
        (object, json!("{}"), ": it is a string, not an object"),
        (
            json!({ "$ref": "#/components/schemas/Two" }),
            json!({ "kind": "two", "n": 1 }),
            "/n: it lists no such field, which its type would lose",
        ),
        (
            together(),
            json!({ "a": 1, "c": 2 }),
            "/c: it lists no such field, which its type would lose",
        ),
        (
            json!({ "type": "integer" }),
            json!(1.5),
            ": it is 1.5, not an integer",
        ),
        (
            json!({ "type": "string", "format": "date-time" }),
            json!("yesterday"),
            ": it is not a date with a time (RFC 3339)",
        ),
        (
            json!({ "type": "string", "format": "uuid" }),
            json!("c1"),
            ": it is not a UUID",
        ),
        (
            json!({ "type": "string", "enum": ["1"] }),
            json!(1),
            ": it is a number, not a string",
        ),
        (
            union,
            json!({ "kind": "one" }),
            ": it lacks `n`, which is required",
        ),
        (either, json!(true), ": it fits no member of `oneOf`"),
    ] {
        assert_eq!(found(schema, value).as_deref(), Some(expected));
    }
}
