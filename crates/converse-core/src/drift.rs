//! Where responses differ from the provider's document.
//!
//! Types tolerate what a document does not list, so a program does not notice that its provider is ahead of it. A client
//! with [`on_drift`](crate::ClientBuilder::on_drift) tells: it compares each successful JSON response with the shape of its type,
//! before it decodes it. Without it a call does nothing more. A body of more than 256 KiB is not compared, and of one at
//! most a hundred differences are told.
//!
//! ```
//! # use converse_core as converse;
//! # fn watched<C: converse::provider::ProviderClient>(builder: converse::ClientBuilder<C>) -> converse::ClientBuilder<C> {
//! builder.on_drift(|drift| {
//!     let (operation, kind) = (drift.operation().id, drift.kind());
//!     eprintln!("{operation}: {kind:?} at {}", drift.place());
//! })
//! # }
//! ```

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::operation::Operation;
use crate::types::{Problem, ProblemKind, Shape, problems};

/// A place at which a response differs from the provider's document.
#[derive(Clone)]
pub struct Drift {
    operation: &'static Operation,
    problem: Problem,
    value: Option<Value>,
}

/// How a response differs from the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A required field is missing. The response does not decode.
    MissingField,
    /// A field that the document does not list. It is ignored, or kept with the others by a type that keeps them.
    UnknownField,
    /// A string that an enum does not list. It is kept as `Unknown`.
    UnknownValue,
    /// A variant that a union does not list. It is kept as `Unknown`.
    UnknownVariant,
    /// A value of another type. The response does not decode, unless a union keeps the value.
    OtherType,
}

impl Drift {
    /// Returns the operation whose response it is.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns how it differs.
    pub fn kind(&self) -> DriftKind {
        match self.problem.kind {
            ProblemKind::Missing => DriftKind::MissingField,
            ProblemKind::Unknown => DriftKind::UnknownField,
            ProblemKind::UnknownValue => DriftKind::UnknownValue,
            ProblemKind::UnknownVariant => DriftKind::UnknownVariant,
            ProblemKind::Type | ProblemKind::Rule => DriftKind::OtherType,
        }
    }

    /// Returns the place in the response: `conversations[3].status`. Empty for the whole response.
    pub fn place(&self) -> &str {
        &self.problem.place
    }

    /// Returns the value at the place, which may be personal: only if
    /// [`drift_values`](crate::ClientBuilder::drift_values) asks for it, and if there is one.
    pub fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }
}

/// What differs, as a sentence without the value.
impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (provider, id) = (self.operation.provider, self.operation.id);
        write!(f, "{provider} {id}: {}", self.problem)
    }
}

/// Without the value.
impl fmt::Debug for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drift")
            .field("operation", &self.operation.id)
            .field("kind", &self.kind())
            .field("place", &self.place())
            .finish_non_exhaustive()
    }
}

/// How many bytes a body has at most that is compared. As a value it takes a multiple of that.
const COMPARED: usize = 256 * 1024;

/// What is called with each difference.
pub(crate) type Listener = Arc<dyn Fn(&Drift) + Send + Sync>;

/// Whom a client tells.
#[derive(Clone)]
pub(crate) struct DriftReport {
    pub(crate) report: Listener,
    pub(crate) shows_values: bool,
}

impl DriftReport {
    /// Compares a response with the shape of its type. A body that is no JSON is left to the decoder.
    pub(crate) fn compare(&self, operation: &'static Operation, shape: Shape, body: &[u8]) {
        if body.len() > COMPARED {
            return;
        }
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return;
        };
        let found = problems(shape, &[], &value);
        // Limits are about what is sent.
        for problem in found.into_iter().filter(|it| it.kind != ProblemKind::Rule) {
            let found = self
                .shows_values
                .then(|| at(&value, &problem.place).cloned());
            (self.report)(&Drift {
                operation,
                problem,
                value: found.flatten(),
            });
        }
    }
}

/// Returns the value at a place.
fn at<'a>(value: &'a Value, place: &str) -> Option<&'a Value> {
    if place.is_empty() {
        return Some(value);
    }
    // Names may contain dots and brackets, so each step is the longest name that is there.
    let rest = place.strip_prefix('.').unwrap_or(place);
    if let Some((index, rest)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
        return at(value.get(index.parse::<usize>().ok()?)?, rest);
    }
    let fields = value.as_object()?.iter();
    let mut steps: Vec<_> = fields
        .filter_map(|(name, value)| Some((value, rest.strip_prefix(name.as_str())?)))
        .collect();
    steps.retain(|(_, rest)| rest.is_empty() || rest.starts_with(['.', '[']));
    steps.sort_by_key(|(_, rest)| rest.len());
    steps.into_iter().find_map(|(value, rest)| at(value, rest))
}
