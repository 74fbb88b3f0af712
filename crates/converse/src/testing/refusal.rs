//! A request that does not fit the provider's document.

use converse_core::http::StatusCode;
use serde_json::json;

use super::Answer;

/// Why a request is refused, and with which status.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// A sentence without its full stop. It repeats nothing of the request, which may be secret.
    pub(super) problem: String,
    /// The methods that a path has, if another one was used.
    pub(super) allow: Option<String>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, problem: impl Into<String>) -> Self {
        Self {
            status,
            problem: problem.into(),
            allow: None,
        }
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let body = json!({ "error": refusal.problem, "server": "converse::testing" });
        let answer = Self::new(refusal.status.as_u16(), body);
        match refusal.allow {
            Some(allow) => answer.header("allow", &allow),
            None => answer,
        }
    }
}
