//! Tests adding and removing, on a copy of the workspace's files.

mod refusals;
mod regions;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{AddArguments, Command, run};
use crate::codegen;
use crate::load;
use crate::progress::Progress;
use crate::regions::read;
use crate::sync::{Mode, Outcome};
use crate::workspace::Workspace;
use converse_codegen::Result;

/// A document with everything that the lines of a provider need.
const DOCUMENT: &str = r#"{
  "openapi": "3.0.3",
  "info": { "title": "ACME Chat API", "version": "1" },
  "servers": [{ "url": "https://api.acme.example/v1" }],
  "security": [{ "key": [] }],
  "paths": {
    "/notes": {
      "get": {
        "operationId": "listNotes",
        "responses": { "200": { "description": "", "content": { "application/json": { "schema": {
          "type": "object", "properties": { "id": { "type": "string" } } } } } } }
      }
    }
  },
  "components": { "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } } }
}
"#;

struct Copy {
    folder: tempfile::TempDir,
    workspace: Workspace,
}

/// The files that the commands read and write.
fn copy() -> Copy {
    let folder = tempfile::tempdir().unwrap();
    let original = Workspace::current();
    for path in [
        "Cargo.toml",
        "README.md",
        "docs",
        "specs",
        "crates/converse",
        "crates/converse-core/Cargo.toml",
        "crates/converse-core/src/exports.rs",
        "crates/providers",
        "tests/Cargo.toml",
        "xtask/Cargo.toml",
    ] {
        copy_to(&original.root().join(path), &folder.path().join(path));
    }
    let workspace = Workspace::new(folder.path());
    Copy { folder, workspace }
}

fn copy_to(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy_to(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

impl Copy {
    fn add(&self, name: &str, document: &str) -> Result<String> {
        self.add_with(name, document, |_| {})
    }

    fn add_with(
        &self,
        name: &str,
        document: &str,
        change: impl FnOnce(&mut AddArguments),
    ) -> Result<String> {
        let inputs = tempfile::tempdir().unwrap();
        let spec = inputs.path().join("published.json");
        fs::write(&spec, document).unwrap();
        let mut arguments = AddArguments {
            name: name.to_owned(),
            spec,
            overlay: None,
            title: None,
            strip_prose: false,
            default: false,
        };
        change(&mut arguments);
        self.run(&Command::Add(arguments))
    }

    fn remove(&self, name: &str) -> Result<String> {
        let name = name.to_owned();
        self.run(&Command::Remove { name })
    }

    fn run(&self, command: &Command) -> Result<String> {
        let mut out = anstream::StripStream::new(Vec::new());
        let outcome = run(
            &self.workspace,
            command,
            &mut out,
            &mut Progress::on_terminal(),
        )?;
        assert_eq!(outcome, Outcome::InSync);
        Ok(String::from_utf8(out.into_inner()).unwrap())
    }

    /// Returns the outcome of `codegen --check`.
    fn check(&self) -> (Outcome, String) {
        let mut out = anstream::StripStream::new(Vec::new());
        let progress = &mut Progress::on_terminal();
        let outcome = codegen::run(&self.workspace, &[], Mode::Check, &mut out, progress).unwrap();
        (outcome, String::from_utf8(out.into_inner()).unwrap())
    }

    /// Returns every file and folder.
    fn tree(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut found = BTreeMap::new();
        collect(self.folder.path(), &mut found);
        found
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, Option<Vec<u8>>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
            found.insert(path, None);
        } else {
            let text = fs::read(&path).unwrap();
            found.insert(path, Some(text));
        }
    }
}

/// Returns all providers and these, as lists name them.
fn names(more: &[&str]) -> Vec<String> {
    let mut names = load::provider_names(&Workspace::current()).unwrap();
    names.extend(more.iter().map(|name| name.to_string()));
    names.sort();
    names
}

/// Returns the lines of `new` that `old` does not have.
fn added<'a>(old: &str, new: &'a str) -> Vec<&'a str> {
    let old: Vec<&str> = old.lines().collect();
    new.lines().filter(|line| !old.contains(line)).collect()
}

