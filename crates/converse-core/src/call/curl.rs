//! A call as a command of curl.

use std::fmt::Write;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName};

use super::prepared_request::{Body, MASK, PreparedRequest};
use crate::operation::CredentialPlace;

/// The body is what the command reads.
const FROM_INPUT: &str = " \\\n  --data-binary @-";

impl PreparedRequest {
    /// Returns a command that sends the same request with curl in a POSIX shell, for a report of a bug.
    ///
    /// It takes the credential from the provider's environment variable. A body that cannot be written in a command, or
    /// is read as it is sent, is taken from the standard input.
    pub fn to_curl(&self) -> String {
        let mut command = match self.method {
            Method::HEAD => "curl --head ".to_owned(),
            _ => format!("curl --request {} ", self.method),
        };
        // Otherwise these signs have a meaning for curl.
        if self.url.contains(['[', ']', '{', '}']) {
            command.push_str("--globoff ");
        }
        let in_query = |place| matches!(place, CredentialPlace::Query { .. });
        command.push_str(&self.shell(&self.url, in_query));
        for (name, value) in &self.headers {
            let user = self.variables(|place| place == CredentialPlace::Basic);
            if let Some(user) = user.first().filter(|_| name == AUTHORIZATION) {
                let _ = write!(command, " \\\n  --user \"${user}\"");
                continue;
            }
            let text = match value.to_str().unwrap_or_default() {
                "" => format!("{name};"),
                text => format!("{name}: {text}"),
            };
            let header = self.shell(&text, |place| is_in_header(place, name));
            let _ = write!(command, " \\\n  --header {header}");
        }
        match &self.body {
            Body::None => {}
            Body::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') => {
                    let _ = write!(command, " \\\n  --data-raw {}", quoted(text));
                }
                _ => command.push_str(FROM_INPUT),
            },
            Body::Read => command.push_str(FROM_INPUT),
        }
        command
    }

    /// Returns a text for the shell, with the variables of the credentials in those places, which come last in it.
    fn shell(&self, text: &str, is_there: impl Fn(CredentialPlace) -> bool) -> String {
        let variables = self.variables(is_there);
        let parts: Vec<&str> = text.rsplitn(variables.len() + 1, MASK).collect();
        let mut parts = parts.into_iter().rev();
        let mut shell = quoted(parts.next().unwrap_or_default());
        for (variable, part) in variables.iter().zip(parts) {
            let _ = write!(shell, "\"${variable}\"");
            if !part.is_empty() {
                shell.push_str(&quoted(part));
            }
        }
        shell
    }

    fn variables(&self, is_there: impl Fn(CredentialPlace) -> bool) -> Vec<&'static str> {
        let there = self.credentials.iter().filter(|it| is_there(it.place));
        there.map(|it| it.variable).collect()
    }
}

fn is_in_header(place: CredentialPlace, header: &HeaderName) -> bool {
    match place {
        CredentialPlace::Header { name, .. } => header.as_str().eq_ignore_ascii_case(name),
        CredentialPlace::Cookie { .. } => header == COOKIE,
        CredentialPlace::Query { .. } | CredentialPlace::Basic => false,
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
