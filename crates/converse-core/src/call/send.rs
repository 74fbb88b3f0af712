//! Sending a call, and reading its response as the operation documents it.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::reply::Reply;
use super::request::Request;
use super::response::{ResponseValue, answer};
use crate::decode::{self, DecodeError};
use crate::error::{CallError, ErrorBody};
use crate::operation::{Content, Operation};
use crate::types::{SuccessBody, read_success};

/// Arguments are checked and encoded when these are called, and the request is sent when what they return is awaited.
impl Request {
    /// Sends the call and reads the response as JSON.
    ///
    /// # Errors
    /// See [`Error::kind`](crate::Error::kind) and [`Error::delivery`](crate::Error::delivery).
    pub fn send_json<T, E>(self) -> impl Future<Output = Result<ResponseValue<T>, CallError<E>>>
    where
        T: DeserializeOwned,
        E: ErrorBody,
    {
        let operation = self.operation;
        self.answered(move |reply| {
            // A success that is documented without a body can still be an `Option` or a `Value`.
            let documented = operation.response(reply.status.as_u16());
            let empty = documented.is_some_and(|response| response.body == Content::Empty);
            match reply.body.is_empty() && empty {
                true => decode::json(b"null", reply.budget),
                false => decode::json(&reply.body, reply.budget),
            }
        })
    }

    /// Sends the call and ignores the body of a success.
    ///
    /// # Errors
    /// See [`Error::kind`](crate::Error::kind) and [`Error::delivery`](crate::Error::delivery).
    pub fn send_empty<E: ErrorBody>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<()>, CallError<E>>> {
        self.answered(|_| Ok(()))
    }

    /// Sends the call and reads the response as UTF-8 text.
    ///
    /// # Errors
    /// See [`Error::kind`](crate::Error::kind) and [`Error::delivery`](crate::Error::delivery).
    pub fn send_text<E: ErrorBody>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<String>, CallError<E>>> {
        self.answered(|reply| decode::text(&reply.body))
    }

    /// Sends the call and returns the response's bytes unchanged.
    ///
    /// # Errors
    /// See [`Error::kind`](crate::Error::kind) and [`Error::delivery`](crate::Error::delivery).
    pub fn send_bytes<E: ErrorBody>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<Bytes>, CallError<E>>> {
        self.answered(|reply| Ok(reply.body.clone()))
    }

    /// Sends the call and reads the response as JSON, if there is one: `None` for a success without a body.
    ///
    /// # Errors
    /// See [`Error::kind`](crate::Error::kind) and [`Error::delivery`](crate::Error::delivery).
    pub fn send_optional_json<T, E>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<Option<T>>, CallError<E>>>
    where
        T: DeserializeOwned,
        E: ErrorBody,
    {
        let operation = self.operation;
        self.answered(
            move |reply| match reply.body.is_empty() || is_empty(operation, reply) {
                true => Ok(None),
                false => decode::json(&reply.body, reply.budget),
            },
        )
    }

    /// Sends the call and reads the response as UTF-8 text, if its status has any: `None` for a success without a body.
    ///
    /// # Errors
    /// See [`Error::kind`](crate::Error::kind) and [`Error::delivery`](crate::Error::delivery).
    pub fn send_optional_text<E: ErrorBody>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<Option<String>>, CallError<E>>> {
        let operation = self.operation;
        self.answered(move |reply| match is_empty(operation, reply) {
            true => Ok(None),
            false => decode::text(&reply.body).map(Some),
        })
    }

    /// Sends the call and returns the response's bytes unchanged, if its status has any: `None` for a success without a
    /// body.
    ///
    /// # Errors
    /// See [`Error::kind`](crate::Error::kind) and [`Error::delivery`](crate::Error::delivery).
    pub fn send_optional_bytes<E: ErrorBody>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<Option<Bytes>>, CallError<E>>> {
        let operation = self.operation;
        self.answered(move |reply| Ok((!is_empty(operation, reply)).then(|| reply.body.clone())))
    }

    /// Sends the call and reads the response as the document has it for its status.
    ///
    /// # Errors
    /// See [`Error::kind`](crate::Error::kind) and [`Error::delivery`](crate::Error::delivery).
    pub fn send_by_status<T, E>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<T>, CallError<E>>>
    where
        T: SuccessBody,
        E: ErrorBody,
    {
        let operation = self.operation;
        self.answered(move |reply| {
            let documented = operation.response(reply.status.as_u16());
            let documented = documented
                .filter(|response| response.body == Content::Empty || !has_no_body(reply));
            let read = || read_success(documented, &reply.body);
            decode::within(reply.budget, read)?
                .ok_or_else(|| DecodeError::new("neither the documented body nor JSON"))
        })
    }

    /// Makes the call, and reads its success. Checks the arguments as [`call`](Self::call) does.
    fn answered<T, E: ErrorBody>(
        self,
        read: impl FnOnce(&Reply) -> Result<T, DecodeError>,
    ) -> impl Future<Output = Result<ResponseValue<T>, CallError<E>>> {
        let operation = self.operation;
        let call = self.call();
        async move { answer(operation, call.await, read) }
    }
}

/// Returns whether a success has no body: by its status, or because there is none where the document does not say.
fn is_empty(operation: &Operation, reply: &Reply) -> bool {
    if has_no_body(reply) {
        return true;
    }
    match operation.response(reply.status.as_u16()) {
        Some(documented) => documented.body == Content::Empty,
        None => reply.body.is_empty(),
    }
}

/// Returns whether the status has no body, whatever a document says (RFC 9110, 15.3.5 and 15.3.6).
fn has_no_body(reply: &Reply) -> bool {
    matches!(reply.status.as_u16(), 204 | 205)
}
