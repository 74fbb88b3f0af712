//! Documents that nest as deep as is allowed, and chains of references of any length: each gives a crate or an error
//! with its place.

use converse_codegen::{Crate, Document, Generator, Overlay, Problem, Result};
use serde_json::{Value, json};

/// How many objects and arrays may be inside each other.
const LEVELS: usize = 100;

/// The length of chains of references.
const LONG: usize = 10_000;

/// Levels of a document around the field `x` of its schema `A`, and the schema of the field.
const AROUND: usize = 6;

fn document(schemas: Value) -> Value {
    let body = json!({ "content": { "application/json": { "schema": reference("A") } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "T", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": { "/a": { "patch": {
            "operationId": "changeA",
            "requestBody": body,
            "responses": { "200": body, "400": body },
        } } },
        "components": { "schemas": schemas },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn object(field: &str, schema: Value) -> Value {
    json!({ "type": "object", "properties": { field: schema } })
}

fn build(schemas: Value) -> Result<Crate> {
    Generator::new(document(schemas)).name("deep").build()
}

fn types_of(schemas: Value) -> String {
    let made = build(schemas).expect("the document is valid");
    made.files["src/types.rs"].clone()
}

/// Returns a chain of schemas, the last one plain: `A`, then `A1` and so on.
fn chain(link: impl Fn(Value, usize) -> Value) -> Value {
    let name = |number| match number {
        0 => "A".to_owned(),
        number => format!("A{number}"),
    };
    let mut schemas = json!({});
    for number in 0..LONG {
        schemas[name(number)] = link(reference(&name(number + 1)), number);
    }
    schemas[name(LONG)] = object("last", json!({ "type": "string" }));
    schemas
}

/// Returns a schema that has another inside on as many levels as are allowed below a field, by these ways in turn.
fn nested(ways: [Way; 2]) -> Value {
    // Some ways need two more levels for what is beside the inner schema.
    let mut left = LEVELS - AROUND - 2;
    let mut schema = json!({ "type": "string" });
    for (levels, around) in ways.into_iter().cycle() {
        let Some(rest) = left.checked_sub(levels) else {
            break;
        };
        left = rest;
        schema = around(schema);
    }
    schema
}

/// A way to nest schemas, with the levels of JSON that it takes.
type Way = (usize, fn(Value) -> Value);

fn ways() -> Vec<Way> {
    vec![
        (1, |it| json!({ "type": "array", "items": it })),
        (1, |it| json!({ "additionalProperties": it })),
        (1, |it| json!({ "type": ["array", "null"], "items": it })),
        (2, |it| object("x", it)),
        (2, |it| json!({ "type": "array", "prefixItems": [it, {}] })),
        (2, |it| json!({ "allOf": [it, object("own", json!({}))] })),
        (2, |it| json!({ "oneOf": [it, object("own", json!({}))] })),
        (
            2,
            |it| json!({ "anyOf": [it, { "type": "integer" }], "properties": { "own": {} } }),
        ),
        (2, |it| json!({ "patternProperties": { "^x": it } })),
    ]
}

#[test]
fn schemas_nest_up_to_the_limit() {
    for one in ways() {
        for other in ways() {
            let field = nested([one, other]);
            assert!(types_of(json!({ "A": object("x", field) })).contains("pub struct A "));
        }
    }
}

#[test]
fn parts_nest_up_to_the_limit_in_every_schema_of_a_circle() {
    let mut schemas = json!({});
    for number in 0..300 {
        let next = reference(&match (number + 1) % 300 {
            0 => "A".to_owned(),
            next => format!("A{next}"),
        });
        let parts = (0..45).fold(
            next,
            |inner, _| json!({ "allOf": [inner, object("p", json!({}))] }),
        );
        let name = match number {
            0 => "A".to_owned(),
            number => format!("A{number}"),
        };
        schemas[name] = parts;
    }
    assert!(build(schemas).is_ok());
}

#[test]
fn what_nests_deeper_is_an_error_with_its_place() {
    for way in ways() {
        let (_, around) = way;
        let field = (0..4).fold(nested([way, way]), |inner, _| around(inner));
        let document = document(json!({ "A": object("x", field) }));
        let texts = [
            ("api.json", document.to_string()),
            ("api.yaml", format!("# YAML\n{document}")),
        ];
        for (file, text) in texts {
            let read = Document::parse(file, &text).unwrap_err();
            assert_eq!(read.path(), file);
            expect_too_deep(&read);
        }
        expect_too_deep(&Generator::new(document).name("deep").build().unwrap_err());
    }
}

fn expect_too_deep(problem: &Problem) {
    let message = problem.to_string();
    assert!(
        problem
            .pointer()
            .starts_with("/components/schemas/A/properties/x/"),
        "{message}"
    );
    assert_eq!(problem.pointer().matches('/').count(), LEVELS, "{message}");
    assert!(
        message.contains("nested deeper than 100 levels"),
        "{message}"
    );
    assert!(message.contains("refer to them"), "{message}");
}

#[test]
fn a_value_of_any_depth_is_an_error() {
    let mut value = json!({});
    for _ in 0..100_000 {
        value = Value::Array(vec![value]);
    }
    // The generator takes the value, and so drops it: dropping it elsewhere would need a stack for all of its levels.
    let problem = Generator::new(value).name("deep").build().unwrap_err();
    assert_eq!(problem.pointer(), "/0".repeat(LEVELS));
}

#[test]
fn corrections_do_not_nest_a_document_too_deep() {
    let deep = (0..60).fold("{}".to_owned(), |inner, _| format!("{{ items: {inner} }}"));
    let target = |items: usize| {
        format!(
            "$.components.schemas.A.properties.x{}",
            ".items".repeat(items)
        )
    };
    let action =
        |at: &str| format!("{{ target: {at}, update: {deep}, description: d, x-source: s }}");
    let text = format!("actions: [{}, {}]", action(&target(0)), action(&target(60)));
    let overlay = Overlay::parse("overlay.yaml", &text).unwrap();
    let document = document(json!({ "A": object("x", json!({})) }));
    let problem = Generator::new(document)
        .overlay(overlay)
        .name("deep")
        .build()
        .unwrap_err();
    assert_eq!(
        (problem.path(), problem.pointer()),
        ("overlay.yaml", "/actions/1/update")
    );
    assert!(
        problem
            .rule()
            .contains("/components/schemas/A/properties/x/items"),
        "{problem}"
    );
}

#[test]
fn a_chain_of_parts_is_one_struct_each() {
    let types = types_of(chain(
        |next, number| json!({ "allOf": [next, object(&format!("f{}", number % 7), json!({}))] }),
    ));
    assert!(types.contains("pub struct A {") && types.contains("pub struct A9999 {"));
}

#[test]
fn a_chain_of_fields_is_one_struct_each() {
    let types = types_of(chain(|next, _| object("next", next)));
    assert!(types.contains("pub struct A ") && types.contains("pub struct A9999 "));
}

#[test]
fn a_chain_of_lists_is_any_json_at_some_depth() {
    let mut schemas = chain(|next, _| json!({ "type": "array", "items": next }));
    schemas["A"] = object("x", reference("A1"));
    let types = types_of(schemas);
    assert!(types.contains("Vec<Vec<"));
}

#[test]
fn a_chain_of_names_is_the_last_schema() {
    let types = types_of(chain(|next, _| next));
    assert_eq!(types.matches("pub struct ").count(), 1, "{types}");
}

#[test]
fn a_chain_of_names_in_parts_is_the_last_schema() {
    let links: [fn(Value) -> Value; 3] = [
        |next| json!({ "allOf": [next] }),
        |next| json!({ "oneOf": [next] }),
        |next| json!({ "anyOf": [next, { "type": "null" }] }),
    ];
    for link in links {
        let mut schemas = chain(|next, _| link(next));
        schemas["A"] = object("x", reference("A1"));
        let types = types_of(schemas);
        assert!(types.contains("pub x: Option<A10000>"), "{types}");
    }
}

#[test]
fn a_chain_of_unions_is_a_crate() {
    let types = types_of(chain(
        |next, number| json!({ "oneOf": [next, object(&format!("f{number}"), json!({}))] }),
    ));
    assert!(types.contains("pub struct A10000 "));
}

#[test]
fn a_chain_of_unions_with_fields_beside_them_is_a_crate() {
    build(chain(|next, number| {
        let own = object(&format!("f{}", number % 7), json!({}));
        json!({ "properties": { "own": {} }, "oneOf": [next, own] })
    }))
    .unwrap();
}

#[test]
fn circles_are_crates() {
    let itself = || reference("A");
    for schema in [
        json!({ "allOf": [itself()] }),
        json!({ "allOf": [itself(), object("own", itself())] }),
        json!({ "oneOf": [itself(), object("own", itself())] }),
        json!({ "type": "array", "items": itself() }),
        json!({ "type": "array", "items": { "type": "array", "items": itself() } }),
        json!({ "additionalProperties": itself() }),
        object("own", itself()),
    ] {
        assert!(build(json!({ "A": schema })).is_ok(), "{schema}");
    }
    let made = build(json!({ "A": itself() })).unwrap();
    let problem = &made.report.invalid[0];
    assert!(problem.rule().contains("leads to itself"), "{problem}");
}

#[test]
fn an_example_of_a_union_that_is_its_own_member_is_compared() {
    for keyword in ["oneOf", "anyOf"] {
        for schemas in [
            json!({ "A": { keyword: [reference("A"), { "type": "string" }, { "type": "integer" }] } }),
            json!({
                "A": { keyword: [reference("B"), { "type": "string" }, { "type": "integer" }] },
                "B": { keyword: [reference("A"), { "type": "boolean" }, { "type": "integer" }] },
            }),
        ] {
            let mut document = document(schemas);
            let media_type = "/paths/~1a/patch/requestBody/content/application~1json";
            let body = document.pointer_mut(media_type).expect("the body is there");
            body["example"] = json!(5);
            // A crate, or an error with its place: the process goes on.
            let made = Generator::new(document).name("deep").build();
            made.map_or_else(|problem| assert!(!problem.rule().is_empty()), drop);
        }
    }
}
