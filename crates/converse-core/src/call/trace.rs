//! Traces of a call: spans with the names of OpenTelemetry's HTTP conventions.
//!
//! They contain nothing personal: no argument, query, header or body; of the URL only the host
//! and the path template.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use reqwest::{Method, StatusCode, Url};
use tracing::field::{Empty, display};
use tracing::{Span, debug, info_span};

use super::reply::Reply;
use crate::client::BaseUrl;
use crate::error::{ErrorKind, Failure};
use crate::operation::Operation;

/// The target that programs filter by. It is fixed here, so that moving this file does not change it.
const TARGET: &str = "converse_core::trace";

/// Creates the span of a whole call.
pub(crate) fn call(operation: &Operation) -> Span {
    info_span!(
        target: TARGET,
        "converse.call",
        "otel.name" = display(format_args!("{} {}", operation.provider, operation.id)),
        "otel.kind" = "internal",
        "converse.provider" = operation.provider,
        "converse.operation" = operation.id,
        "converse.attempts" = Empty,
        "converse.delivery" = Empty,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
    )
}

/// Creates the span of one attempt, counted from 1.
pub(crate) fn attempt(operation: &Operation, base_url: &BaseUrl, number: u32) -> Span {
    let span = info_span!(
        target: TARGET,
        "converse.attempt",
        "otel.name" = display(format_args!("{} {}", operation.method, operation.path)),
        "otel.kind" = "client",
        "converse.provider" = operation.provider,
        "converse.operation" = operation.id,
        "http.request.method" = operation.method,
        "url.template" = operation.path,
        "server.address" = base_url.host(),
        "server.port" = base_url.port(),
        "http.request.resend_count" = Empty,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
    );
    if number > 1 {
        span.record("http.request.resend_count", number - 1);
    }
    span
}

/// Creates the span of an upload's transfer.
///
/// The URL comes from a response, which may repeat what was sent, so its host is shown only if it is the client's own,
/// `own_host`. The rest of the URL is secret: whoever has it can use it.
pub(crate) fn upload(provider: &'static str, method: &Method, url: &Url, own_host: &str) -> Span {
    let span = info_span!(
        target: TARGET,
        "converse.upload",
        "otel.name" = display(format_args!("{provider} upload")),
        "otel.kind" = "client",
        "converse.provider" = provider,
        "http.request.method" = method.as_str(),
        "server.address" = Empty,
        "server.port" = url.port_or_known_default().unwrap_or_default(),
        "http.response.status_code" = Empty,
        "error.type" = Empty,
    );
    if url.host_str() == Some(own_host) {
        span.record("server.address", own_host);
    }
    span
}

/// Records how an upload ended in its span, with the error.
pub(crate) fn upload_ended(span: &Span, status: Option<StatusCode>, kind: Option<ErrorKind>) {
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(kind) = kind {
        span.record("error.type", type_of(status, kind).as_str());
    }
}

/// Polls a future in a span, where the future is, and drops it in the span.
///
/// `Instrument` takes a future by value, and a large one would be copied for it.
pub(crate) async fn in_span<F: Future>(span: &Span, future: Pin<&mut Option<F>>) -> F::Output {
    let mut entered = InSpan { span, future };
    poll_fn(|cx| match entered.future.as_mut().as_pin_mut() {
        Some(future) => span.in_scope(|| future.poll(cx)),
        // It is there until this one is dropped.
        None => Poll::Pending,
    })
    .await
}

/// A future that is dropped in its span: what it holds may trace that it was cancelled.
struct InSpan<'a, F> {
    span: &'a Span,
    future: Pin<&'a mut Option<F>>,
}

impl<F> Drop for InSpan<'_, F> {
    fn drop(&mut self) {
        self.span.in_scope(|| self.future.set(None));
    }
}

/// Records how a call or an attempt ended in the current span.
pub(crate) fn ended<B>(span: &Span, outcome: &Result<Reply<B>, Box<Failure>>) {
    match outcome {
        Ok(reply) => {
            span.record("http.response.status_code", reply.status.as_u16());
            span.record("converse.attempts", reply.attempts);
        }
        Err(failure) => {
            if let Some(status) = failure.status {
                span.record("http.response.status_code", status.as_u16());
            }
            span.record("converse.attempts", failure.attempts);
            span.record("converse.delivery", display(failure.delivery));
            span.record("error.type", error_type(failure).as_str());
        }
    }
}

/// Reports that an attempt is going to be retried.
pub(crate) fn retry(failure: &Failure, number: u32, pause: Duration) {
    debug!(
        target: TARGET,
        {
            "error.type" = error_type(failure).as_str(),
            "converse.attempts" = number,
            "converse.pause_ms" = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        },
        "the attempt is retried after a pause",
    );
}

fn error_type(failure: &Failure) -> String {
    type_of(failure.status, failure.kind)
}

/// Returns the status of an error, or else a name of its kind.
fn type_of(status: Option<StatusCode>, kind: ErrorKind) -> String {
    match status {
        Some(status) if status.as_u16() >= 400 => status.as_u16().to_string(),
        _ => kind.name().to_owned(),
    }
}
