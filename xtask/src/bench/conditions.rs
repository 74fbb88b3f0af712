//! What the figures of a benchmark depend on besides the code.

use std::thread::available_parallelism;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;
use converse_codegen::Result;

use crate::process;
use crate::workspace::Workspace;

/// The machine, the compiler and the day.
pub struct Conditions {
    pub(super) machine: String,
    pub(super) date: String,
}

impl Conditions {
    /// Returns those of this run.
    pub fn now(workspace: &Workspace) -> Result<Self> {
        let version = process::output(&mut workspace.command("rustc", &["--version"]))?;
        Ok(Self {
            machine: machine(&version),
            date: today(),
        })
    }

    /// Returns the line above the tables that cargo printed with these arguments.
    pub fn line(&self, arguments: &[&str]) -> String {
        let Self { machine, date } = self;
        let arguments = arguments.join(" ");
        format!("By `cargo {arguments}` on {date}; {machine}:")
    }
}

/// Returns the machine and its compiler, which reports its version, such as `rustc 1.95.0 (…)`.
fn machine(version: &str) -> String {
    let cores = match available_parallelism().map_or(1, usize::from) {
        1 => "1 core".to_owned(),
        number => format!("{number} cores"),
    };
    let system = match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    };
    let compiler = version.split_once(" (").map_or(version, |(it, _)| it);
    let architecture = std::env::consts::ARCH;
    format!("{cores}, {architecture} {system}, {}", compiler.trim())
}

/// Returns the date in UTC.
fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let now = DateTime::from_timestamp(seconds.cast_signed(), 0).unwrap_or_default();
    now.format("%Y-%m-%d").to_string()
}
