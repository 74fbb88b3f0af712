//! Documents in several files, and what becomes of them.

use std::fs;

use super::*;
use crate::document::Document;

fn bundled(files: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let path = root.join(files[0].0);
    let document = Document::read_as(&path, "api.yaml", read::DOCUMENT_LIMIT);
    document.unwrap().into_value()
}

/// Returns a document with a schema that is a reference.
fn schema(reference: &str) -> String {
    format!("components: {{ schemas: {{ A: {{ $ref: '{reference}' }} }} }}")
}

/// Returns that reference in the bundled document.
fn reference(document: &Value) -> &str {
    document["components"]["schemas"]["A"]["$ref"]
        .as_str()
        .unwrap()
}

/// Returns why the file of that reference is not part of the bundled document.
fn unread(document: &Value) -> &str {
    document["components"]["schemas"]["A"][UNREAD]
        .as_str()
        .unwrap_or_default()
}

#[test]
fn files_become_part_of_the_document() {
    let document = bundled(&[
        ("api.yaml", &schema("parts/b.yaml#/B")),
        (
            "parts/b.yaml",
            "B: { items: { $ref: '../c.json' }, not: { $ref: '#/D' } }\nD: {}",
        ),
        ("c.json", r#"{"type": "string"}"#),
    ]);
    let b = pointer::resolve(&document, reference(&document)).unwrap();
    let c = pointer::resolve(&document, b["items"]["$ref"].as_str().unwrap()).unwrap();
    assert_eq!(c["type"], "string");
    assert_eq!(b["not"]["$ref"], "#/x-files/0-b/D");
}

#[test]
fn what_cannot_be_read_is_left_with_the_reason() {
    for (text, reason) in [
        ("../../etc/passwd", "leads out of the document's folder"),
        ("gone.yaml", "does not name a file"),
        (
            "broken.yaml",
            "the file is not the YAML that is expected here",
        ),
        ("plain.yaml#anchor", "the file does not have this anchor"),
    ] {
        let document = bundled(&[
            ("api.yaml", &schema(text)),
            ("broken.yaml", "a: ["),
            ("plain.yaml", "type: string"),
        ]);
        assert_eq!(reference(&document), text);
        assert!(unread(&document).contains(reason), "{document}");
    }
}

#[test]
fn a_reference_to_the_web_is_left_without_a_reason() {
    let text = "https://a.example/b.yaml";
    let document = bundled(&[("api.yaml", &schema(text))]);
    assert_eq!(reference(&document), text);
    assert!(document["components"]["schemas"]["A"].get(UNREAD).is_none());
}

#[test]
fn a_circle_of_references_ends() {
    // OpenAPI 3.1.1, 4.8.23; RFC 6901, 4: a place is reached token by token, or not at all.
    for text in [
        "info: { description: { $ref: '#/info/description' } }",
        "info: { title: { $ref: '#/info/description' }, description: { $ref: '#/info/title' } }",
        "components: { schemas: { A: { $ref: '#/components/schemas/A/x' } } }",
        "components: { schemas: { A: { $ref: '#/components/schemas/B/x' },
            B: { $ref: '#/components/schemas/A/y' } } }",
    ] {
        let document = bundled(&[("api.yaml", text)]);
        let expected = read::parse(Path::new("api.yaml"), "", text).unwrap();
        assert_eq!(document, expected);
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_within_the_folder_and_not_out_of_it() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    // The folder itself may be reached through a link.
    let (root, outside) = (folder.path().join("real"), folder.path().join("outside"));
    for folder in [&root, &outside] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("b.yaml"), "type: string").unwrap();
    }
    let root = folder.path().join("root");
    symlink(folder.path().join("real"), &root).unwrap();
    symlink("b.yaml", root.join("link.yaml")).unwrap();
    symlink("../outside/b.yaml", root.join("file.yaml")).unwrap();
    symlink(&outside, root.join("parts")).unwrap();
    let read = |reference: &str| {
        let api = root.join("api.yaml");
        fs::write(&api, schema(reference)).unwrap();
        let document = Document::read_as(&api, "api.yaml", read::DOCUMENT_LIMIT);
        document.unwrap().into_value()
    };
    let document = read("link.yaml");
    assert_eq!(document["x-files"]["0-link"]["type"], "string");
    for reference in ["file.yaml", "parts/b.yaml", "parts/b.yaml#/type"] {
        let document = read(reference);
        let reason = unread(&document);
        assert!(
            reason.ends_with("leads out of the document's folder"),
            "{reason}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let api = "components: { schemas: { A: { $ref: b.yaml }, B: { $ref: ./c/../link.yaml } } }";
    fs::write(root.join("api.yaml"), api).unwrap();
    let part = "items: { $ref: './api.yaml#/components/schemas/A' }";
    fs::write(root.join("b.yaml"), part).unwrap();
    std::os::unix::fs::symlink("b.yaml", root.join("link.yaml")).unwrap();
    let document = Document::read(root.join("api.yaml")).unwrap().into_value();
    let files = document["x-files"].as_object().unwrap();
    assert_eq!(files.len(), 1, "{document}");
    assert_eq!(files["0-b"]["items"]["$ref"], "#/components/schemas/A");
}

#[test]
fn a_folder_above_that_of_the_document_can_be_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("apis")).unwrap();
    fs::write(
        root.join("b.yaml"),
        "items: { $ref: 'apis/api.yaml#/components/schemas/A' }",
    )
    .unwrap();
    let api = root.join("apis/api.yaml");
    fs::write(&api, schema("../b.yaml")).unwrap();
    let read = |root: &Path| Document::read_within(root, &api, "api.yaml", 1000);
    let document = read(root).unwrap().into_value();
    assert_eq!(reference(&document), "#/x-files/0-b");
    let back = &document["x-files"]["0-b"]["items"]["$ref"];
    assert_eq!(back, "#/components/schemas/A");
    assert!(unread(&read(&root.join("apis")).unwrap().into_value()).contains("`--root`"));
    let other = tempfile::tempdir().unwrap();
    let problem = read(other.path()).unwrap_err();
    assert!(
        problem
            .rule()
            .starts_with("the document is not in the folder"),
        "{problem}"
    );
}

