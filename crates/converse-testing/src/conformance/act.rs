//! Scripts of a server for one connection, with the outcome that the caller should see.

use std::time::Duration;

use super::KEY;
use super::canary::TEXT;

/// A script for one connection. After the last step the server closes it.
#[derive(Clone, Debug)]
pub struct Act {
    pub steps: Vec<Step>,
    pub end: End,
    /// The longest wait that the response asks for, as the caller should read it.
    pub retry_after: Option<Duration>,
}

/// One step of a script.
#[derive(Clone, Debug)]
pub enum Step {
    /// Reads a complete request.
    Read,
    /// Waits for the first byte of a request and leaves it unread.
    Peek,
    /// Writes these bytes.
    Write(Vec<u8>),
    /// Writes these bytes one by one, with a pause after each.
    Trickle(Vec<u8>, Duration),
    /// Writes these bytes repeatedly, at most a thousand times a second, until the caller closes the connection.
    Endless(Vec<u8>),
    /// Does nothing until the caller closes the connection.
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

/// The outcome of reading a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// A documented body of the operation.
    Documented,
    /// An object that no operation documents: [`echo`].
    OddJson,
    /// A JSON string.
    OddString,
    /// Text, but not JSON.
    Odd,
    /// Not UTF-8.
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

    /// Reads the request, writes a complete response and closes.
    pub fn answers(status: u16, headers: &str, body: &[u8], what: Body) -> Self {
        Self::writes(response(status, headers, body), End::Answer(status, what))
    }

    /// Whether it reads the request.
    pub fn reads(&self) -> bool {
        matches!(self.steps.first(), Some(Step::Read))
    }
}

/// Returns a response that states its length and has key and text in a header. `headers` are complete lines.
pub fn response(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes = head(status, &format!("content-length: {length}\r\n{headers}"));
    bytes.extend_from_slice(body);
    bytes
}

/// Returns the head of such a response, without a length.
pub fn head(status: u16, headers: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status} {TEXT}\r\nx-echo: {KEY} {TEXT}\r\nx-request-id: {KEY}\r\n{headers}\r\n"
    )
    .into_bytes()
}

/// Returns an HTML body with the key and the text of the request.
pub fn html() -> Vec<u8> {
    format!("<!doctype html><title>{KEY}</title><p>{TEXT}").into_bytes()
}

/// Returns a JSON body with the key and the text of the request, which no operation documents.
pub fn echo() -> Vec<u8> {
    format!(r#"{{"code":"{KEY}","message":"{TEXT}","id":["{KEY}"],"{TEXT}":"{KEY}"}}"#).into_bytes()
}
