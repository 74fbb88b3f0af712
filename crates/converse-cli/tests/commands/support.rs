//! Runs the binary with an environment of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use converse::testing::{CREDENTIAL, Server};
use tempfile::TempDir;

pub const ID: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

/// A line that sends a message.
pub const SEND: [&str; 8] = [
    "bridge",
    "create-message",
    "--conversation-id",
    "c-1",
    "--message-body",
    "Hi",
    "--enable-external-broadcast",
    "false",
];

/// The binary, with a folder for files and the variables that it sees.
pub struct Cli {
    folder: TempDir,
    variables: BTreeMap<String, String>,
}

/// What a run left.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Cli {
    /// Returns one without a credential.
    pub fn bare() -> Self {
        Self {
            folder: TempDir::new().expect("a folder can be made"),
            variables: BTreeMap::new(),
        }
    }

    /// Returns one that talks to a server, without retries that would wait.
    pub fn new(server: &Server) -> Self {
        let mut cli = Self::bare();
        for provider in server.providers() {
            let url = server.base_url(provider.name);
            cli = cli.variable(provider.base_url_variable, &url);
            cli = cli.variable(provider.credential_variable, CREDENTIAL);
            for parameter in provider.parameters {
                cli = cli.variable(parameter.variable, ID);
            }
        }
        cli
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Writes a file, and returns its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("it can be written");
        path.to_str().expect("it is UTF-8").to_owned()
    }

    pub fn command(&self, line: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_converse"));
        command.args(line).env_clear().envs(&self.variables);
        // An editor is looked for, and no configuration of whoever runs the test.
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.folder.path());
        command
    }

    pub fn run(&self, line: &[&str]) -> Run {
        self.run_with(line, "")
    }

    /// Runs the binary with this on its standard input.
    pub fn run_with(&self, line: &[&str], input: &str) -> Run {
        let mut command = self.command(line);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        // One that does not read has ended by then.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
        Run {
            code: output.status.code().expect("it was not killed"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}