#[test]
fn only_references_name_files() {
    // OpenAPI 3.1.1, 4.8.23 and 4.9: what is in an example or an extension is data.
    let text = "paths: { /a: { get: { x-code: { $ref: a.php }, responses: { '200': { content: {
        application/json: { example: { $ref: b.json }, schema: { default: { $ref: c.json } } } } } } } } }";
    let document = bundled(&[("api.yaml", text)]);
    assert_eq!(
        document,
        read::parse(Path::new("api.yaml"), "", text).unwrap()
    );
}

#[test]
fn a_reference_may_lead_through_another() {
    let document = bundled(&[
        ("api.yaml", &schema("b.yaml#/schemas/B")),
        ("b.yaml", "schemas: { $ref: c.yaml }"),
        ("c.yaml", "B: { items: { $ref: d.yaml } }"),
        ("d.yaml", "type: string"),
    ]);
    assert_eq!(
        document["x-files"]["0-b"]["schemas"]["$ref"],
        "#/x-files/1-c"
    );
    let items = &document["x-files"]["1-c"]["B"]["items"];
    assert_eq!(items["$ref"], "#/x-files/2-d");
}

#[test]
fn a_schema_of_another_file_is_found_by_its_anchor() {
    // JSON Schema 2020-12 Core, 8.2.2.
    let document = bundled(&[
        ("api.yaml", &schema("b.yaml#found")),
        (
            "b.yaml",
            "$defs: { B: { $anchor: found, items: { $ref: '#found' } } }",
        ),
    ]);
    assert_eq!(reference(&document), "#/x-files/0-b/$defs/B");
    let b = pointer::resolve(&document, reference(&document)).unwrap();
    assert_eq!(b["items"]["$ref"], "#/x-files/0-b/$defs/B");
}

#[test]
fn prose_may_be_a_file() {
    let document = bundled(&[
        ("api.yaml", "info: { description: { $ref: intro.md } }"),
        ("intro.md", "# Title: [x"),
    ]);
    assert_eq!(document["x-files"]["0-intro"], "# Title: [x");
}
