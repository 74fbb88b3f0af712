//! The generator as users call it: input and output.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use converse_codegen::{
    Crate, CredentialPlace, Difference, Document, Generator, Names, Overlay, Runtime, Settings,
    Target,
};
use serde_json::{Value, json};

fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Helpdesk", "version": "1" },
        "servers": [{ "url": "https://helpdesk.example.com/api" }],
        "security": [{ "key": [] }],
        "paths": {
            "/tickets/{id}": { "get": {
                "operationId": "getTicket",
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                "responses": { "200": { "description": "", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/desk.Ticket" } } } } },
            } },
            "/odd": { "get": {
                "operationId": "odd",
                "x-converse-pagination": { "style": "cursor" },
                "responses": { "204": { "description": "" } },
            } },
        },
        "components": {
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Api-Key" } },
            "schemas": { "desk.Ticket": {
                "type": "object",
                "required": ["subject"],
                "properties": { "subject": { "type": "string" }, "state": { "enum": ["open", "closed"] } },
            } },
        },
    })
}

fn generator() -> Generator {
    Generator::new(document()).name("helpdesk")
}

fn made(generator: Generator) -> Crate {
    generator.build().expect("the document is good")
}

#[test]
fn a_crate_shows_how_its_client_gets_several_credentials() {
    let scheme = |name: &str| json!({ "type": "apiKey", "in": "header", "name": name });
    let document = |security: Value| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Keys", "version": "1" },
            "security": security,
            "paths": { "/a": { "get": { "operationId": "a", "responses": { "204": { "description": "Done." } } } } },
            "components": { "securitySchemes": {
                "appId": scheme("X-App-Id"),
                "app-key": scheme("X-App-Key"),
                "userPass": { "type": "http", "scheme": "basic" },
            } },
        })
    };
    let several = [
        "use converse_keys::{Client, Credential, ErrorKind};",
        ".credential_for(\"appId\", Credential::from_env(\"KEYS_APP_ID\")?)",
        ".credential_for(\"app-key\", Credential::from_env(\"KEYS_APP_KEY\")?)",
        "`KEYS_APP_ID` (for `appId`), `KEYS_APP_KEY` (for `app-key`)",
    ];
    let password = [
        ".credential(Credential::basic(\"user\", std::env::var(\"KEYS_PASSWORD\")?))",
        "`KEYS_API_KEY` as `user:password`",
    ];
    for (security, expected) in [
        (json!([{ "appId": [], "app-key": [] }]), &several[..]),
        (json!([{ "userPass": [] }]), &password),
    ] {
        let made = Generator::new(document(security))
            .name("keys")
            .build()
            .expect("it can be generated");
        for words in expected {
            assert!(
                made.files["README.md"].contains(words),
                "{words}: {}",
                made.files["README.md"]
            );
        }
        let docs = &made.files["src/lib.rs"];
        let call = expected.iter().find(|words| words.starts_with('.'));
        assert!(docs.contains(call.expect("there is a call")), "{docs}");
    }
}

#[test]
fn the_report_says_what_became_of_the_document() {
    let report = made(generator()).report;
    assert_eq!(report.base_url, "https://helpdesk.example.com/api");
    let [operation] = report.operations.as_slice() else {
        panic!("{:?}", report.operations);
    };
    assert_eq!(
        (operation.id.as_str(), operation.name.as_str()),
        ("getTicket", "get_ticket")
    );
    assert_eq!(
        (operation.method.as_str(), operation.path.as_str()),
        ("GET", "/tickets/{id}")
    );
    let place = CredentialPlace::Header {
        name: "x-api-key".to_owned(),
        prefix: String::new(),
    };
    let [schemes] = operation.security.as_slice() else {
        panic!("{:?}", operation.security);
    };
    let schemes: Vec<_> = schemes
        .iter()
        .map(|it| (it.name.as_str(), &it.place))
        .collect();
    assert_eq!(schemes, [("key", &place)]);
    let [left] = report.left_out.as_slice() else {
        panic!("{:?}", report.left_out);
    };
    assert_eq!(left.operation, "odd");
    assert!(
        left.pointer
            .starts_with("/paths/~1odd/get/x-converse-pagination"),
        "{left:?}"
    );
    assert!(!left.problem.help().is_empty());
    assert_eq!(report.types, 2);
    assert!(report.passes.is_empty());
    assert!(!made(generator().trace(true)).report.passes.is_empty());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(made(generator()).files, made(generator()).files);
}

