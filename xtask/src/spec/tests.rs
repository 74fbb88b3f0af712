//! Imports into a folder with one provider.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Command, Prefer, prose, run};
use crate::workspace::Workspace;
use converse_codegen::Result;

struct Specs {
    folder: tempfile::TempDir,
    workspace: Workspace,
}

/// A workspace whose one provider has this document.
fn specs(file: &str, text: &str) -> Specs {
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace::new(folder.path());
    fs::create_dir_all(folder.path().join("specs/acme")).unwrap();
    let specs = Specs { folder, workspace };
    specs.write(&format!("specs/acme/{file}"), text);
    specs
}

impl Specs {
    fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(path);
        fs::write(&path, text).unwrap();
        path
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    fn document(&self) -> Value {
        serde_json::from_str(&self.text("specs/acme/openapi.json")).unwrap()
    }

    fn import(
        &self,
        files: &[PathBuf],
        strip_prose: bool,
        prefer: Option<Prefer>,
    ) -> Result<String> {
        let mut out = Vec::new();
        let command = Command::Import {
            name: "acme".to_owned(),
            files: files.to_vec(),
            strip_prose,
            prefer,
        };
        run(&self.workspace, &command, &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }
}

fn page(fragment: &Value) -> String {
    format!(
        "# A page\n\n```bash\ncurl -d '{{\"openapi\": 1'\n```\n\n~~~json title=\"The document\"\n{fragment}\n~~~\n\n```json\n{{\"components\": [1]}}\n```\n"
    )
}

fn fragment(paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Acme", "version": "1" },
        "tags": [{ "name": "notes" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

const OLD: &str = r#"{"openapi":"3.0.3","info":{"title":"Acme","version":"1"},"paths":{"/gone":{"get":{}}},"components":{"schemas":{"A":{"type":"string"},"B":{}}}}"#;

#[test]
fn pages_become_one_document() {
    let specs = specs("openapi.json", OLD);
    let one = fragment(
        json!({ "/a": { "get": { "x": 1 } } }),
        json!({ "A": { "type": "integer" } }),
    );
    let mut two = fragment(
        json!({ "/a": { "post": {} }, "/b": { "get": {} } }),
        json!({ "C": {}, "A": { "type": "integer" } }),
    );
    two["tags"] = json!([{ "name": "more" }, { "name": "notes" }]);
    let pages = [
        specs.write("one.md", &page(&one)),
        specs.write("two.md", &page(&two)),
    ];
    let summary = specs.import(&pages, false, None).unwrap();
    assert_eq!(
        summary,
        "wrote specs/acme/openapi.json\n\
         operations   3 added, 1 removed, 0 changed\n  + GET /a\n  + POST /a\n  + GET /b\n  - GET /gone\n\
         schemas      1 added, 1 removed, 1 changed\n  + C\n  - B\n  ~ A\n\
         other keys   1 added, 0 removed, 0 changed\n  + tags\n\
         bodies       0 kept, 0 without a place\n\
         next: `cargo xtask codegen acme`; remove the corrections that no longer change anything\n"
    );
    let expected = json!({
        "openapi": "3.0.3",
        "info": { "title": "Acme", "version": "1" },
        "tags": [{ "name": "notes" }, { "name": "more" }],
        "paths": { "/a": { "get": { "x": 1 }, "post": {} }, "/b": { "get": {} } },
        "components": { "schemas": { "A": { "type": "integer" }, "C": {} } },
    });
    // Compared as strings, since the order of keys matters.
    assert_eq!(
        specs.text("specs/acme/openapi.json"),
        format!("{expected:#}\n")
    );

    let summary = specs.import(&pages, false, None).unwrap();
    assert!(
        summary.starts_with("specs/acme/openapi.json says the same already"),
        "{summary}"
    );
}

#[test]
fn pages_that_contradict_each_other_are_told_apart() {
    let specs = specs("openapi.json", OLD);
    let with = |kind: &str| {
        fragment(
            json!({ "/a": { "get": {} } }),
            json!({ "A": { "properties": { "x/y": { "type": kind } } } }),
        )
    };
    let pages = [
        specs.write("one.md", &page(&with("string"))),
        specs.write("two.md", &page(&with("integer"))),
    ];
    let problem = specs.import(&pages, false, None).unwrap_err().to_string();
    for part in [
        "#/components/schemas/A/properties/x~1y/type",
        "one.md:7: \"string\"",
        "two.md:7: \"integer\"",
        "--prefer first",
    ] {
        assert!(problem.contains(part), "{part}\n{problem}");
    }
    assert_eq!(specs.text("specs/acme/openapi.json"), OLD);

    for (prefer, kind) in [(Prefer::First, "string"), (Prefer::Last, "integer")] {
        let summary = specs.import(&pages, false, Some(prefer)).unwrap();
        assert!(summary.contains("1 definitions differ"), "{summary}");
        assert_eq!(
            specs.document()["components"]["schemas"]["A"]["properties"]["x/y"]["type"],
            kind
        );
    }
}

#[test]
fn differing_prose_is_no_conflict_once_it_is_left_behind() {
    let specs = specs("openapi.json", OLD);
    let with = |text: &str| {
        fragment(
            json!({ "/a": { "get": {} } }),
            json!({ "A": { "description": text } }),
        )
    };
    let pages = [
        specs.write("one.md", &page(&with("one"))),
        specs.write("two.md", &page(&with("two"))),
    ];
    assert!(specs.import(&pages, false, None).is_err());
    specs.import(&pages, true, None).unwrap();
    assert_eq!(specs.document()["components"]["schemas"]["A"], json!({}));
}

#[test]
fn prose_goes_and_structure_stays() {
    let properties =
        json!({ "description": { "type": "string" }, "title": {}, "summary": {}, "example": {} });
    let data = json!({ "title": "Mr", "description": "tall" });
    let document = |prose: bool| {
        let mut schema =
            json!({ "properties": properties, "example": data, "default": data, "enum": [data] });
        let mut example = json!({ "value": data });
        let mut operation = json!({
            "parameters": [{ "name": "title", "schema": { "type": "string" } }],
            "responses": { "default": { "content": { "a/b": { "schema": schema, "examples": { "summary": example } } } } },
            "x-note": { "description": "ours" },
        });
        if prose {
            let text = Value::from("prose");
            schema["description"] = text.clone();
            schema["title"] = text.clone();
            example["summary"] = text.clone();
            operation["summary"] = text.clone();
            operation["parameters"][0]["description"] = text.clone();
            let response = &mut operation["responses"]["default"];
            response["description"] = text.clone();
            response["content"]["a/b"]["schema"] = schema.clone();
            response["content"]["a/b"]["examples"]["summary"] = example;
        }
        let mut info = json!({ "title": "Acme", "version": "1" });
        if prose {
            info["description"] = Value::from("prose");
        }
        json!({
            "info": info,
            "paths": { "/a": { "get": operation } },
            "components": { "schemas": { "title": schema, "summary": { "items": { "allOf": [schema] } } } },
        })
    };
    let mut stripped = document(true);
    prose::strip(&mut stripped);
    assert_eq!(stripped.to_string(), document(false).to_string());
}

fn with_bodies(examples: Value) -> Value {
    fragment(
        json!({
            "/a": { "post": {
                "requestBody": { "content": { "application/json": examples } },
                "responses": { "200": { "$ref": "#/components/responses/ok" } },
            } },
        }),
        json!({}),
    )
}

#[test]
fn our_bodies_stay_with_their_operation() {
    let ours = json!({ "examples": { "first": { "value": 1 } } });
    let mut old = with_bodies(ours.clone());
    old["components"]["responses"] = json!({ "ok": { "content": { "application/json": ours } } });
    old["paths"]["/gone"]["get"]["requestBody"]["content"]["application/json"] = ours.clone();
    let specs = specs("openapi.json", &old.to_string());

    let mut new = with_bodies(json!({ "example": 2 }));
    new["components"]["responses"] = json!({ "ok": { "content": { "text/plain": {} } } });
    let file = specs.write("new.json", &new.to_string());
    let summary = specs.import(&[file], false, None).unwrap();
    let body =
        &specs.document()["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"];
    assert_eq!(
        *body,
        json!({ "examples": { "example": { "value": 2 }, "first": { "value": 1 } } })
    );
    for line in [
        "bodies       1 kept, 2 without a place",
        "  - specs/acme/openapi.json#/paths/~1a/post/responses/200/content/application~1json/examples/first: the operation no longer has such a body",
        "  - specs/acme/openapi.json#/paths/~1gone/get/requestBody/content/application~1json/examples/first: the operation is gone",
    ] {
        assert!(summary.contains(line), "{line}\n{summary}");
    }
}

#[test]
fn webhooks_keep_their_bodies_and_lose_their_prose() {
    for key in ["webhooks", "x-webhooks"] {
        let with = |media: Value| {
            let mut document = fragment(json!({}), json!({}));
            document[key] = json!({ "made": { "post": { "summary": "prose",
                "requestBody": { "content": { "application/json": media } } } } });
            document
        };
        let ours = json!({ "examples": { "first": { "value": 1 } } });
        let specs = specs("openapi.json", &with(ours.clone()).to_string());
        let file = specs.write("new.json", &with(json!({})).to_string());
        let summary = specs.import(&[file], true, None).unwrap();
        let post = &specs.document()[key]["made"]["post"];
        let expected = json!({ "requestBody": { "content": { "application/json": ours } } });
        assert_eq!(*post, expected, "{summary}");
    }
}

#[test]
fn a_published_example_of_the_same_name_wins_and_is_told() {
    let old =
        with_bodies(json!({ "examples": { "first": { "value": 1 }, "second": { "value": 2 } } }));
    let new =
        with_bodies(json!({ "examples": { "first": { "value": 3 }, "second": { "value": 2 } } }));
    let specs = specs("openapi.json", &old.to_string());
    let file = specs.write("new.json", &new.to_string());
    let summary = specs.import(&[file], false, None).unwrap();
    assert!(
        summary.contains("bodies       1 kept, 1 without a place"),
        "{summary}"
    );
    assert!(
        summary.contains("the new version has another example of that name"),
        "{summary}"
    );
}

#[test]
fn yaml_stays_yaml_with_its_head() {
    let old = "# Where it is from.\n# More.\nopenapi: 3.0.3\n# Not the head.\npaths: {}\n";
    let specs = specs("openapi.yaml", old);
    let new = fragment(
        json!({ "/a": { "get": { "x": ["no", "1", 1.0, "2024-01-01", "a\nb"] } } }),
        json!({}),
    );
    let file = specs.write("new.json", &new.to_string());
    let summary = specs.import(&[file], false, None).unwrap();
    assert!(
        summary.starts_with("wrote specs/acme/openapi.yaml\n"),
        "{summary}"
    );
    let text = specs.text("specs/acme/openapi.yaml");
    assert!(
        text.starts_with("# Where it is from.\n# More.\nopenapi:"),
        "{text}"
    );
    assert!(!text.contains("Not the head"), "{text}");
    let read: Value = converse_codegen::internals::read::yaml("", &text).unwrap();
    assert_eq!(read, new);
}

#[test]
fn an_invalid_document_is_refused_with_help() {
    let specs = specs("openapi.json", OLD);
    for (file, text, message) in [
        (
            "a.md",
            "# Words\n\n```json\n{\"a\": 1}\n```\n",
            "a.md: the page does not contain a fragment",
        ),
        (
            "b.md",
            "```json\n{\"openapi\": \"3.0.3\", }\n```\n",
            "b.md:1: the file is not the JSON",
        ),
        (
            "c.json",
            "{\"swagger\": \"2.0\", \"paths\": {}}",
            "c.json#/openapi: the document is not OpenAPI 3",
        ),
        (
            "d.md",
            "```yaml\nopenapi: 3.1.0\ncomponents: {}\n```\n",
            "#/paths: the document has no operations",
        ),
        ("e.json", "[1]", "#/openapi: "),
    ] {
        let path = specs.write(file, text);
        let problem = specs.import(&[path], false, None).unwrap_err().to_string();
        assert!(problem.contains(message), "{problem}");
        assert!(problem.contains("help: "), "{problem}");
        assert_eq!(specs.text("specs/acme/openapi.json"), OLD);
    }
    let command = Command::Import {
        name: "none".to_owned(),
        files: vec!["a.json".into()],
        strip_prose: false,
        prefer: None,
    };
    let problem = run(&specs.workspace, &command, &mut Vec::new())
        .unwrap_err()
        .to_string();
    assert!(problem.contains("`none` is not a provider"), "{problem}");
}
