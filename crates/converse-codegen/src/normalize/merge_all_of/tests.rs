//! `allOf` in its forms, and documents that grow when it is merged.

use serde_json::{Value, json};

use super::*;
use crate::api::as_json::json_of;
use crate::document::pointer;
use crate::normalize::test_support::{api_of, run_pass};

fn first(schemas: Value) -> Value {
    let mut api = api_of(schemas);
    run_pass(run, &mut api);
    json_of(&api.schemas["A"])
}

#[test]
fn members_become_one_object() {
    let merged = first(json!({
        "A": { "allOf": [
            { "type": "object", "properties": { "x": { "type": "string" } }, "required": ["x"] },
            { "$ref": "#/components/schemas/B" } ] },
        "B": { "type": "object", "properties": { "y": { "type": "integer" } }, "required": ["y"] },
    }));
    assert_eq!(merged["required"], json!(["x", "y"]));
    assert_eq!(merged["properties"]["y"], json!({ "type": "integer" }));
    assert!(merged.get("allOf").is_none());
}

#[test]
fn a_reference_with_nullability_stays_a_reference() {
    let schemas = json!({
        "A": { "allOf": [{ "$ref": "#/components/schemas/B" }], "nullable": true, "description": "d" },
        "B": { "type": "object" },
    });
    let site = json!({ "$ref": "#/components/schemas/B", "nullable": true, "description": "d" });
    assert_eq!(first(schemas), site);
}

#[test]
fn a_union_takes_the_common_fields_into_each_variant() {
    let field =
        |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
    let merged =
        first(json!({ "A": { "allOf": [field("k"), { "oneOf": [field("x"), field("y")] }] } }));
    let variants = merged["oneOf"].as_array().unwrap();
    assert_eq!(variants[0]["properties"].as_object().unwrap().len(), 2);
    assert!(variants[1]["properties"].get("k").is_some());
}

#[test]
fn a_condition_on_presence_is_no_union() {
    let need =
        |name: &str| json!({ "type": "object", "properties": { name: {} }, "required": [name] });
    let base = json!({ "type": "object", "properties": { "a": {}, "b": { "type": "string" } } });
    let merged = first(json!({ "A": { "allOf": [base, { "anyOf": [need("a"), need("b")] }] } }));
    assert_eq!(merged["presence"], json!([["a", "b"]]));
    assert_eq!(merged["properties"]["b"], json!({ "type": "string" }));
}

#[test]
fn a_circle_ends() {
    let merged = first(
        json!({ "A": { "allOf": [{ "$ref": "#/components/schemas/A" },
        { "type": "object", "properties": { "x": { "type": "string" } } }] } }),
    );
    assert!(merged["properties"].get("x").is_some());
}

const LEVELS: usize = 60;

/// Returns levels of which each refers to the next twice; the last holds `last`.
fn levels(schema: impl Fn(usize, [Value; 2]) -> Value, last: Value) -> Value {
    let mut schemas = json!({ "A": schema(0, ["A1", "B1"].map(reference)) });
    for level in 1..LEVELS {
        let next = ["A", "B"].map(|side| reference(&format!("{side}{}", level + 1)));
        for side in ["A", "B"] {
            schemas[format!("{side}{level}")] = schema(level, next.clone());
        }
    }
    for side in ["A", "B"] {
        schemas[format!("{side}{LEVELS}")] = last.clone();
    }
    schemas
}

fn reference(name: &str) -> Value {
    json!({ "$ref": pointer::schema_reference(name) })
}

fn with_field(name: &str) -> Value {
    json!({ "type": "object", "properties": { name: { "type": "string" } } })
}

#[test]
fn what_is_inherited_twice_is_merged_once() {
    let doubled = |level: usize, [one, other]: [Value; 2]| json!({ "allOf": [one, other, with_field(&format!("p{level}"))] });
    let merged = first(levels(doubled, with_field("last")));
    let fields = merged["properties"].as_object().unwrap();
    assert_eq!(fields.len(), LEVELS + 1);

    let around = json!({ "allOf": [reference("A"), reference("B1"), with_field("last")] });
    let merged = first(levels(doubled, around));
    assert_eq!(merged["properties"].as_object().unwrap().len(), LEVELS + 1);
}

#[test]
fn unions_that_multiply_are_any_json() {
    let doubled = |level: usize, members: [Value; 2]| {
        let mut schema = with_field(&format!("p{level}"));
        schema["anyOf"] = json!(members);
        schema
    };
    let mut api = api_of(levels(doubled, with_field("last")));
    run_pass(run, &mut api);
    assert_eq!(json_of(&api.schemas["A"]), json!({ "given up": TOO_MANY }));
    assert_eq!(variants(&api.schemas["A53"]), 128);
    assert_eq!(variants(&api.schemas["A52"]), 256);
    assert_eq!(api.schemas["A51"].kind, api.schemas["A"].kind);
}

#[test]
fn a_circle_loses_no_field_wherever_it_is_entered() {
    let all_of = |name: &str, own: &str| {
        json!({ "allOf": [
            { "$ref": format!("#/components/schemas/{name}") },
            { "type": "object", "properties": { own: { "type": "string" } } },
        ] })
    };
    let merged = first(json!({
        "A": { "type": "object", "properties": { "p": all_of("Y", "n"), "q": all_of("B", "n") } },
        "B": all_of("X", "b"),
        "X": all_of("Y", "x"),
        "Y": all_of("X", "a"),
    }));
    let fields = merged["properties"]["q"]["properties"].as_object().unwrap();
    for name in ["x", "a", "b", "n"] {
        assert!(fields.contains_key(name), "{name} in {fields:?}");
    }
}

