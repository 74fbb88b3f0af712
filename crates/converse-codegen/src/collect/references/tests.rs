//! Documents and what becomes of their references.

use serde_json::json;

use super::*;
use crate::problem::Finding;

/// Returns the document with its references resolved, and the findings as text.
fn resolved(mut document: Value) -> (Value, Vec<String>) {
    let (findings, unusable) = resolve(&mut document);
    assert!(findings.iter().all(|finding| finding.invalid));
    let text = |finding: Finding| format!("{}: {}", finding.pointer, finding.rule);
    let left_out = unusable.into_values().map(text);
    let found = findings.into_iter().map(text).chain(left_out).collect();
    (document, found)
}

fn schemas(schemas: Value) -> (Value, Vec<String>) {
    let (document, found) = resolved(json!({ "components": { "schemas": schemas } }));
    (document["components"]["schemas"].clone(), found)
}

#[test]
fn a_schema_that_leads_nowhere_is_any_json() {
    let (found, findings) = schemas(json!({
        "A": { "properties": { "a": { "$ref": "#/gone", "description": "d" }, "b": {} } },
    }));
    assert_eq!(
        found["A"]["properties"],
        json!({ "a": { "description": "d" }, "b": {} })
    );
    let expected = "/components/schemas/A/properties/a/$ref: `#/gone` leads nowhere";
    assert_eq!(findings, [expected]);
}

#[test]
fn a_schema_of_a_circle_is_any_json_and_one_that_leads_there_stays() {
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let own = json!({ "items": to("D") });
    let (found, findings) = schemas(json!({ "A": to("B"), "B": to("C"), "C": to("B"), "D": own }));
    assert_eq!(found, json!({ "A": to("B"), "B": {}, "C": {}, "D": own }));
    assert_eq!(findings.len(), 2, "{findings:?}");
}

#[test]
fn what_is_data_is_no_reference() {
    // OpenAPI 3.1.1, 4.8.23 and 4.9; JSON Schema 2020-12 Validation, 6.1 and 9.2.
    let link = json!({ "$ref": "https://a.example/1" });
    let schema = json!({
        "x-code": { "source": link }, "example": link, "examples": [link], "default": link,
        "enum": [link], "const": link, "properties": { "$ref": { "type": "string" } },
    });
    let document = json!({
        "components": {
            "schemas": { "A": schema },
            "examples": { "B": { "value": link } },
            "x-parts": { "schema": link },
        },
        "paths": { "/a": { "get": { "x-codeSamples": [link] } }, "x-b": link },
    });
    assert_eq!(resolved(document.clone()), (document, vec![]));
}

#[test]
fn a_place_without_what_it_should_hold_is_dropped() {
    let gone = json!({ "$ref": "#/gone" });
    let operation = json!({
        "parameters": [gone, { "name": "a", "in": "query" }, 1],
        "requestBody": gone,
        "responses": { "200": gone, "400": "none" },
    });
    let (document, findings) = resolved(json!({ "paths": {
        "/a": { "get": operation, "post": gone, "put": [] },
        "/b": gone,
    } }));
    let any = json!({ "content": { "application/json": {} } });
    let get = json!({
        "parameters": [null, { "name": "a", "in": "query" }, null],
        "requestBody": any,
        "responses": { "200": any, "400": {} },
    });
    assert_eq!(document["paths"]["/a"]["get"], get);
    assert_eq!(document["paths"].get("/b"), None);
    assert_eq!(
        findings,
        [
            "/paths/~1a/get/parameters/0/$ref: `#/gone` leads nowhere",
            "/paths/~1a/get/parameters/2: a parameter is expected here, and this is a number",
            "/paths/~1a/get/requestBody/$ref: `#/gone` leads nowhere",
            "/paths/~1a/get/responses/200/$ref: `#/gone` leads nowhere",
            "/paths/~1a/get/responses/400: a response is expected here, and this is a string",
            "/paths/~1b/$ref: `#/gone` leads nowhere",
            "/paths/~1a/post/$ref: `#/gone` leads nowhere",
            "/paths/~1a/put: an operation is expected here, and this is a list",
        ]
    );
}

#[test]
fn a_reference_to_another_kind_of_value_leads_nowhere() {
    let (_, findings) = resolved(json!({
        "paths": { "/a": { "get": { "parameters": [{ "$ref": "#/x-list" }] } } },
        "x-list": [],
    }));
    let expected = "/paths/~1a/get/parameters/0/$ref: `#/x-list`: a parameter is expected there, and it is a list";
    assert_eq!(findings, [expected]);
}