#[test]
fn every_file_says_where_it_comes_from_and_none_names_a_command_of_ours() {
    for target in [Target::default(), Target::Workspace, Target::Module] {
        let made = made(
            generator()
                .target(target.clone())
                .generated_by("`make client`"),
        );
        for (path, text) in &made.files {
            let first = text.lines().next().unwrap_or_default();
            assert!(
                first.contains("@generated by `make client`. Do not edit."),
                "{path}: {first}"
            );
            assert!(!text.contains("xtask"), "{target:?}: {path}");
        }
    }
}

#[test]
fn a_crate_finds_the_runtime_where_it_is_told() {
    let manifest = |target| made(generator().target(target)).files["Cargo.toml"].clone();
    let version = Target::Standalone(Runtime::Version("7.1".to_owned()));
    assert!(manifest(version).contains("converse-core = { version = \"7.1\", "));
    let path = Target::Standalone(Runtime::Path("../core".into()));
    assert!(manifest(path).contains("converse-core = { path = \"../core\", "));
    assert!(manifest(Target::Workspace).contains("converse-core.workspace = true"));
}

#[test]
fn a_module_has_a_root_to_include_and_its_parts_beside_it() {
    let made = made(
        Generator::new(document())
            .name("help-desk")
            .target(Target::Module),
    );
    let paths: BTreeSet<&str> = made.files.keys().map(String::as_str).collect();
    assert!(
        paths.contains("help_desk.rs") && paths.contains("help_desk/client.rs"),
        "{paths:?}"
    );
    assert!(
        !paths.contains("Cargo.toml") && !paths.contains("README.md"),
        "{paths:?}"
    );
    for (path, text) in &made.files {
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        assert!(
            !code.clone().any(|line| line.contains("crate::")),
            "{path}: {text}"
        );
    }
}

#[test]
fn names_settings_and_corrections_are_taken() {
    let names = "[types]\n\"desk.Ticket\" = \"Case\"\n";
    let mut settings = Settings::new("helpdesk");
    settings.title = "The Desk".to_owned();
    let overlay =
        "actions: [{ target: \"$.paths['/odd']\", remove: true, description: d, x-source: s }]";
    let made = made(
        generator()
            .names(Names::parse("names.toml", names).unwrap())
            .settings(settings)
            .overlay(Overlay::parse("overlay.yaml", overlay).unwrap())
            .note("A note."),
    );
    assert!(made.files["src/types.rs"].contains("pub struct Case "));
    assert_eq!(made.names.types["desk.Ticket"], "Case");
    assert!(made.files["src/lib.rs"].contains("\"The Desk\", env!"));
    assert!(made.files["src/lib.rs"].contains("\n//! A note.\n"));
    assert!(made.report.left_out.is_empty());
}

#[test]
fn what_does_not_fit_is_named_with_its_file() {
    let overlay = "actions: [{ target: $.gone, remove: true, description: d, x-source: s }]";
    let overlay = Overlay::parse("corrections.yaml", overlay).unwrap();
    let problem = generator().overlay(overlay).build().unwrap_err();
    assert_eq!(
        (problem.path(), problem.pointer()),
        ("corrections.yaml", "/actions/0/target")
    );

    let safety = "title = 't'\ndescription = 'd'\nkeywords = []\ncredential_variable = 'C'\n\
                  base_url_variable = 'B'\n[safety.gone]\nidempotent = true\nsource = 's'\n";
    let settings = Settings::parse("desk.toml", safety).unwrap();
    assert_eq!(
        generator().settings(settings).build().unwrap_err().path(),
        "desk.toml"
    );

    let mut settings = Settings::new("helpdesk");
    settings.base_url = Some("nowhere".to_owned());
    assert_eq!(
        generator().settings(settings).build().unwrap_err().path(),
        "settings"
    );

    let document = Document::from_value("swagger.json", json!({ "swagger": "2.0" }));
    let problem = Generator::new(document).build().unwrap_err();
    assert_eq!(
        (problem.path(), problem.pointer()),
        ("swagger.json", "/swagger")
    );
    assert!(problem.help().contains("swagger2openapi"), "{problem}");
    assert!(generator().name("7up").build().is_err());
}

