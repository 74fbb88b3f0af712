//! What a server does with one connection, and what the caller is to make of it.

use std::time::Duration;

use crate::support::KEY;

use super::subject::TEXT;

/// What a server does with one connection. When the steps are done it closes.
#[derive(Clone, Debug)]
pub struct Act {
    pub steps: Vec<Step>,
    pub end: End,
    /// The longest wait that the answer asks for, as the caller is to read it.
    pub retry_after: Option<Duration>,
}

/// One thing that a server does.
#[derive(Clone, Debug)]
pub enum Step {
    /// Reads a whole request.
    Read,
    /// Waits for the first byte of a request and leaves it unread.
    Peek,
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Writes these bytes one by one, with a pause after each.
    Trickle(Vec<u8>, Duration),
    /// Writes these bytes again and again, at most a thousand times a second, until the caller hangs up.
    Endless(Vec<u8>),
    /// Does nothing until the caller hangs up.
    Stall,
}

/// How an attempt ends, in the terms of the docs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    NoConnection,
    /// The time ran out before the status came.
    Late,
    /// The connection broke before the status came.
    Broken,
    Answer(u16, Body),
}

/// What came of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// A documented one of the operation.
    Documented,
    /// JSON, but not what the operation documents.
    OddJson,
    /// Text, but no JSON.
    Odd,
    /// No text.
    Binary,
    Empty,
    Late,
    Broken,
    TooLong,
}

impl Act {
    pub fn new(steps: impl Into<Vec<Step>>, end: End) -> Self {
        Self {
            steps: steps.into(),
            end,
            retry_after: None,
        }
    }

    /// Reads the request, writes these bytes and closes.
    pub fn writes(bytes: impl Into<Vec<u8>>, end: End) -> Self {
        Self::new([Step::Read, Step::Write(bytes.into())], end)
    }

    /// Reads the request, writes these bytes and nothing more.
    pub fn stalls(bytes: impl Into<Vec<u8>>, end: End) -> Self {
        Self::new([Step::Read, Step::Write(bytes.into()), Step::Stall], end)
    }

    /// A whole answer.
    pub fn answers(status: u16, headers: &str, body: &[u8], what: Body) -> Self {
        Self::writes(response(status, headers, body), End::Answer(status, what))
    }

    /// Whether it reads the request.
    pub fn reads(&self) -> bool {
        matches!(self.steps.first(), Some(Step::Read))
    }
}

/// A response that states its length and repeats key and text in a header. `headers` are whole lines.
pub fn response(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes = head(status, &format!("content-length: {length}\r\n{headers}"));
    bytes.extend_from_slice(body);
    bytes
}

/// The head of such a response, without a length.
pub fn head(status: u16, headers: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} {TEXT}\r\nx-echo: {KEY} {TEXT}\r\nx-request-id: {KEY}\r\n{headers}\r\n"
    )
    .into_bytes()
}

/// A body in HTML that repeats what the caller told.
pub fn html() -> Vec<u8> {
    format!("<!doctype html><title>{KEY}</title><p>{TEXT}").into_bytes()
}

/// A body in JSON that repeats what the caller told and that no operation documents.
pub fn echo() -> Vec<u8> {
    format!(r#"{{"code":"{KEY}","message":"{TEXT}","id":["{KEY}"],"{TEXT}":"{KEY}"}}"#).into_bytes()
}
