//! Samples of small schemas.

use super::*;

/// All samples of `schema` beside the named `schemas`.
fn samples(schemas: Value, schema: &Value, way: Way, presence: Presence) -> Vec<Value> {
    let document = json!({ "components": { "schemas": schemas } });
    let children = Children::of(&document);
    let mut synthesizer = Synthesizer::new(&document, &children, way, presence);
    let mut values = Vec::new();
    let mut spin = 0;
    while spin < synthesizer.ways().min(16) {
        values.extend(synthesizer.value(schema, spin));
        spin += 1;
    }
    values
}

fn full(schema: Value) -> Value {
    samples(json!({}), &schema, Way::Request, Presence::Full)[0].clone()
}

#[test]
fn limits_hold() {
    for (schema, expected) in [
        (json!({ "type": "integer", "minimum": 100 }), json!(100)),
        (
            json!({ "type": "integer", "maximum": 5, "exclusiveMaximum": true }),
            json!(4),
        ),
        (
            json!({ "type": "integer", "exclusiveMinimum": 60 }),
            json!(61),
        ),
        (
            json!({ "type": "integer", "minimum": 50, "multipleOf": 25 }),
            json!(50),
        ),
        (
            json!({ "type": "integer", "format": "int64" }),
            json!(9_007_199_254_740_993_i64),
        ),
        (
            json!({ "type": "number", "minimum": 0, "maximum": 1 }),
            json!(0.5),
        ),
        (json!({ "type": "string", "maxLength": 2 }), json!("t1")),
        (
            json!({ "type": "string", "minLength": 4, "maxLength": 4 }),
            json!("t1 \""),
        ),
        (
            json!({ "type": "array", "items": { "const": 1 }, "minItems": 3 }),
            json!([1, 1, 1]),
        ),
        (
            json!({ "type": "array", "items": { "const": 1 }, "maxItems": 1 }),
            json!([1]),
        ),
    ] {
        assert_eq!(full(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn values_are_of_their_kind() {
    for (schema, expected) in [
        (json!({ "type": ["null", "boolean"] }), json!(false)),
        (json!({ "const": "a" }), json!("a")),
        (json!({ "type": "string", "enum": [1.5] }), json!("1.5")),
        (json!({ "enum": [null] }), json!(null)),
        (
            json!({ "type": "string", "format": "date" }),
            json!("2024-03-11"),
        ),
        (json!({ "items": { "const": 1 } }), json!([1, 1])),
        (
            json!({ "prefixItems": [{ "const": 1 }, { "const": "b" }] }),
            json!([1, "b"]),
        ),
        (
            json!({ "type": "string", "properties": { "a": { "const": 1 } } }),
            json!({ "a": 1 }),
        ),
        (
            json!({ "type": "object", "additionalProperties": { "const": 1 } }),
            json!({ "key one": 1, "key2": 1 }),
        ),
    ] {
        assert_eq!(full(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn one_value_satisfies_all_of() {
    let schema = json!({ "allOf": [
        { "type": "object", "properties": { "kind": { "enum": ["a", "b"] }, "x": { "const": 1 } } },
        { "properties": { "kind": { "enum": ["b", "c"] } } },
    ] });
    assert_eq!(full(schema), json!({ "kind": "b", "x": 1 }));
}

#[test]
fn optional_fields_come_and_go() {
    let schema = json!({
        "type": "object",
        "required": ["a", "b", "c"],
        "properties": {
            "a": { "const": 1 },
            "b": { "const": 1, "readOnly": true },
            "c": { "const": 1, "writeOnly": true },
            "d": { "type": "integer", "nullable": true, "maximum": 4 },
        },
    });
    let one = |way, presence| samples(json!({}), &schema, way, presence)[0].clone();
    assert_eq!(
        one(Way::Request, Presence::Full),
        json!({ "a": 1, "c": 1, "d": 4 })
    );
    assert_eq!(one(Way::Request, Presence::Bare), json!({ "a": 1, "c": 1 }));
    assert_eq!(
        one(Way::Response, Presence::Bare),
        json!({ "a": 1, "b": 1 })
    );
    assert_eq!(
        one(Way::Response, Presence::Null),
        json!({ "a": 1, "b": 1, "d": null })
    );
}

#[test]
fn null_is_said_in_requests_too() {
    let schema = json!({ "type": "object", "properties": {
        "a": { "const": 1 }, "b": { "type": ["string", "null"] }, "c": {},
        "d": { "type": ["object", "null"], "properties": { "e": { "enum": [2, null] } } },
    } });
    let one = |presence| samples(json!({}), &schema, Way::Request, presence)[0].clone();
    assert_eq!(
        one(Presence::Null),
        json!({ "a": 1, "b": null, "c": null, "d": null })
    );
    assert_eq!(
        one(Presence::Inner),
        json!({ "a": 1, "b": null, "c": null, "d": { "e": null } })
    );
}

#[test]
fn every_variant_has_its_turn() {
    let inner = json!({ "anyOf": [{ "const": "x" }, { "const": "y" }, { "type": "null" }] });
    let schema = json!({ "oneOf": [{ "const": 1 }, { "type": "array", "items": inner }] });
    let all = samples(json!({}), &schema, Way::Request, Presence::Full);
    for expected in [json!(1), json!(["x", "y"]), json!(["y", "x"])] {
        assert!(all.contains(&expected), "{expected} is not in {all:?}");
    }
}

#[test]
fn a_discriminator_says_what_an_object_is() {
    let schemas = json!({
        "Cat": { "type": "object", "properties": { "kind": { "type": "string" }, "c": { "const": 1 } } },
        "Dog": { "type": "object", "properties": { "kind": { "type": "string" } } },
        "Pet": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": { "miau": "Cat" } },
        },
    });
    let schema = json!({ "$ref": "#/components/schemas/Pet" });
    let all = samples(schemas, &schema, Way::Request, Presence::Full);
    assert_eq!(
        all,
        [json!({ "kind": "miau", "c": 1 }), json!({ "kind": "Dog" })]
    );
}

#[test]
fn heirs_stand_for_what_they_inherit_from() {
    let schemas = json!({
        "Base": {
            "type": "object",
            "properties": { "kind": { "type": "string" } },
            "discriminator": { "propertyName": "kind", "mapping": {
                "one": "#/components/schemas/One", "two": "#/components/schemas/Two" } },
        },
        "One": { "allOf": [{ "$ref": "#/components/schemas/Base" }] },
        "Two": { "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "b": { "const": 2 } } }] },
    });
    let of = |name: &str| {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        samples(schemas.clone(), &schema, Way::Request, Presence::Full)
    };
    assert_eq!(
        of("Base"),
        [json!({ "kind": "one" }), json!({ "kind": "two", "b": 2 })]
    );
    assert_eq!(of("Two"), [json!({ "kind": "two", "b": 2 })]);
}

#[test]
fn recursion_ends() {
    let schemas = json!({
        "Tree": { "type": "object", "required": ["name", "next"], "properties": {
            "name": { "const": "n" },
            "left": { "$ref": "#/components/schemas/Tree" },
            "next": { "oneOf": [{ "$ref": "#/components/schemas/Tree" }, { "const": "end" }] },
        } },
        "Endless": { "type": "object", "required": ["a"], "properties": {
            "a": { "$ref": "#/components/schemas/Endless" } } },
        "Circle": { "allOf": [{ "$ref": "#/components/schemas/Circle" }] },
    });
    let of = |name: &str| {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        samples(schemas.clone(), &schema, Way::Request, Presence::Full)
    };
    assert_eq!(of("Tree")[0]["next"]["next"], "end");
    assert_eq!(of("Endless"), [json!(null); 0]);
    assert_eq!(of("Circle"), [json!(null); 0]);
}

#[test]
fn what_is_inherited_twice_is_asked_for_once() {
    let reference = |level: usize| json!({ "$ref": format!("#/components/schemas/A{level}") });
    let field = |name: String| {
        let fields = json!({ name.as_str(): { "type": "string" } });
        json!({ "type": "object", "required": [name], "properties": fields })
    };
    let mut schemas = json!({ "A60": field("p60".to_owned()) });
    for level in 0..60 {
        let next = reference(level + 1);
        schemas[format!("A{level}")] = json!({ "allOf": [next, next, field(format!("p{level}"))] });
    }
    let found = samples(schemas, &reference(0), Way::Request, Presence::Full);
    assert_eq!(found[0].as_object().map(Map::len), Some(61));
}
