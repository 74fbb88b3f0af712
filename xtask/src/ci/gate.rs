//! The context of the steps: the workspace, and commands that must succeed.

use std::path::Path;
use std::process::{Command, Stdio};

use converse_codegen::{Problem, Result};

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
        self.run(&mut self.command("cargo", arguments))
    }

    /// Returns a command that runs in the root of the workspace.
    ///
    /// `cargo` is the one on the path: the variable `CARGO` names that of one toolchain, which reads no `+toolchain`.
    pub fn command<S: AsRef<str>>(&self, program: impl AsRef<Path>, arguments: &[S]) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(self.workspace.root());
        command.args(arguments.iter().map(AsRef::as_ref));
        command
    }

    /// Runs a command and shows what it prints.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        let line = written(command);
        eprintln!("   {line}");
        let status = command
            .status()
            .map_err(|error| unstartable(&line, &error))?;
        if status.success() {
            return Ok(());
        }
        Err(Problem::file(
            line,
            format!("the command failed: {status}"),
            "read its output above; the command can be run by itself",
        ))
    }

    /// Returns what a command prints on standard output.
    pub fn output(&self, command: &mut Command) -> Result<String> {
        let line = written(command);
        let output = command
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| unstartable(&line, &error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let rule = format!("the command failed: {}", output.status);
        Err(Problem::file(line, rule, "read its output above"))
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

/// Returns a command as one would type it.
fn written(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

fn unstartable(line: &str, error: &std::io::Error) -> Problem {
    Problem::file(
        line,
        format!("the command cannot be started: {error}"),
        "install the program, and check that it is on the path",
    )
}
