//! From arguments to a call through the types of its operation, and from its response to JSON.

use std::borrow::{Borrow, Cow};
use std::future::ready;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde_json::Value;

use super::arguments::Arguments;
use super::described::ArgumentShape;
use crate::body::base64;
use crate::call::{Call, PreparedRequest, ResponseValue};
use crate::decode::DecodeError;
use crate::error::{CallError, Delivery, ErrorBody, ErrorKind, Failure, Result};
use crate::json;
use crate::one_line::one_line;
use crate::operation::{Operation, Provider};
use crate::paging::{Pages, Position};
use crate::types::Shape;

/// A builder that a call by operation id fills.
pub trait TakeArguments: Call {
    /// The arguments as data.
    const ARGUMENTS: &'static [ArgumentShape];
    /// The value of a success.
    const SUCCESS: fn() -> Shape;

    /// Takes the arguments of the operation, each as its type.
    fn take(&mut self, arguments: &mut Arguments);
}

/// The response of a call by operation id. It is in a box, so that a client has one future for all operations, whose
/// code does not grow with their number.
#[doc(hidden)]
pub type Untyped = Pin<
    Box<dyn Future<Output = std::result::Result<ResponseValue<Value>, CallError<Value>>> + Send>,
>;

/// Makes the call of an operation whose response is JSON, or a string, or nothing.
#[doc(hidden)]
pub fn call<C, F, T, E>(call: C, arguments: Arguments, send: fn(C) -> F) -> Untyped
where
    C: TakeArguments,
    F: Future<Output = std::result::Result<ResponseValue<T>, CallError<E>>> + Send + 'static,
    T: Serialize,
{
    match filled(call, arguments) {
        Ok(call) => {
            let sent = send(call);
            Box::pin(async move { untyped(sent.await) })
        }
        Err(error) => refuse(error),
    }
}

/// Makes the call of an operation whose response is bytes: a string in base64.
#[doc(hidden)]
pub fn call_for_bytes<C, F, E>(call: C, arguments: Arguments, send: fn(C) -> F) -> Untyped
where
    C: TakeArguments,
    F: Future<Output = std::result::Result<ResponseValue<Bytes>, CallError<E>>> + Send + 'static,
{
    match filled(call, arguments) {
        Ok(call) => {
            let sent = send(call);
            Box::pin(async move { untyped_bytes(sent.await) })
        }
        Err(error) => refuse(error),
    }
}

/// Makes the call of an operation whose response is bytes, or nothing: a string in base64, or null.
#[doc(hidden)]
pub fn call_for_optional_bytes<C, F, E>(call: C, arguments: Arguments, send: fn(C) -> F) -> Untyped
where
    C: TakeArguments,
    F: Future<Output = std::result::Result<ResponseValue<Option<Bytes>>, CallError<E>>>
        + Send
        + 'static,
{
    match filled(call, arguments) {
        Ok(call) => {
            let sent = send(call);
            Box::pin(async move {
                let response = sent.await.map_err(CallError::into_untyped)?;
                Ok(response.map(|bytes| bytes.map(|bytes| base64(&bytes)).into()))
            })
        }
        Err(error) => refuse(error),
    }
}

/// Returns the request of an operation.
#[doc(hidden)]
pub fn prepare<C: TakeArguments>(
    call: C,
    arguments: Arguments,
    prepare: fn(C) -> Result<PreparedRequest>,
) -> Result<PreparedRequest> {
    prepare(filled(call, arguments)?)
}

/// The pages of a call by operation id.
pub type UntypedPages =
    Pin<Box<dyn Stream<Item = std::result::Result<ResponseValue<Value>, CallError<Value>>> + Send>>;

/// Returns the pages of an operation.
#[doc(hidden)]
pub fn pages<C, T, P, E>(
    call: C,
    arguments: Arguments,
    pages: fn(C) -> Pages<T, P, E>,
) -> Result<UntypedPages>
where
    C: TakeArguments,
    T: Serialize + Send + 'static,
    P: Position + 'static,
    E: ErrorBody,
{
    Ok(Box::pin(AsJson(pages(filled(call, arguments)?))))
}

/// Pages as JSON.
struct AsJson<T, P, E>(Pages<T, P, E>);

impl<T: Serialize, P: Position, E: ErrorBody> Stream for AsJson<T, P, E> {
    type Item = std::result::Result<ResponseValue<Value>, CallError<Value>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = Pin::new(&mut self.0).poll_next(cx);
        page.map(|page| page.map(untyped))
    }
}

/// Makes no call, and returns the reason.
#[doc(hidden)]
pub fn refuse(error: CallError<Value>) -> Untyped {
    Box::pin(ready(Err(error)))
}

fn filled<C: TakeArguments>(
    mut call: C,
    mut arguments: Arguments,
) -> std::result::Result<C, CallError<Value>> {
    call.take(&mut arguments);
    arguments.finish(C::OPERATION)?;
    Ok(call)
}

pub(crate) fn untyped<T: Serialize, E>(
    result: std::result::Result<ResponseValue<T>, CallError<E>>,
) -> std::result::Result<ResponseValue<Value>, CallError<Value>> {
    let response = result.map_err(CallError::into_untyped)?;
    match json::to_value(&*response) {
        Ok(value) => Ok(response.map(|_| value)),
        Err(_) => {
            let failure = Failure::new(response.operation(), ErrorKind::Decode, Delivery::Accepted)
                .source(DecodeError::new("the response cannot be written as JSON"));
            Err(CallError::plain(response.add_to(failure)))
        }
    }
}

pub(crate) fn untyped_bytes<E>(
    result: std::result::Result<ResponseValue<Bytes>, CallError<E>>,
) -> std::result::Result<ResponseValue<Value>, CallError<Value>> {
    let response = result.map_err(CallError::into_untyped)?;
    Ok(response.map(|bytes| Value::String(base64(&bytes))))
}

/// Returns the error of a call whose operation the provider does not have.
#[doc(hidden)]
pub fn unknown_operation<O: Borrow<Operation>>(
    provider: &'static Provider,
    operation_id: &str,
    operations: &[O],
) -> CallError<Value> {
    let known: Vec<_> = operations
        .iter()
        .map(|operation| format!("`{}`", operation.borrow().id))
        .collect();
    let detail = format!(
        "the provider does not have this operation; it has {}",
        known.join(", ")
    );
    let operation = Cow::Owned(one_line(operation_id));
    let failure = Failure::of(
        provider.name,
        operation,
        ErrorKind::Invalid,
        Delivery::NotSent,
    );
    CallError::plain(failure.detail(&detail))
}
