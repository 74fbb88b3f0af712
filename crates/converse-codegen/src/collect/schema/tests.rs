//! Schemas of every dialect, as they are read.

use serde_json::json;

use super::*;
use crate::api::as_json::json_of;

fn after(schema: Value) -> Value {
    json_of(&read(&schema))
}

#[test]
fn newer_keywords_become_older_ones() {
    let cases = [
        (
            json!({ "type": ["string", "null"] }),
            json!({ "type": "string", "nullable": true }),
        ),
        (
            json!({ "const": "a" }),
            json!({ "enum": ["a"], "type": "string" }),
        ),
        (
            json!({ "const": 3 }),
            json!({ "type": "integer", "enum": [3] }),
        ),
        (json!({ "type": "null" }), json!({ "type": "null" })),
        (json!(true), json!({})),
        (
            json!({ "type": "string", "contentMediaType": "image/png" }),
            json!({ "type": "string" }),
        ),
        (
            json!({ "examples": [1], "default": 2, "type": "integer" }),
            json!({ "type": "integer" }),
        ),
    ];
    for (schema, expected) in cases {
        assert_eq!(after(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn several_types_are_a_union() {
    let schema =
        json!({ "type": ["string", "integer", "null"], "description": "d", "minLength": 2 });
    let expected = json!({
        "description": "d",
        "nullable": true,
        "anyOf": [{ "type": "string" }, { "type": "integer" }],
    });
    assert_eq!(after(schema.clone()), expected);
    assert_eq!(read(&schema).about.limits, None);
}

#[test]
fn a_tuple_holds_any_of_its_places() {
    let schema = json!({ "prefixItems": [{ "type": "string" }, { "type": "integer" }] });
    let items = json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] });
    assert_eq!(after(schema), json!({ "items": items, "type": "array" }));
}

#[test]
fn a_reference_with_more_beside_it_is_both() {
    let reference = "#/components/schemas/A";
    let schema = json!({ "$ref": reference, "description": "d", "required": ["x"] });
    let more = json!({ "type": "object", "required": ["x"] });
    let expected = json!({ "description": "d", "allOf": [{ "$ref": reference }, more] });
    assert_eq!(after(schema), expected);
}

#[test]
fn fields_beside_a_union_are_both() {
    let field = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let mut schema = field.clone();
    schema["oneOf"] = json!([{ "type": "string" }, { "type": "integer" }]);
    let union = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] });
    assert_eq!(after(schema), json!({ "allOf": [field, union.clone()] }));
    let mut typed = union.clone();
    typed["type"] = json!("object");
    assert_eq!(after(typed), union);
}

#[test]
fn required_on_a_property_is_said_by_the_object() {
    let schema =
        json!({ "type": "object", "properties": { "a": { "type": "string", "required": true } } });
    let expected =
        json!({ "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] });
    assert_eq!(after(schema.clone()), expected);
    let mut inner = schema;
    inner["required"] = json!(true);
    let outer = after(json!({ "type": "object", "properties": { "b": inner } }));
    assert_eq!(outer["required"], json!(["b"]));
    assert_eq!(outer["properties"]["b"]["type"], "object");
}

#[test]
fn odd_type_names_are_read() {
    assert_eq!(
        after(json!({ "type": "float" })),
        json!({ "type": "number" })
    );
    assert_eq!(
        after(json!({ "type": "UUID" })),
        json!({ "type": "string" })
    );
    assert_eq!(
        after(json!({ "type": "uuid" })),
        json!({ "type": "string", "format": "uuid" })
    );
    assert_eq!(after(json!({ "type": "whatever" })), json!({}));
}

#[test]
fn enums_that_are_not_of_strings_name_their_type() {
    assert_eq!(
        after(json!({ "enum": [1, 2] })),
        json!({ "type": "integer", "enum": [1, 2] })
    );
    assert_eq!(
        after(json!({ "type": "boolean", "enum": [true] })),
        json!({ "type": "boolean", "enum": [true] })
    );
    let mixed = json!({ "anyOf": [{ "enum": ["a"], "type": "string" }, { "type": "integer", "enum": [1] }] });
    assert_eq!(after(json!({ "enum": ["a", 1] })), mixed);
    let nullable = json!({ "type": "string", "enum": ["a"], "nullable": true });
    assert_eq!(after(json!({ "enum": ["a", null] })), nullable);
    assert_eq!(after(json!({ "enum": [null] })), json!({ "type": "null" }));
}

#[test]
fn numbers_among_strings_are_text() {
    let schema = json!({ "type": "string", "enum": ["a", 1.5, true] });
    assert_eq!(
        after(schema),
        json!({ "type": "string", "enum": ["a", "1.5", "true"] })
    );
}

#[test]
fn an_object_declared_as_a_string_is_an_object() {
    let schema = json!({ "type": "string", "properties": { "a": {} } });
    assert_eq!(after(schema)["type"], "object");
}

#[test]
fn what_no_type_expresses_is_named() {
    assert_eq!(
        after(json!({ "minLength": 3 })),
        json!({ "keyword": "minLength" })
    );
    assert_eq!(
        after(json!({ "description": "d" })),
        json!({ "description": "d" })
    );
}

#[test]
fn a_discriminator_may_be_a_string() {
    let schema = json!({ "type": "object", "discriminator": "kind", "properties": { "kind": { "type": "string" } } });
    assert_eq!(
        after(schema)["discriminator"],
        json!({ "propertyName": "kind" })
    );
}

#[test]
fn a_format_without_a_type_is_kept() {
    let read = after(json!({ "format": "password" }));
    assert_eq!(
        read["of"],
        json!({ "type": "string", "format": "password" })
    );
}

#[test]
fn parts_of_several_types_are_read_once() {
    let mut schema = json!({ "type": "string" });
    for _ in 0..100 {
        schema = json!({ "type": ["object", "array"], "allOf": [schema] });
    }
    assert_eq!(after(schema)["allOf"].as_array().unwrap().len(), 2);
}

#[test]
fn types_and_values_that_contradict_each_other_are_reported() {
    for (schema, is_contradiction) in [
        (json!({ "type": "number", "enum": ["a"] }), true),
        (json!({ "type": "integer", "enum": [1, "2"] }), true),
        (json!({ "type": "integer", "const": 1.5 }), true),
        (json!({ "type": "boolean", "enum": ["true"] }), true),
        (json!({ "type": "integer", "enum": [1.0, null] }), false),
        (
            json!({ "type": ["integer", "string"], "enum": ["a"] }),
            false,
        ),
        (json!({ "type": "string", "enum": [1] }), false),
        (
            json!({ "type": "number", "properties": { "a": {} }, "enum": [{}] }),
            false,
        ),
    ] {
        let finding = contradiction(&read(&schema));
        assert_eq!(finding.is_some(), is_contradiction, "{schema}");
        assert!(finding.is_none_or(|it| it.invalid));
    }
}
