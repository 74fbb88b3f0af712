//! A crate with a feature per tag compiles without a warning, whichever features are turned on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use converse_codegen::{Crate, Document, Generator, Runtime, Settings, Target};

#[test]
fn each_tag_compiles_by_itself_and_all_together() {
    let home = target().join("split-by-tag");
    let made = made();
    made.write(&home).expect("the target folder is writable");
    let manifest = format!("{}\n[workspace]\n", made.files["Cargo.toml"]);
    fs::write(home.join("Cargo.toml"), manifest).expect("the target folder is writable");
    // Always ours, so that cargo adds the crate to it and resolves no version anew.
    let lock = package().join("../../Cargo.lock");
    fs::copy(lock, home.join("Cargo.lock")).expect("the target folder is writable");
    let parts = &made.report.parts;
    assert!(parts.len() > 4, "{parts:?}");
    let tags = parts.iter().map(|part| part.feature.as_str());
    for feature in tags.chain(["", "all"]) {
        check(&home, &format!("dynamic,examples,{feature}"));
    }
    // Types alone.
    for feature in ["", "all"] {
        check(&home, &format!("examples,{feature}"));
    }
}

fn made() -> Crate {
    let rule = package().join("test_data/split-by-tag");
    let settings = fs::read_to_string(rule.join("provider.toml")).expect("the rule has settings");
    let settings = Settings::parse("provider.toml", &settings).expect("they are complete");
    let document = Document::read(rule.join("openapi.yaml")).expect("the rule has a document");
    let core = Runtime::Path(package().with_file_name("converse-core"));
    Generator::new(document)
        .name("split-by-tag")
        .settings(settings)
        .target(Target::Standalone(core))
        .build()
        .expect("a rule's document is a client")
}

/// Checks the crate and its tests, which must give no warning.
fn check(home: &Path, features: &str) {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(home)
        .args(["check", "--offline", "--quiet", "--lib", "--tests"])
        .args(["--no-default-features", "--features", features])
        .env("CARGO_TARGET_DIR", target())
        // As our workspace has it: with another setting, all dependencies would be built once more.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .output()
        .expect("cargo runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && message.trim().is_empty(),
        "{features}: {message}"
    );
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the folder that cargo builds in: the dependencies are shared with other tests.
fn target() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().unwrap_or(temporary).to_path_buf()
}
