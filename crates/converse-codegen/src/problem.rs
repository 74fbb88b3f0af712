//! Why a run stopped: the place, the rule, and the help.

use std::fmt;
use std::path::Path;

/// The result of every step that can fail on its input.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// One reason why a run stopped, or a warning about a document: the file, the JSON pointer, the rule and the
/// help. `Display` prints all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// The file, relative to the workspace if it lies in it.
    file: String,
    /// JSON pointer into the file; empty for the file as a whole.
    pointer: String,
    /// The violated rule.
    rule: String,
    /// What the maintainer can do about it.
    help: String,
}

impl Problem {
    /// Returns a problem with a file as a whole.
    pub fn file(file: impl AsRef<Path>, rule: impl Into<String>, help: impl Into<String>) -> Self {
        Self::at(file, "", rule, help)
    }

    /// Returns a problem at a JSON pointer of a file.
    pub fn at(
        file: impl AsRef<Path>,
        pointer: impl Into<String>,
        rule: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            file: file.as_ref().display().to_string(),
            pointer: pointer.into(),
            rule: rule.into(),
            help: help.into(),
        }
    }

    /// Returns the same problem, placed in `file`; passes know the pointer only.
    pub fn in_file(mut self, file: impl AsRef<Path>) -> Self {
        if self.file.is_empty() {
            self.file = file.as_ref().display().to_string();
        }
        self
    }

    /// Returns the file, as messages name it.
    pub fn path(&self) -> &str {
        &self.file
    }

    /// Returns the JSON pointer into the file; empty for the file as a whole.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the violated rule.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Returns what can be done about it.
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if !self.pointer.is_empty() {
            write!(f, "#{}", self.pointer)?;
        }
        write!(f, ": {}\n  help: {}", self.rule, self.help)
    }
}

/// What a step found in the document: the JSON pointer, the rule and the help. The driver knows the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// JSON pointer into the document; empty for the document as a whole.
    pub pointer: String,
    /// The violated rule.
    pub rule: String,
    /// What the maintainer can do about it.
    pub help: String,
    /// Whether the place is invalid, so that the client does without it.
    pub invalid: bool,
}

impl Finding {
    /// Returns what was found at a JSON pointer.
    pub fn at(
        pointer: impl Into<String>,
        rule: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            pointer: pointer.into(),
            rule: rule.into(),
            help: help.into(),
            invalid: false,
        }
    }

    /// Returns the same finding about an invalid place, without which the client is generated: it becomes any JSON, or
    /// is dropped.
    pub fn invalid(mut self) -> Self {
        self.invalid = true;
        self
    }

    /// Returns the problem that this is in `file`.
    pub fn in_file(self, file: impl AsRef<Path>) -> Problem {
        Problem::at(file, self.pointer, self.rule, self.help)
    }
}

/// Returns the problem of an output that cannot be written: the terminal is gone.
pub fn unwritable(error: std::io::Error) -> Problem {
    Problem::file(
        "standard output",
        format!("it cannot be written: {error}"),
        "run the command again",
    )
}
