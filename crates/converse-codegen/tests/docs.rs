//! What a document says beside types is in the docs of the crate.

use std::collections::BTreeMap;

use converse_codegen::{Document, Generator};
use serde_json::json;

/// Returns the files of the crate of a document in which each place of docs says something else.
fn files() -> BTreeMap<String, String> {
    let thing = json!({ "$ref": "#/components/schemas/Thing" });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Docs", "version": "1" },
        "servers": [{ "url": "https://api.example.com" }],
        "paths": { "/things": {
            "get": {
                "operationId": "listThings",
                "parameters": [
                    { "name": "limit", "in": "query", "description": "How many.",
                      "schema": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20 } },
                    { "name": "status", "in": "query", "schema": { "$ref": "#/components/schemas/Status" } },
                    { "name": "name", "in": "query", "required": true, "description": "The name.\nIn full.",
                      "schema": { "$ref": "#/components/schemas/Name" } },
                ],
                "responses": {
                    "200": { "description": "The things." },
                    "404": { "description": "There is [no] such list.\n\n    never run;\n" },
                    "422": { "$ref": "#/components/responses/Refused" },
                    "5XX": { "description": "Try\r\nagain." },
                    "default": { "description": "Something else." },
                },
            },
            "post": {
                "operationId": "addThing",
                "requestBody": { "content": { "application/json": { "schema": thing } } },
                "responses": { "204": { "description": "Added." } },
            },
        } },
        "components": {
            "responses": { "Refused": { "description": "A field is *invalid*." } },
            "schemas": {
                "Code": { "x-converse-error-codes": true, "oneOf": [
                    { "const": "E1", "description": "A thing | is missing." }, { "const": "E2" }] },
                "Name": { "type": "string", "minLength": 1, "pattern": "^[a-z]+$" },
                "Status": { "type": "string", "enum": ["ACTIVE", "CLOSED"], "default": "ACTIVE" },
                "Thing": { "type": "object", "properties": {
                    "draft": { "type": "boolean", "default": false, "description": "Whether it is one." },
                    "email": { "type": "string", "format": "email", "maxLength": 60 },
                    "status": { "$ref": "#/components/schemas/Status", "default": "CLOSED" },
                    "tags": { "type": "array", "minItems": 1, "items": { "type": "string" } },
                    "level": { "oneOf": [{ "const": "low", "description": "Below 1." }, { "const": "high" }] },
                } },
            },
        },
    });
    let made = Generator::new(Document::from_value("docs", document)).name("docs");
    made.build().expect("the document is valid").files
}

#[test]
fn a_setter_says_what_the_document_says_of_its_parameter() {
    let builders = &files()["src/builder.rs"];
    for expected in [
        "        /// How many.\n        ///\n        /// 1 to 100. Default: `20`.\n        optional query limit",
        "        /// Sets the parameter `status`.\n        ///\n        /// Default: `ACTIVE`.\n        optional query status",
        "        /// The name.\n        /// In full.\n        ///\n        /// At least 1 character. Matches `^[a-z]+$`.\n        ///\n        /// Required.\n        required query name",
    ] {
        assert!(builders.contains(expected), "{expected}\n\n{builders}");
    }
}

#[test]
fn a_field_says_its_limits_and_its_default_also_without_a_description() {
    let types = &files()["src/types.rs"];
    for expected in [
        "        /// Whether it is one.\n        ///\n        /// Default: `false`.\n        pub draft",
        "        /// At most 60 characters. Format: `email`.\n        pub email",
        "        /// Default: `CLOSED`.\n        pub status",
        "        /// At least 1 item.\n        pub tags",
    ] {
        assert!(types.contains(expected), "{expected}\n\n{types}");
    }
}

#[test]
fn a_value_of_an_enum_says_what_its_schema_says() {
    let enums = &files()["src/types/open.rs"];
    let expected = "        /// Below 1.\n        Low = \"low\",\n        High = \"high\",\n";
    assert!(enums.contains(expected), "{enums}");
}

#[test]
fn the_crate_lists_the_error_codes() {
    let library = &files()["src/lib.rs"];
    for expected in [
        "//! The codes that the provider lists, which are the values of [`types::Code`].",
        "//! | code | meaning |\n//! | --- | --- |\n//! | `E1` | A thing \\| is missing. |\n//! | `E2` |  |\n",
        "    .error_codes(&[\n        \"E1\",\n        \"E2\",\n    ]);",
    ] {
        assert!(library.contains(expected), "{expected}\n\n{library}");
    }
}

#[test]
fn sending_says_what_each_status_means_that_is_no_success() {
    let builders = &files()["src/builder.rs"];
    let expected = "    ///
    /// - `404`: There is \\[no\\] such list. never run;
    /// - `422`: A field is *invalid*.
    /// - `5XX`: Try again.
    /// - Any other status: Something else.
    send_empty";
    assert!(builders.contains(expected), "{builders}");
    assert!(!builders.contains("The things."), "{builders}");
}
