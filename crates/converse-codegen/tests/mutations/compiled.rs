//! Compiles crates, all in one workspace whose dependencies are shared with other tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use converse_codegen::Crate;
use converse_codegen::internals::as_modules;
use serde_json::Value;

/// Checks the crates; returns the first message of each that gives one, an error or a warning.
pub fn faults(crates: &[(String, Crate)]) -> BTreeMap<String, String> {
    let home = target().join("mutations");
    // Crates of another number of rounds.
    let _ = fs::remove_dir_all(home.join("crates"));
    for (name, made) in crates {
        let folder = home.join("crates").join(name);
        made.write(&folder).expect("the target folder is writable");
        // The examples in the docs, as one more test: compiled one by one, they would take long.
        let examples = format!(
            "#![allow(dead_code, unused_mut)]\n{}",
            as_modules(&made.files)
        );
        let file = folder.join("tests/doc_examples.rs");
        fs::write(file, examples).expect("the target folder is writable");
    }
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n\
        [profile.dev]\ndebug = \"line-tables-only\"\n";
    fs::write(home.join("Cargo.toml"), manifest).expect("the target folder is writable");
    // Always ours, so that cargo adds the crates to it and resolves no version anew.
    let lock = package().join("../../Cargo.lock");
    fs::copy(lock, home.join("Cargo.lock")).expect("the target folder is writable");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&home)
        .args([
            "check",
            "--offline",
            "--quiet",
            "--keep-going",
            "--workspace",
        ])
        .args(["--lib", "--tests", "--message-format=json"])
        .args(["--no-default-features", "--features", &features(crates)])
        .env("CARGO_TARGET_DIR", target())
        .output()
        .expect("cargo runs");
    let mut faults = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let manifest = message["manifest_path"].as_str().unwrap_or_default();
        let folder = Path::new(manifest).parent().and_then(Path::file_name);
        let of = folder.map(|name| name.to_string_lossy().into_owned());
        if let (Some(of), Some(text)) = (of, message["message"]["rendered"].as_str()) {
            faults.entry(of).or_insert_with(|| text.to_owned());
        }
    }
    if !output.status.success() && faults.is_empty() {
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        faults.insert("cargo".to_owned(), message);
    }
    faults
}

/// Returns the features that turn on all code of all crates.
fn features(crates: &[(String, Crate)]) -> String {
    let mut features = Vec::new();
    for (name, made) in crates {
        features.push(format!("converse-{name}/dynamic"));
        features.push(format!("converse-{name}/examples"));
        if !made.report.parts.is_empty() {
            features.push(format!("converse-{name}/all"));
        }
    }
    features.join(",")
}

/// Returns the folder of the runtime.
pub fn core() -> PathBuf {
    package().with_file_name("converse-core")
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the folder that cargo builds in.
fn target() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().unwrap_or(temporary).to_path_buf()
}
