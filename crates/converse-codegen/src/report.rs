//! The report on a document: operations, what is left out and why, untyped places, warnings and counts.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::api::{Api, PagingStyle, SecurityScheme};
use crate::problem::{Finding, Problem};
use crate::settings::SafetyCorrection;

/// The report on a document.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Report {
    /// The base URL of the client; empty if neither the document nor the settings have an absolute one.
    pub base_url: String,
    /// The operations that are methods of the client, in the order of the document.
    pub operations: Vec<GeneratedOperation>,
    /// The operations of the document that are not methods of the client.
    pub left_out: Vec<LeftOut>,
    /// The places where the document has a type and the client has any JSON.
    pub untyped: Vec<UntypedPlace>,
    /// Invalid places of the document that became any JSON or were dropped.
    pub invalid: Vec<Problem>,
    /// Other warnings about the document.
    pub warnings: Vec<Problem>,
    /// The parts of the crate, a feature each; empty unless it is [split](crate::SplitByTag).
    pub parts: Vec<GeneratedPart>,
    /// The number of types of the client.
    pub types: usize,
    /// The number of lines of Rust, without tests.
    pub lines: usize,
    /// The number of schemas in the document.
    pub schemas: usize,
    /// The changes of each pass; empty unless [`trace`](crate::Generator::trace) asked for it.
    pub passes: Vec<ChangedByPass>,
}

/// An operation that is a method of the client.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GeneratedOperation {
    /// The operation's id.
    pub id: String,
    /// The name of the client's method.
    pub name: String,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template below the base URL.
    pub path: String,
    /// The alternatives, the preferred one first: the schemes whose credentials a request carries together. An empty
    /// one allows a call without a credential; without any, the operation takes none.
    pub security: Vec<Vec<SecurityScheme>>,
    /// How its pages follow each other, if the call has streams over all pages.
    pub paging: Option<PagingKind>,
    /// Whether the request is idempotent, so that any failed attempt may be retried.
    pub idempotent: bool,
    /// What the settings say about retrying it.
    pub safety: Option<SafetyCorrection>,
    /// The documented bodies that a test of the crate decodes and encodes again.
    pub tested: TestedExamples,
}

/// How pages follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagingKind {
    /// Each page names the next one.
    Cursor,
    /// Pages have numbers.
    Number,
}

/// How many documented bodies a test of the crate decodes and encodes again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestedExamples {
    /// Those of requests.
    pub requests: usize,
    /// Those of responses.
    pub responses: usize,
}

/// A part of a crate: the operations whose first tag is one of its tags, and the types that only they need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct GeneratedPart {
    /// The feature that turns it on.
    pub feature: String,
    /// Its module.
    pub module: String,
    /// Its tags. Those whose names in Rust are equal share a part; operations without a tag have one of their own.
    pub tags: Vec<String>,
    /// The number of its operations.
    pub operations: usize,
}

/// An operation of the document that is not a method of the client.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// The operation's id.
    pub operation: String,
    /// JSON pointer into the document, to the cause.
    pub pointer: String,
    /// Why it is left out.
    pub reason: String,
    /// The same as a problem, with its help.
    #[serde(skip)]
    pub problem: Problem,
}

/// A place where the document has a type and the client has any JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UntypedPlace {
    /// JSON pointer into the document.
    pub pointer: String,
    /// Why there is no type.
    pub reason: String,
}

/// The changes of one pass of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChangedByPass {
    /// The pass.
    pub pass: &'static str,
    /// JSON pointers of the schemas that it changed.
    pub pointers: Vec<String>,
}

impl Report {
    /// Returns the report on the document in `file` that became `api`, in so many parts and lines; `tested` has the
    /// operations with examples.
    pub(crate) fn of(
        api: Api,
        file: &str,
        parts: Vec<GeneratedPart>,
        tested: &BTreeMap<String, TestedExamples>,
        lines: usize,
    ) -> Self {
        let by_status = api.error_unions.len() + api.success_unions.len();
        let types = api.structs.len() + api.enums.len() + api.unions.len() + by_status;
        let operations = api
            .operations
            .into_iter()
            .map(|operation| GeneratedOperation {
                tested: tested.get(&operation.id).copied().unwrap_or_default(),
                id: operation.id,
                name: operation.method_name,
                method: operation.method,
                path: operation.path,
                security: operation.security,
                paging: operation.paging.map(|paging| match paging.style {
                    PagingStyle::Cursor { .. } => PagingKind::Cursor,
                    PagingStyle::Page { .. } => PagingKind::Number,
                }),
                idempotent: operation.idempotent,
                safety: operation.safety,
            });
        let left_out = api.skipped.into_iter().map(|left| LeftOut {
            operation: left.operation,
            pointer: left.finding.pointer.clone(),
            reason: left.finding.rule.clone(),
            problem: left.finding.in_file(file),
        });
        let (invalid, warnings): (Vec<_>, Vec<_>) =
            api.warnings.into_iter().partition(|it| it.invalid);
        let in_file = |all: Vec<Finding>| all.into_iter().map(|it| it.in_file(file)).collect();
        let untyped = api.untyped.into_iter().map(|place| UntypedPlace {
            pointer: place.pointer,
            reason: place.reason,
        });
        let passes = api
            .changes
            .into_iter()
            .map(|(pass, pointers)| ChangedByPass { pass, pointers });
        Self {
            base_url: api.base_url,
            operations: operations.collect(),
            left_out: left_out.collect(),
            untyped: untyped.collect(),
            invalid: in_file(invalid),
            warnings: in_file(warnings),
            parts,
            types,
            lines,
            schemas: api.positions,
            passes: passes.collect(),
        }
    }
}