#[test]
fn removing_undoes_adding_to_the_byte() {
    let copy = copy();
    let before = copy.tree();
    // First, in between and last in every list; with a short and a long name, as a default and not.
    for name in ["a", "bird-two", "zulip-with-a-name-that-needs-lines"] {
        let is_default = name == "bird-two";
        copy.add_with(name, DOCUMENT, |arguments| arguments.default = is_default)
            .unwrap();
        assert_ne!(copy.tree(), before, "{name}");
        copy.remove(name).unwrap();
        assert!(copy.tree() == before, "{name} left something behind");
    }
}

#[test]
fn two_providers_can_go_in_any_order() {
    let copy = copy();
    let before = copy.tree();
    copy.add("acme", DOCUMENT).unwrap();
    copy.add("acme-two", DOCUMENT).unwrap();
    copy.remove("acme").unwrap();
    assert!(copy.text("Cargo.toml").contains("converse-acme-two = "));
    copy.remove("acme-two").unwrap();
    assert!(copy.tree() == before);
}

#[test]
fn adding_writes_the_lines_that_people_would() {
    let copy = copy();
    let before = read(&copy.workspace).unwrap();
    let printed = copy.add("acme-chat", DOCUMENT).unwrap();
    let lines = |path: &str| {
        let new = copy.text(path);
        let lines = added(&before[path], &new);
        lines.join("\n")
    };
    assert_eq!(
        lines("Cargo.toml"),
        concat!(
            r#"converse-acme-chat = { path = "crates/providers/acme-chat", version = ""#,
            env!("CARGO_PKG_VERSION"),
            r#"", default-features = false }"#
        )
    );
    assert_eq!(
        lines("crates/converse/src/lib.rs"),
        "//! | ACME Chat | `ACME_CHAT_API_KEY` | `ACME_CHAT_BASE_URL` |\n\
         #[cfg(feature = \"acme-chat\")]\npub mod acme_chat;"
    );
    assert_eq!(
        lines("crates/converse/src/testing/providers.rs"),
        "    #[cfg(feature = \"acme-chat\")]\n    \
         &crate::acme_chat::CONTRACT,"
    );
    assert_eq!(
        lines("crates/converse/src/dynamic.rs"),
        "    #[cfg(feature = \"acme-chat\")]\n    AnyProvider::of::<crate::acme_chat::Client>(),"
    );
    assert_eq!(
        lines("README.md"),
        "| [ACME Chat](crates/providers/acme-chat) | `acme-chat` | 1 operation | `x-key: <key>`, from `ACME_CHAT_API_KEY` | `https://api.acme.example/v1` |"
    );
    assert_eq!(
        lines("crates/converse/Cargo.toml"),
        "acme-chat = [\"dep:converse-acme-chat\"]\n    \
         \"converse-acme-chat?/client\",\n    \
         \"converse-acme-chat?/schemars\",\n    \
         \"converse-acme-chat?/dynamic\",\n    \
         \"converse-acme-chat?/examples\",\n\
         converse-acme-chat = { workspace = true, optional = true }"
    );
    let coverage = "\n## ACME Chat\n\n1 operation.\n\n| operation | call | state | credential | retries | pages | examples tested |\n| --- | --- | --- | --- | --- | --- | --- |\n| `GET /notes` | `list_notes` | implemented | `x-key: <key>` | idempotent | – | – |\n\n## Bird\n";
    assert!(copy.text("docs/coverage.md").contains(coverage));
    assert_eq!(copy.text("specs/acme-chat/openapi.json"), DOCUMENT);
    assert!(
        copy.text("specs/acme-chat/provider.toml")
            .starts_with("title = \"ACME Chat\"\n")
    );
    // The new lines are printed, and codegen generates the same.
    assert!(printed.contains("pub mod acme_chat;"), "{printed}");
    let (outcome, printed) = copy.check();
    assert_eq!(outcome, Outcome::InSync, "{printed}");
}

#[test]
fn a_provider_is_a_default_if_asked_for() {
    let copy = copy();
    copy.add("acme", DOCUMENT).unwrap();
    copy.add_with("acme-two", DOCUMENT, |arguments| arguments.default = true)
        .unwrap();
    let manifest = copy.text("crates/converse/Cargo.toml");
    assert!(manifest.contains("default\n    \"acme-two\",\n    \"bird\",\n"));
    let readme = copy.text("README.md");
    assert!(readme.contains("(crates/providers/acme) | `acme` | "));
    assert!(readme.contains("(crates/providers/acme-two) | `acme-two` (default) | "));
}

