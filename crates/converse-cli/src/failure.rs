//! Why a command failed: one line for people, an exit code for programs.

use std::io;
use std::process::ExitCode;

use anstyle::AnsiColor;
use converse::{BuildError, Delivery, Error, ErrorKind};

/// The exit code of a wrong command.
pub const USAGE: u8 = 2;

const LOCAL: u8 = 1;
const CREDENTIAL: u8 = 3;
const NOT_SENT: u8 = 4;
const REJECTED: u8 = 5;
const UNAUTHORIZED: u8 = 6;
const NOT_FOUND: u8 = 7;
const CONFLICT: u8 = 8;
const RATE_LIMITED: u8 = 9;
const UNKNOWN: u8 = 10;
const ACCEPTED: u8 = 11;

/// Why a command failed.
#[derive(Debug)]
pub struct Failure {
    line: String,
    code: u8,
}

impl Failure {
    /// Returns the failure of a command that is wrong.
    pub fn usage(line: String) -> Self {
        Self { line, code: USAGE }
    }

    pub fn no_command() -> Self {
        Self::usage("no command; see `converse --help`".to_owned())
    }

    /// Returns the failure of something on this machine.
    pub fn io(what: &str, error: &io::Error) -> Self {
        Self {
            line: format!("{what}: {error}"),
            code: LOCAL,
        }
    }

    /// Returns the failure of what follows a call: the call itself was carried out.
    pub fn of_output(line: String) -> Self {
        Self { line, code: LOCAL }
    }

    /// Returns the failure of the configuration.
    pub fn configuration(line: String) -> Self {
        Self {
            line,
            code: CREDENTIAL,
        }
    }

    /// Returns the failure of a signature.
    pub fn rejected(line: String) -> Self {
        Self {
            line,
            code: REJECTED,
        }
    }

    /// Returns the end of a command whose reader has enough, which is no failure.
    pub fn reader_is_gone() -> Self {
        Self {
            line: String::new(),
            code: 0,
        }
    }

    /// Returns whether the command was wrong.
    pub fn is_of_usage(&self) -> bool {
        self.code == USAGE
    }

    /// Returns the failure with what is wrong in detail.
    pub fn with_details(mut self, details: &[String]) -> Self {
        if !details.is_empty() {
            self.line = format!("{}: {}", self.line, details.join("; "));
        }
        self
    }

    /// Prints the line, and returns the exit code.
    pub fn report(&self) -> ExitCode {
        if !self.line.is_empty() {
            let red = AnsiColor::Red.on_default().bold();
            anstream::eprintln!("{red}error:{red:#} {}", without_control(&self.line));
        }
        ExitCode::from(self.code)
    }
}

/// Returns text without what would move the cursor, change the terminal or the direction of the text: a provider may have
/// written it.
pub fn without_control(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if is_hidden(c) { ' ' } else { c })
        .collect()
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        // What a program would do is no help at a terminal.
        let line = error.to_string();
        let line = line.split("; set it, or give").next().unwrap_or_default();
        Self::configuration(format!(
            "{line}; set it in the environment or in a profile, see `converse auth status`"
        ))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = code(&error);
        // What happened. The advice that follows is for programs.
        let line = error.to_string();
        let mut line = line.split("; ").next().unwrap_or_default().to_owned();
        // The provider's own words are for whoever sits at the terminal.
        if let Some(message) = error.message() {
            line = format!("{line}: {message}");
        }
        let help = match (code, error.delivery()) {
            (UNAUTHORIZED, _) => "see `converse auth status`",
            (UNKNOWN, _) => "it may have been carried out: check before you run it again",
            (ACCEPTED, _) => "it was carried out: do not run it again",
            (USAGE, _) => "nothing was sent",
            (_, Delivery::NotSent) => "nothing was sent; check the base URL and the network",
            (RATE_LIMITED, _) => "wait, then run it again",
            _ => "it was not carried out",
        };
        Self {
            line: format!("{line}; {help}"),
            code,
        }
    }
}

fn code(error: &Error) -> u8 {
    match (error.kind(), error.delivery()) {
        (ErrorKind::Invalid, Delivery::NotSent) => USAGE,
        (ErrorKind::MissingCredential | ErrorKind::Credential | ErrorKind::Build, _) => CREDENTIAL,
        (ErrorKind::File, _) => LOCAL,
        (ErrorKind::Unauthorized | ErrorKind::Forbidden, _) => UNAUTHORIZED,
        (ErrorKind::NotFound, _) => NOT_FOUND,
        (ErrorKind::Conflict, _) => CONFLICT,
        (ErrorKind::RateLimited, _) => RATE_LIMITED,
        (_, Delivery::NotSent) => NOT_SENT,
        (_, Delivery::Rejected) => REJECTED,
        (_, Delivery::Accepted) => ACCEPTED,
        _ => UNKNOWN,
    }
}
