//! What the validator makes of small schemas.

use super::*;

fn accepts(version: &str, schema: &Value, value: &Value) -> bool {
    accepts_as(Reading::Strict, version, schema, value)
}

fn accepts_as(reading: Reading, version: &str, schema: &Value, value: &Value) -> bool {
    let document = json!({
        "openapi": version,
        "components": { "schemas": {
            "Word": { "type": "string", "readOnly": true },
            "Loop": { "$ref": "#/components/schemas/Loop" },
            "Tree": { "type": "object", "properties": {
                "next": { "$ref": "#/components/schemas/Tree" }, "$ref": { "type": "integer" } } },
        } },
    });
    let schemas = Schemas::of(&document, Way::Request, reading).unwrap();
    schemas.validator(schema).unwrap().is_valid(value)
}

/// OpenAPI 3.0.3, Schema Object, `nullable`.
#[test]
fn null_is_allowed_where_a_type_is_beside_nullable() {
    let word = "#/components/schemas/Word";
    for (schema, expected) in [
        (json!({ "type": "string", "nullable": true }), true),
        (json!({ "type": "string" }), false),
        (
            json!({ "nullable": true, "allOf": [{ "$ref": word }] }),
            false,
        ),
        (
            json!({ "type": "string", "nullable": true, "allOf": [{ "$ref": word }] }),
            false,
        ),
        (
            json!({ "type": "string", "nullable": true, "enum": ["a"] }),
            false,
        ),
        (
            json!({ "type": "string", "nullable": true, "enum": ["a", null] }),
            true,
        ),
        (json!({ "$ref": word, "nullable": true }), false),
        (
            json!({ "anyOf": [{ "$ref": word }, { "enum": [null] }] }),
            true,
        ),
        (json!({ "nullable": false }), true),
    ] {
        assert_eq!(
            accepts("3.0.3", &schema, &json!(null)),
            expected,
            "{schema}"
        );
    }
    assert!(!accepts(
        "3.1.0",
        &json!({ "type": "string", "nullable": true }),
        &json!(null)
    ));
}

#[test]
fn references_are_followed_and_ends_that_are_missing_allow_anything() {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    for version in ["3.0.3", "3.1.0"] {
        let deep = |value: Value| json!({ "next": { "next": value } });
        assert!(accepts(
            version,
            &schema("Tree"),
            &deep(json!({ "$ref": 1 }))
        ));
        assert!(!accepts(
            version,
            &schema("Tree"),
            &deep(json!({ "$ref": "a" }))
        ));
        assert!(!accepts(version, &schema("Tree"), &deep(json!(1))));
        for name in ["Loop", "Gone"] {
            assert!(accepts(version, &schema(name), &json!([1])), "{name}");
        }
    }
}

#[test]
fn a_keyword_means_what_its_version_says() {
    let flag = json!({ "type": "integer", "maximum": 5, "exclusiveMaximum": true });
    assert!(!accepts("3.0.3", &flag, &json!(5)));
    assert!(accepts("3.1.0", &flag, &json!(5)));
    let only = json!({ "const": 1 });
    assert!(!accepts("3.1.0", &only, &json!(2)));
    let required = json!({ "type": "object", "required": ["a", "b"], "properties": {
        "a": { "$ref": "#/components/schemas/Word" }, "b": { "type": "string" } } });
    assert!(accepts("3.1.0", &required, &json!({ "b": "" })));
    assert!(!accepts("3.1.0", &required, &json!({ "a": "" })));
    for version in ["3.0.3", "3.1.0"] {
        let id = json!({ "type": "string", "format": "uuid" });
        assert!(!accepts(version, &id, &json!("a")), "{version}");
        assert!(accepts(
            version,
            &id,
            &json!("b2c3d4e5-f6a7-8901-bcde-f12345678901")
        ));
    }
    let odd = json!({ "type": "file", "pattern": "(", "required": true, "minLength": "1" });
    assert!(accepts("3.0.3", &odd, &json!(1)));
}

#[test]
fn what_documents_mean_is_more_than_they_say() {
    let word = "#/components/schemas/Word";
    for (schema, value) in [
        (
            json!({ "nullable": true, "allOf": [{ "$ref": word }] }),
            json!(null),
        ),
        (json!({ "$ref": word, "nullable": true }), json!(null)),
        (
            json!({ "oneOf": [{ "type": "number" }, { "type": "integer" }] }),
            json!(1),
        ),
        (json!({ "type": "number", "enum": ["low"] }), json!("low")),
        (json!({ "type": "string", "enum": [1.5] }), json!("1.5")),
        (json!({ "type": "string", "pattern": "b" }), json!("a")),
        (json!({ "type": "string", "format": "uuid" }), json!("a")),
    ] {
        assert!(!accepts("3.0.3", &schema, &value), "{schema}");
        assert!(
            accepts_as(Reading::Meant, "3.0.3", &schema, &value),
            "{schema}"
        );
        assert!(
            !accepts_as(Reading::Meant, "3.0.3", &schema, &json!(["x"])),
            "{schema}"
        );
    }
}
