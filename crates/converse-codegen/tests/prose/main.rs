//! A document whose prose is full of code becomes a crate whose tests run none of it, as rustdoc itself shows. One
//! whose strings hold any character becomes a crate that compiles.

use std::path::{Path, PathBuf};
use std::process::Command;

use converse_codegen::{Document, Generator, Runtime, Settings, SplitByTag, Target};
use serde_json::Value;

mod characters;
mod document;

/// File that a block writes when it runs.
const TRACE: &str = "ran-";

#[test]
fn the_tests_of_a_crate_run_no_code_of_its_document() {
    let home = folder("prose");
    write_crate(&home, "prose", SplitByTag::Never, document_with_code());
    let printed = cargo(&home, &["test", "--features", "dynamic,examples"]);
    assert_none_ran(&home);
    let compiled: Vec<&str> = printed
        .lines()
        .filter(|line| line.contains("(line "))
        .collect();
    // The program of the crate, and the example of each operation: compiled, and not run.
    let ours = |line: &&&str| {
        let is_ours = ["test src/lib.rs - ", "test src/client.rs - "]
            .iter()
            .any(|start| line.starts_with(start));
        is_ours && line.ends_with(" - compile ... ok")
    };
    let found = compiled.iter().filter(ours).count();
    assert!(found > 1 && found == compiled.len(), "{compiled:#?}");
}

#[test]
fn a_crate_with_any_character_compiles_without_a_warning() {
    let home = folder("characters");
    let prose = |place: usize, is_long: bool| characters::sample(place, is_long);
    let document = document::document(&prose, &|_| String::new());
    write_crate(&home, "characters", SplitByTag::Always, document);
    let features = "dynamic,examples,schemars,all";
    cargo(&home, &["check", "--all-targets", "--features", features]);
}

fn document_with_code() -> Value {
    let forms = document::forms();
    let whole = |place: usize| {
        // An unclosed block swallows everything after it, so each form comes first somewhere.
        let (last, first) = forms.split_at(place % forms.len());
        [first, last].concat().join("\n\n")
    };
    let prose = |place: usize, is_long: bool| match is_long {
        true => whole(place),
        false => forms[place % forms.len()].clone(),
    };
    let block = |number: usize| {
        format!(
            "std::fs::write(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{TRACE}{number}\"), \"\").unwrap();"
        )
    };
    document::document(&prose, &block)
}

/// Returns a new folder for a crate.
fn folder(name: &str) -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if home.exists() {
        std::fs::remove_dir_all(&home).expect("the folder of an earlier run can go");
    }
    std::fs::create_dir_all(&home).expect("the target folder is writable");
    home
}

/// Writes the crate of a document; its settings have the title and the description of the document, as those of
/// `provider add` do.
fn write_crate(home: &Path, name: &str, split: SplitByTag, document: Value) {
    let said = |key: &str| {
        let text = document.pointer(key).and_then(Value::as_str);
        text.expect("the document has it").to_owned()
    };
    let mut settings = Settings::new(name);
    settings.title = said("/info/title");
    settings.description = said("/info/description");
    settings.documentation = Some(said("/externalDocs/url"));
    settings.split_by_tag = split;
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("");
    let mut made = Generator::new(Document::from_value("document", document))
        .name(name)
        .settings(settings)
        .target(Target::Standalone(Runtime::Path(
            crates.join("converse-core"),
        )))
        .build()
        .unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(made.report.left_out.len(), 0);
    if let Some(manifest) = made.files.get_mut("Cargo.toml") {
        manifest.push_str("\n[workspace]\n");
    }
    made.write(home)
        .unwrap_or_else(|problem| panic!("{problem}"));
    let lock = crates.with_file_name("Cargo.lock");
    std::fs::copy(lock, home.join("Cargo.lock")).expect("the lock is there");
}

/// Runs cargo and returns what it prints. It succeeds without a warning.
fn cargo(home: &Path, arguments: &[&str]) -> String {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // The dependencies are shared with other tests.
    let target = temporary.parent().unwrap_or(temporary);
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(home)
        .args(arguments)
        .args(["--offline", "--no-default-features"])
        .env("CARGO_TARGET_DIR", target)
        // As our workspace has it: with another setting, all dependencies would be built once more.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .output()
        .expect("cargo runs");
    let (printed, warned) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr),
    );
    let is_clean = output.status.success() && !warned.contains("warning");
    assert!(is_clean, "{printed}\n{warned}");
    printed
}

fn assert_none_ran(home: &Path) {
    let left: Vec<PathBuf> = std::fs::read_dir(home)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.to_string_lossy().contains(TRACE))
        .collect();
    assert!(left.is_empty(), "{} blocks ran: {left:?}", left.len());
}
