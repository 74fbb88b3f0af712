//! A request that does not fit the provider's document.

use converse_core::dynamic::{Contract, Problem};
use converse_core::http::StatusCode;
use converse_core::operation::Operation;

use crate::answer::Answer;
use crate::error_body;
use crate::route::Route;

/// Why a request is refused, and with which status.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// A sentence without its full stop. It repeats nothing of the request, which may be secret.
    pub(crate) problem: String,
    /// The methods that a path has, if another one was used.
    pub(crate) allow: Option<String>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, problem: impl Into<String>) -> Self {
        Self {
            status,
            problem: problem.into(),
            allow: None,
        }
    }
}

/// A refused request.
pub(crate) struct Refused {
    pub(crate) problem: String,
    pub(crate) answer: Box<Answer>,
}

impl Refused {
    /// Returns the refusal of a request that is for no operation.
    pub(crate) fn of(refusal: Refusal) -> Self {
        let status = refusal.status.as_u16();
        let answer = Answer::new(status, error_body::undocumented(&refusal.problem));
        let answer = match &refusal.allow {
            Some(allow) => answer.header("allow", allow),
            None => answer,
        };
        Self {
            problem: refusal.problem,
            answer: Box::new(answer),
        }
    }

    /// Returns the refusal of a request to a provider, as the provider writes it.
    pub(crate) fn by(contract: &Contract, operation: Option<&Operation>, refusal: Refusal) -> Self {
        let statuses = [refusal.status.as_u16()];
        Self {
            answer: Box::new(error_body::answer(
                contract,
                operation,
                &statuses,
                &refusal.problem,
            )),
            problem: refusal.problem,
        }
    }

    /// Returns the refusal of arguments that the document does not allow.
    pub(crate) fn of_arguments(route: &Route, problems: &[Problem]) -> Self {
        let problems: Vec<String> = problems.iter().map(Problem::to_string).collect();
        let problem = problems.join("; ");
        Self {
            answer: Box::new(error_body::answer(
                route.contract,
                Some(route.operation),
                &[422, 400],
                &problem,
            )),
            problem,
        }
    }
}
