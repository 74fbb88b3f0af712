//! Generated code as a module of a crate: the example's build script, and the documents of all rules.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use converse_codegen::{Document, Generator, Target};

#[test]
fn the_client_of_the_example_is_generated_by_its_build_script_and_keeps_the_promises() {
    let example = package().join("examples/build-script");
    let home = target().join("build-script-example");
    copy(&example, &home);
    let manifest = fs::read_to_string(home.join("Cargo.toml")).expect("it was copied");
    // Relative to the example, not to its copy.
    let crates = package().with_file_name("");
    let crates = crates.display().to_string().replace('\\', "/");
    let manifest = manifest
        .replace("path = \"../../..", &format!("path = \"{crates}"))
        .replace(
            "path = \"../..\"",
            &format!("path = \"{crates}/converse-codegen\""),
        );
    fs::write(home.join("Cargo.toml"), manifest).expect("the target folder is writable");
    check(&home, &[]);
    let features = ["--features", "dynamic,examples"];
    let tested = cargo(&home, &[&["test"][..], &features].concat());
    assert!(tested.contains("12 passed"), "{tested}");
}

#[test]
fn the_documents_of_all_rules_compile_as_modules() {
    let home = target().join("rules-as-modules");
    let _ = fs::remove_dir_all(home.join("src"));
    // A crate root has attributes that a module cannot have.
    let mut library = "#![warn(clippy::pedantic, missing_docs, unreachable_pub, unused_qualifications)]\n//! Modules.\n\n".to_owned();
    for entry in fs::read_dir(package().join("test_data")).expect("the test data is there") {
        let folder = entry.expect("the folder can be read").path();
        let name = folder.file_name().expect("it has a name").to_string_lossy();
        let document = Document::read(folder.join("openapi.yaml"))
            .unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let generator = Generator::new(document).name(name).target(Target::Module);
        let made = generator.build().expect("a rule's document is a client");
        let root = made.files.keys().find(|path| !path.contains('/'));
        let root = root.expect("a module has a root");
        let _ = writeln!(library, "include!({root:?});");
        made.write(home.join("src"))
            .expect("the target folder is writable");
    }
    fs::write(home.join("src/lib.rs"), library).expect("the target folder is writable");
    fs::write(home.join("Cargo.toml"), manifest()).expect("the target folder is writable");
    check(&home, &["--all-features"]);
    check(&home, &["--features", "client"]);
    // Types alone, by the features of the runtime.
    check(&home, &[]);
}

fn manifest() -> String {
    let core = package().with_file_name("converse-core");
    format!(
        r#"[package]
name = "rules-as-modules"
version = "0.0.0"
edition = "2024"

[workspace]

[features]
client = ["converse-core/client"]
dynamic = ["client"]
examples = []
schemars = ["dep:schemars", "converse-core/schemars"]

[dependencies]
converse-core = {{ path = {core:?}, default-features = false }}
schemars = {{ version = "1", features = ["chrono04", "uuid1"], optional = true }}
serde_json = {{ version = "1", features = ["preserve_order"] }}
uuid = {{ version = "1", features = ["serde"] }}
"#
    )
}

/// Checks the crate, which must give no warning.
fn check(home: &Path, arguments: &[&str]) {
    cargo(home, &[&["check"][..], arguments].concat());
}

/// Runs cargo in the crate, which must give no warning, and returns what it printed.
fn cargo(home: &Path, arguments: &[&str]) -> String {
    // Always ours, so that cargo adds the crate to it and resolves no version anew.
    let lock = package().join("../../Cargo.lock");
    fs::copy(lock, home.join("Cargo.lock")).expect("the target folder is writable");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(home)
        .args(arguments)
        .args(["--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", target())
        // As our workspace has it: with another setting, all dependencies would be built once more.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .output()
        .expect("cargo runs");
    let message = String::from_utf8_lossy(&output.stderr);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && message.trim().is_empty(),
        "{message}{printed}"
    );
    printed.into_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the target folder is writable");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let copied = to.join(path.file_name().expect("it has a name"));
        match path.is_dir() {
            true if path.ends_with("target") => {}
            true => copy(&path, &copied),
            false => {
                fs::copy(&path, copied).expect("the target folder is writable");
            }
        }
    }
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the folder that cargo builds in: the dependencies are shared with other tests.
fn target() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().unwrap_or(temporary).to_path_buf()
}
