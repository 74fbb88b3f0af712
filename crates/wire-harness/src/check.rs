//! Compiles the crates of a corpus: one workspace, one target folder, our lock file.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use converse_codegen::{Problem, Result};

/// The compiler's messages on one crate.
pub struct Checked {
    pub time: Duration,
    succeeded: bool,
    /// Its warnings and errors, a line each.
    pub messages: Vec<String>,
}

impl Checked {
    /// Returns whether the crate compiles without a warning.
    pub fn is_clean(&self) -> bool {
        self.succeeded && self.messages.is_empty()
    }
}

/// Joins the crates to one workspace, with the dependency versions of ours.
pub fn prepare(workspace: &Path, home: &Path, packages: &[String]) -> Result<()> {
    let members: Vec<String> = packages
        .iter()
        .map(|name| format!("    \"crates/{name}\",\n"))
        .collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n[profile.dev]\ndebug = false\n",
        members.concat()
    );
    let failed = |error: std::io::Error| {
        Problem::file(
            home,
            format!("it cannot be written: {error}"),
            "check permissions and disk space",
        )
    };
    fs::create_dir_all(home).map_err(failed)?;
    fs::write(home.join("Cargo.toml"), manifest).map_err(failed)?;
    fs::copy(workspace.join("Cargo.lock"), home.join("Cargo.lock")).map_err(failed)?;
    Ok(())
}

/// Compiles one crate with these features and those that every crate has, without TLS.
pub fn check(home: &Path, package: &str, features: &[&str], jobs: usize) -> Result<Checked> {
    let start = Instant::now();
    let features = [&["dynamic", "examples", "schemars"], features].concat();
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(home)
        .args([
            "check",
            "--quiet",
            "--message-format=json",
            "--no-default-features",
        ])
        .args(["--features", &features.join(","), "--package", package])
        .args(["--jobs", &jobs.to_string()])
        .env("CARGO_TARGET_DIR", home.join("target"))
        .output()
        .map_err(|error| {
            Problem::file(
                home,
                format!("cargo does not run: {error}"),
                "install cargo",
            )
        })?;
    let messages: Vec<String> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(message)
        .collect();
    let mut checked = Checked {
        time: start.elapsed(),
        succeeded: output.status.success(),
        messages,
    };
    if !checked.succeeded && checked.messages.is_empty() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        checked.messages.extend(
            stderr
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(str::to_owned),
        );
    }
    Ok(checked)
}

/// Returns a warning or error of the compiler, with its place.
fn message(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let message = line.get("message")?;
    let level = message.get("level")?.as_str()?;
    if !matches!(level, "warning" | "error") {
        return None;
    }
    let place = message.pointer("/spans/0").map_or(String::new(), |span| {
        format!(
            "{}:{}: ",
            span["file_name"].as_str().unwrap_or_default(),
            span["line_start"]
        )
    });
    Some(format!(
        "{place}{level}: {}",
        message.get("message")?.as_str()?
    ))
}