#[test]
fn what_people_wrote_for_a_provider_is_named_or_shown() {
    let copy = copy();
    copy.add("acme", DOCUMENT).unwrap();
    let module = copy.text("crates/converse/src/acme.rs");
    copy.write(
        "crates/converse/src/acme.rs",
        &format!("{module}\nmod uploads;\n"),
    );
    copy.write("crates/converse/src/acme/uploads.rs", "//! Uploads.\n");
    let manifest = "crates/converse/Cargo.toml";
    let edited = copy.text(manifest).replace(
        "acme = [\"dep:converse-acme\"]",
        "# Uploads need a digest.\nacme = [\"dep:converse-acme\", \"dep:sha2\"]",
    );
    copy.write(manifest, &edited);
    let printed = copy.remove("acme").unwrap();
    for line in [
        "left crates/converse/src/acme/, ",
        "- mod uploads;",
        "- # Uploads need a digest.",
        "`git grep -nw -e acme` lists what still names it",
    ] {
        assert!(printed.contains(line), "{line}: {printed}");
    }
    assert!(
        copy.folder
            .path()
            .join("crates/converse/src/acme/uploads.rs")
            .exists()
    );
    assert!(
        !copy
            .folder
            .path()
            .join("crates/converse/src/acme.rs")
            .exists()
    );
    assert!(!copy.text(manifest).contains("Uploads need"));
    // The folder prevents another provider of that name.
    let problem = copy.add("acme", DOCUMENT).unwrap_err().to_string();
    assert!(
        problem.contains("crates/converse/src/acme, which exists"),
        "{problem}"
    );
}

#[test]
fn what_is_given_goes_into_specs() {
    let copy = copy();
    let inputs = tempfile::tempdir().unwrap();
    let overlay = inputs.path().join("corrections.yaml");
    let text = "overlay: 1.0.0\nactions:\n  - target: $.paths['/notes'].get\n    description: It had another name.\n    x-source: inferred\n    update: { operationId: readNotes }\n";
    fs::write(&overlay, text).unwrap();
    copy.add_with("acme", DOCUMENT, |arguments| {
        arguments.overlay = Some(overlay);
        arguments.title = Some("A. C. M. E.".to_owned());
        arguments.strip_prose = true;
    })
    .unwrap();
    assert_eq!(copy.text("specs/acme/overlay.yaml"), text);
    assert!(
        !copy
            .text("specs/acme/openapi.json")
            .contains("\"description\"")
    );
    assert!(
        copy.text("docs/coverage.md").contains("`read_notes`")
            && copy
                .text("README.md")
                .contains("| [A. C. M. E.](crates/providers/acme) | `acme` | 1 operation | ")
    );
}

#[test]
fn a_split_document_becomes_one_file() {
    let copy = copy();
    let inputs = tempfile::tempdir().unwrap();
    let spec = inputs.path().join("root.yaml");
    let split = "openapi: 3.0.3\ninfo: { title: Acme, version: '1' }\npaths:\n  /a:\n    get:\n      operationId: readA\n      responses:\n        '200':\n          content:\n            application/json:\n              schema: { $ref: 'parts/a.yaml#/A' }\n";
    fs::write(&spec, split).unwrap();
    fs::create_dir(inputs.path().join("parts")).unwrap();
    fs::write(
        inputs.path().join("parts/a.yaml"),
        "A: { type: object, properties: { id: { type: string } } }\n",
    )
    .unwrap();
    let printed = copy
        .add_with("acme", "{}", |arguments| arguments.spec = spec)
        .unwrap();
    assert!(
        printed.contains("the document names no absolute server"),
        "{printed}"
    );
    let text = copy.text("specs/acme/openapi.yaml");
    assert!(text.contains("#/x-files/0-a/A"), "{text}");
    let source = load::source(&copy.workspace, "acme").unwrap();
    assert!(codegen::generate_provider(source).is_ok());
}
