//! A request that the provider's document lacks.

use std::borrow::Cow;

use bytes::Bytes;
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::prepared_request::PreparedRequest;
use super::request::Request;
use super::response::{ResponseValue, answer};
use crate::argument::ArgumentError;
use crate::body::Blob;
use crate::client::{CallOptions, Client};
use crate::decode;
use crate::error::{CallError, Error};
use crate::operation::{Location, Safety};

/// A request that the provider's document lacks, with the credential, limits, retries and errors of the client.
///
/// `client.request(method, path)` begins one. In errors and traces its operation is `request`.
/// Whether a failed attempt is retried follows the method, as HTTP has it; [`idempotent`](Self::idempotent) overrules it.
///
/// ```
/// # use converse_core as converse;
/// use converse::http::Method;
/// use converse::serde_json::{Value, json};
///
/// # async fn run(client: converse::Client, id: u64) -> converse::Result<()> {
/// // let request = client.request(Method::PATCH, "/rooms/{id}");
/// # let request = client.custom_request(Method::PATCH, "/rooms/{id}");
/// let room = request
///     .path("id", id)
///     .json(json!({"name": "Support"}))
///     .idempotent(true)
///     .send::<Value>()
///     .await?;
/// println!("{}", room["name"]);
/// # Ok(()) }
/// ```
///
/// A `{name}` without an argument is that of the client, if it has one for all calls, such as a workspace.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct CustomRequest {
    request: Request,
}

impl Client {
    /// Begins a request that the document lacks: `path` follows the base URL, and has an argument where `{name}` is.
    pub fn custom_request(
        &self,
        method: Method,
        path: impl Into<Cow<'static, str>>,
    ) -> CustomRequest {
        let rows = &self.provider().requests;
        let row = rows.get(method.as_str(), None);
        // One that is refused needs a row too.
        let known = row.is_some();
        let row = row.unwrap_or_else(|| rows.any());
        let mut request = self.request(row);
        let path = path.into();
        if !known {
            let known = "must be GET, HEAD, OPTIONS, QUERY, PUT, DELETE, POST or PATCH";
            request.refuse("method", known);
        } else if !path.starts_with('/') {
            request.refuse("path", "must begin with `/`: it follows the base URL");
        }
        request.template = Some(path);
        CustomRequest { request }
    }
}

impl CustomRequest {
    /// Sets `{name}` in the path. The value arrives as exactly one segment.
    pub fn path(mut self, name: &str, value: impl Serialize) -> Self {
        match self.request.has_place(name) {
            true => self.request.path(name, Ok(value)),
            false => self.request.refuse(name, "is not in the path"),
        }
        self
    }

    /// Adds a query parameter; a list gives one for each item. `null`, `None` and empty lists are not sent.
    pub fn query(mut self, name: &str, value: impl Serialize) -> Self {
        self.request.query(name, Ok(value));
        self
    }

    /// Sets a header. Those of the connection and of the credential are refused.
    pub fn header(mut self, name: &str, value: impl Serialize) -> Self {
        self.request.header(name, Ok(value));
        self
    }

    /// Sets the body, as JSON.
    pub fn json(mut self, body: impl Serialize) -> Self {
        self.request.custom_json(body);
        self
    }

    /// Sets the body, byte by byte, with the blob's content type.
    pub fn bytes(mut self, body: impl Into<Blob>) -> Self {
        self.request.bytes(Ok(body.into()));
        self
    }

    /// Sets options for this request. Unset ones are those of the client.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.request.client = self.request.client.with_options(options);
        self
    }

    /// Sets whether carrying it out twice has the effect of once: failed attempts are retried then, whatever the method.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        let safety = match idempotent {
            true => Safety::Idempotent,
            false => Safety::NotIdempotent,
        };
        let rows = &self.request.client.provider().requests;
        if let Some(row) = rows.get(self.request.operation.method, Some(safety)) {
            self.request.operation = row;
        }
        self
    }

    /// Sends the request and reads the response as JSON: as a type of yours, or as a [`Value`]. A response without a
    /// body is `null`.
    ///
    /// # Errors
    /// An argument is missing or cannot be sent; the call fails, or its response does not decode. An error body is
    /// there as a [`Value`], if it is JSON.
    pub async fn send<T: DeserializeOwned>(self) -> Result<ResponseValue<T>, CallError<Value>> {
        let request = self.complete();
        let operation = request.operation;
        answer(operation, request.call().await, |reply| {
            let body = if reply.body.is_empty() {
                &b"null"[..]
            } else {
                &reply.body
            };
            decode::json(body, reply.budget)
        })
    }

    /// Sends the request and ignores the body of a success.
    ///
    /// # Errors
    /// Those of [`send`](Self::send), but for the response.
    pub async fn send_empty(self) -> Result<ResponseValue<()>, CallError<Value>> {
        self.complete().send_empty().await
    }

    /// Sends the request and returns the response's bytes unchanged.
    ///
    /// # Errors
    /// Those of [`send`](Self::send), but for the response.
    pub async fn send_bytes(self) -> Result<ResponseValue<Bytes>, CallError<Value>> {
        self.complete().send_bytes().await
    }

    /// Sends the request as [`send`](Self::send) does and waits for the response, for programs without an async runtime.
    ///
    /// # Errors
    /// Those of [`send`](Self::send); in an async runtime, that it would block it.
    #[cfg(feature = "blocking")]
    pub fn send_blocking<T: DeserializeOwned>(self) -> Result<ResponseValue<T>, CallError<Value>> {
        crate::blocking::send(self.request.operation, self.send())
    }

    /// Returns the request as it would be sent, without sending it.
    ///
    /// # Errors
    /// An argument is missing or cannot be sent, or the client has no credential.
    pub fn prepare(self) -> Result<PreparedRequest, Error> {
        self.complete().prepare()
    }

    /// Returns the request with the arguments that the client has for its path.
    pub(crate) fn complete(self) -> Request {
        let mut request = self.request;
        let parameters = request.client.provider().parameters;
        for parameter in parameters.iter().filter(|it| it.location == Location::Path) {
            let name = parameter.name;
            if request.has_place(name) && !request.has_path_argument(name) {
                request.path(name, Ok::<_, ArgumentError>(Value::Null));
            }
        }
        request
    }
}
