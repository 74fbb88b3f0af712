//! The context of the steps: the workspace, and commands that must succeed.

use std::path::Path;
use std::process::{Command, Stdio};

use converse_codegen::{Problem, Result};

use crate::process;
use crate::workspace::Workspace;

/// The outcome of a step that did not fail.
pub enum Ended {
    Passed,
    /// A tool that it needs is not installed.
    Skipped(String),
}

/// One run of the gate.
pub struct Gate<'a> {
    pub workspace: &'a Workspace,
    /// Whether a step that cannot run is a failure.
    full: bool,
}

impl<'a> Gate<'a> {
    pub fn new(workspace: &'a Workspace, full: bool) -> Self {
        Self { workspace, full }
    }

    /// Runs cargo with these arguments.
    pub fn cargo<S: AsRef<str>>(&self, arguments: &[S]) -> Result<()> {
        process::run(&mut self.command("cargo", arguments))
    }

    /// Returns a command that runs in the root of the workspace.
    pub fn command<S: AsRef<str>>(&self, program: impl AsRef<Path>, arguments: &[S]) -> Command {
        self.workspace.command(program, arguments)
    }

    /// Whether a command can be started and succeeds; its output is not shown.
    pub fn succeeds<S: AsRef<str>>(&self, program: &str, arguments: &[S]) -> bool {
        let mut command = self.command(program, arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    /// Ends a step whose tool is not installed: with a failure if no step may be skipped.
    pub fn missing(&self, what: &str, help: &str) -> Result<Ended> {
        if self.full {
            return Err(Problem::file(what, "it is not installed", help));
        }
        Ok(Ended::Skipped(format!("{what} is not installed; {help}")))
    }
}
