//! Commands that must succeed.

use std::path::Path;
use std::process::{Command, Stdio};

use converse_codegen::{Problem, Result};

use crate::workspace::Workspace;

impl Workspace {
    /// Returns a command that runs in the root of the workspace.
    ///
    /// `cargo` is the one on the path: the variable `CARGO` names that of one toolchain, which reads no `+toolchain`.
    pub fn command<S: AsRef<str>>(&self, program: impl AsRef<Path>, arguments: &[S]) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(self.root());
        command.args(arguments.iter().map(AsRef::as_ref));
        command
    }
}

/// Runs a command and shows what it prints.
pub fn run(command: &mut Command) -> Result<()> {
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
pub fn output(command: &mut Command) -> Result<String> {
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

/// Returns a command as one would type it.
pub fn written(command: &Command) -> String {
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