#[test]
fn what_a_bundler_would_replace_is_replaced() {
    let parts = json!({
        "operation": {
            "tags": { "$ref": "#/x-parts/tags" },
            "parameters": { "$ref": "#/x-parts/parameters" },
            "responses": { "200": { "content": { "$ref": "#/x-parts/content" } } },
        },
        "item": { "get": { "$ref": "#/x-parts/operation", "summary": "s" } },
        "tags": ["t"],
        "parameters": [{ "name": "a", "in": "query" }, { "$ref": "#/x-parts/parameters/0" }],
        "content": { "application/json": { "schema": { "type": "string" } } },
        "fields": { "a": { "type": "string" } },
        "name": "a",
        "schemas": { "A": {
            "required": [{ "$ref": "#/x-parts/name" }],
            "properties": { "$ref": "#/x-parts/fields" },
            "type": "object",
        } },
    });
    let (document, findings) = resolved(json!({
        "paths": { "/a": { "$ref": "#/x-parts/item" } },
        "components": { "schemas": { "$ref": "#/x-parts/schemas" } },
        "x-parts": parts,
    }));
    assert_eq!(findings, Vec::<String>::new());
    let to = |place: &str| json!({ "$ref": format!("#/x-parts/{place}") });
    let get = json!({
        "tags": ["t"],
        "parameters": [to("parameters/0"), to("parameters/0")],
        "responses": { "200": to("operation/responses/200") },
        "summary": "s",
    });
    assert_eq!(document["paths"]["/a"]["get"], get);
    let content = &document["x-parts"]["operation"]["responses"]["200"]["content"];
    assert_eq!(
        content["application/json"]["schema"],
        to("content/application~1json/schema")
    );
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas, &json!({ "A": to("schemas/A") }));
    let schema = json!({
        "required": ["a"], "properties": { "a": to("fields/a") }, "type": "object",
    });
    assert_eq!(document["x-parts"]["schemas"]["A"], schema);
}

#[test]
fn copies_that_lead_to_themselves_end() {
    let encoding = json!({ "encoding": { "a": { "$ref": "#/x-a" } } });
    let media = json!({ "encoding": { "a": { "$ref": "#/x-a" } } });
    let body = json!({ "content": { "multipart/form-data": media } });
    let (_, findings) = resolved(json!({
        "paths": { "/a": { "post": { "requestBody": body } } },
        "x-a": encoding,
    }));
    assert!(findings[0].contains("leads to itself"), "{findings:?}");
}

#[test]
fn a_place_is_reached_through_references_and_encoded_pointers() {
    let (found, findings) = schemas(json!({
        "A b": { "properties": { "c": { "type": "string" } } },
        "B": { "$ref": "#/components/schemas/A%20b" },
        "C": { "$ref": "#/components/schemas/B/properties/c" },
    }));
    assert_eq!(found["B"]["$ref"], "#/components/schemas/A b");
    assert_eq!(found["C"]["$ref"], "#/components/schemas/A b/properties/c");
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn schemas_are_found_by_their_uri_or_anchor() {
    // JSON Schema 2020-12 Core, 8.2.
    let (found, findings) = schemas(json!({
        "A": { "$id": "https://a.example/a", "$defs": { "B": { "$anchor": "b" } },
            "items": { "$ref": "#/$defs/B" }, "not": { "$ref": "#/components/schemas/C" } },
        "C": { "items": { "$ref": "https://a.example/a#b" }, "not": { "$ref": "#c" } },
        "D": { "$anchor": "c" },
    }));
    let b = "#/components/schemas/A/$defs/B";
    assert_eq!(found["A"]["items"]["$ref"], b);
    assert_eq!(found["A"]["not"]["$ref"], "#/components/schemas/C");
    assert_eq!(found["C"]["items"]["$ref"], b);
    assert_eq!(found["C"]["not"]["$ref"], "#/components/schemas/D");
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn a_dynamic_reference_is_followed_if_it_always_leads_to_one_schema() {
    // JSON Schema 2020-12 Core, 8.2.3.2.
    let tree = json!({ "$dynamicAnchor": "node", "items": { "$dynamicRef": "#node" } });
    let (found, findings) = schemas(json!({ "A": tree }));
    assert_eq!(found["A"]["items"]["$ref"], "#/components/schemas/A");
    assert_eq!(findings, Vec::<String>::new());

    let strict = json!({ "$id": "https://a.example/b", "$dynamicAnchor": "node" });
    let (found, findings) = schemas(json!({ "A": tree, "B": strict }));
    assert_eq!(found["A"]["items"].get("$ref"), None);
    assert!(
        findings[0].contains("one of several schemas"),
        "{findings:?}"
    );
}

#[test]
fn a_mapping_names_a_schema_in_any_way() {
    let (found, findings) = schemas(json!({
        "A": { "discriminator": { "propertyName": "t", "mapping": {
            "b": "B", "c": "#c", "d": "#/components/schemas/B", "e": "Gone",
        } } },
        "B": { "$anchor": "c" },
    }));
    let mapping = json!({
        "b": "B", "c": "#/components/schemas/B", "d": "#/components/schemas/B",
    });
    assert_eq!(found["A"]["discriminator"]["mapping"], mapping);
    let expected = "/components/schemas/A/discriminator/mapping/e: `Gone` leads nowhere";
    assert_eq!(findings, [expected]);
}