#[test]
fn files_come_from_a_loader_and_from_nowhere_else() {
    let text = "openapi: 3.0.3\ncomponents: { schemas: { A: { $ref: 'parts/a.json' } } }\n";
    let loader = |path: &Path| {
        (path == Path::new("parts/a.json")).then(|| r#"{ "type": "integer" }"#.to_owned())
    };
    let document = Document::parse_with("api.yaml", text, &loader).unwrap();
    let reference = document.value()["components"]["schemas"]["A"]["$ref"].as_str();
    let pointer = reference
        .and_then(|reference| reference.strip_prefix('#'))
        .unwrap();
    assert_eq!(
        document.value().pointer(pointer),
        Some(&json!({ "type": "integer" }))
    );
    assert!(document.files().is_empty());

    let client = made(Generator::new(Document::parse("api.yaml", text).unwrap()));
    let [problem] = &client.report.invalid[..] else {
        panic!("{:?}", client.report.invalid);
    };
    assert_eq!(problem.pointer(), "/components/schemas/A/$ref");
    assert!(problem.rule().contains("does not name a file"), "{problem}");
}

#[test]
fn a_document_that_lacks_most_responses_is_warned_about() {
    let document = |bare: Value| {
        let full = json!({ "responses": { "204": { "description": "Done." } } });
        let paths = json!({ "/a": { "get": full, "put": bare, "post": bare } });
        let document = json!({ "openapi": "3.2.0", "info": { "title": "T" }, "paths": paths });
        Document::from_value("api.json", document)
    };
    let warnings = |bare| made(Generator::new(document(bare))).report.warnings;
    let found = warnings(json!({}));
    assert_eq!(found[0].rule(), "2 of 3 operations document no response");
    assert_eq!(warnings(json!({ "responses": { "default": {} } })), []);
}

#[test]
fn an_operation_that_cannot_be_read_is_left_out_with_its_place_and_reason() {
    let text = "openapi: 3.0.3\npaths: { /a: { get: { $ref: get.yaml }, put: x, post: { responses: { '204': {} } } }, /b: \
                { $ref: '#/x-b' } }\nx-b: { get: { $ref: '#/gone' } }\n";
    let report = made(Generator::new(Document::parse("api.yaml", text).unwrap())).report;
    let left_out = report.left_out.iter();
    let left_out = left_out.map(|left| (left.pointer.as_str(), left.reason.as_str()));
    let expected = [
        ("/paths/~1a/get/$ref", "`get.yaml` does not name a file"),
        (
            "/paths/~1a/put",
            "an operation is expected here, and this is a string",
        ),
        ("/x-b/get/$ref", "`#/gone` leads nowhere"),
    ];
    assert_eq!(left_out.collect::<Vec<_>>(), expected);
    assert_eq!(report.operations.len(), 1);
}

#[test]
fn the_files_that_were_read_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let [api, part] = ["api.yaml", "part.yaml"].map(|file| folder.path().join(file));
    fs::write(&api, "a: { $ref: 'part.yaml' }\nb: { $ref: 'part.yaml' }\n").unwrap();
    fs::write(&part, "type: string\n").unwrap();
    assert_eq!(Document::read(&api).unwrap().files(), [api, part]);
}

#[test]
fn a_folder_is_compared_and_brought_in_line() {
    let folder = tempfile::tempdir().unwrap();
    let client = made(generator().target(Target::Module));
    client.write(folder.path()).unwrap();
    assert_eq!(client.compare(folder.path()), Ok(Vec::new()));

    let file = folder.path().join("helpdesk/types.rs");
    // A file that is up to date is not written again, so that cargo sees no change.
    let long_ago = SystemTime::UNIX_EPOCH;
    let opened = fs::File::options().write(true).open(&file).unwrap();
    opened.set_modified(long_ago).unwrap();
    client.write(folder.path()).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), long_ago);

    fs::remove_file(&file).unwrap();
    let missing = Difference::Missing("helpdesk/types.rs".to_owned());
    assert_eq!(client.compare(folder.path()), Ok(vec![missing]));
}