#[test]
fn the_depth_of_merging_does_not_depend_on_the_document() {
    let mut schemas = json!({ "A": { "allOf": [reference("B1"), with_field("own")] } });
    for level in 1..5_000 {
        let above = reference(&format!("B{}", level + 1));
        let field = with_field(&format!("p{}", level % 7));
        schemas[format!("B{level}")] = json!({ "allOf": [above, field] });
    }
    schemas["B5000"] = with_field("last");
    let merged = first(schemas);
    assert_eq!(merged["properties"].as_object().unwrap().len(), 9);
}

#[test]
fn a_long_circle_is_any_json() {
    let mut schemas = json!({ "A": { "allOf": [reference("B0"), with_field("own")] } });
    for level in 0..300 {
        let next = reference(&format!("B{}", (level + 1) % 300));
        schemas[format!("B{level}")] = json!({ "allOf": [next, with_field("p")] });
    }
    let merged = first(schemas);
    let why = "too many schemas that inherit from each other";
    assert_eq!(merged["given up"], why);
}

#[test]
fn two_unions_at_once_are_each_member_of_one_with_each_of_the_other() {
    let of = |name: &str| json!({ "oneOf": [with_field(name), { "type": "string" }] });
    let merged = first(json!({ "A": { "allOf": [of("x"), of("y"), with_field("own")] } }));
    let members = merged["oneOf"].as_array().unwrap();
    assert_eq!(members.len(), 2);
    let fields = members[0]["properties"].as_object().unwrap();
    assert!(fields.contains_key("x") && fields.contains_key("y") && fields.contains_key("own"));
    assert_eq!(members[1], json!({ "type": "string" }));
}

#[test]
fn two_unions_that_no_value_is_of_are_any_json() {
    let numbers = json!({ "oneOf": [{ "type": "integer" }, { "type": "boolean" }] });
    let others = json!({ "oneOf": [with_field("x"), { "type": "string" }] });
    let merged = first(json!({ "A": { "allOf": [numbers, others] } }));
    assert_eq!(merged, json!({ "given up": "two unions at once" }));
}

#[test]
fn a_name_for_another_schema_is_that_schema() {
    let merged = first(json!({
        "A": { "allOf": [reference("Other"), with_field("own")] },
        "Other": reference("Real"),
        "Real": with_field("x"),
    }));
    assert_eq!(merged["properties"].as_object().unwrap().len(), 2);
}

#[test]
fn the_part_that_says_more_about_a_scalar_counts() {
    let string = |format: &str| json!({ "type": "string", "format": format });
    let plain = json!({ "type": "string" });
    for (parts, expected) in [
        (json!([plain, { "format": "password" }]), string("password")),
        (json!([string("password"), plain]), string("password")),
        (
            json!([string("uuid"), { "format": "password" }]),
            string("password"),
        ),
        (json!([plain, string("date-time")]), string("date-time")),
        (json!([{ "type": "null" }, plain]), plain.clone()),
        (
            json!([{ "type": "array" }, { "type": "array", "items": plain }]),
            json!({ "type": "array", "items": plain }),
        ),
    ] {
        assert_eq!(
            first(json!({ "A": { "allOf": parts } })),
            expected,
            "{parts}"
        );
    }
}

#[test]
fn a_part_that_is_only_a_reference_loses_nothing() {
    let beside = json!({ "properties": { "y": { "type": "string" } }, "allOf": [reference("X")] });
    let nested = json!({ "allOf": [{ "allOf": [reference("X")] }, with_field("y")] });
    for part in [beside, nested] {
        let merged = first(json!({
            "A": { "allOf": [reference("B"), with_field("z")] },
            "B": part,
            "X": with_field("x"),
        }));
        let fields = merged["properties"].as_object().unwrap();
        assert_eq!(fields.len(), 3, "{fields:?}");
    }
}

#[test]
fn a_part_that_repeats_the_type_may_say_more() {
    let more = json!({ "type": "object", "nullable": true, "description": "d" });
    let holder =
        json!({ "type": "object", "properties": { "f": { "allOf": [reference("B"), more] } } });
    let merged = first(json!({ "A": holder, "B": with_field("x") }));
    let mut expected = reference("B");
    expected["nullable"] = json!(true);
    expected["description"] = json!("d");
    assert_eq!(merged["properties"]["f"], expected);
}

#[test]
fn a_named_schema_that_repeats_the_type_keeps_its_name() {
    let merged = first(json!({
        "A": { "type": "object", "allOf": [reference("B")] },
        "B": with_field("x"),
    }));
    assert_eq!(merged, with_field("x"));
}

#[test]
fn fields_beside_a_union_are_not_those_of_a_string() {
    let merged = first(json!({ "A": {
        "properties": { "f": { "type": "string" } },
        "anyOf": [{ "type": "string" }, with_field("g")],
    } }));
    assert_eq!(merged["anyOf"][0], json!({ "type": "string" }));
    assert_eq!(
        merged["anyOf"][1]["properties"].as_object().unwrap().len(),
        2
    );
}

#[test]
fn members_of_a_union_without_fields_beside_it_keep_their_names() {
    let members = json!([reference("B"), reference("C")]);
    let merged = first(json!({
        "A": { "type": "object", "allOf": [{ "oneOf": members }] },
        "B": with_field("b"),
        "C": with_field("c"),
    }));
    assert_eq!(merged["oneOf"], members);
}

#[test]
fn a_union_that_is_said_twice_counts_once() {
    let members = json!([reference("B"), reference("C")]);
    let merged = first(json!({
        "A": { "oneOf": members, "anyOf": members },
        "B": with_field("b"),
        "C": with_field("c"),
    }));
    assert_eq!(merged["oneOf"], members);
}
