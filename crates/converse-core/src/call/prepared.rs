//! A call whose arguments are checked: the part that all attempts share.

use bytes::Bytes;
use reqwest::header::{
    ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, USER_AGENT,
};
use reqwest::{Method, Url};

use super::request::Request;
use crate::argument::ArgumentError;
use crate::body::Payload;
use crate::client::{Client, Limits};
use crate::credential::{Chosen, listed};
use crate::error::{Delivery, ErrorKind, Failure};
use crate::headers::sendable;
use crate::operation::{Operation, Provider};

/// Room for the headers that an attempt adds: that of a credential, and those of the connection.
const MORE_HEADERS: usize = 3;

/// A request without its credential, the same in all attempts.
pub(crate) struct Prepared {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    /// Whether it carries an idempotency key.
    pub(crate) has_idempotency_key: bool,
    pub(crate) limits: Limits,
    method: Method,
    pub(crate) url: Url,
    headers: HeaderMap,
    /// The credentials that it is sent with, each by its scheme.
    pub(crate) credentials: Vec<Chosen>,
    /// Opened anew for each attempt.
    pub(crate) body: Option<Payload>,
}

impl Prepared {
    /// Checks the arguments, or returns why they cannot be sent.
    pub(crate) fn new(mut request: Request) -> Result<Self, Box<Failure>> {
        let operation = request.operation;
        let refused = |problem: &str| Box::new(Failure::invalid(operation, problem));
        let invalid = |problem: ArgumentError| {
            let failure = Failure::new(operation, ErrorKind::Invalid, Delivery::NotSent);
            Box::new(failure.source(problem))
        };
        if let Some(problem) = request.problem.take().or_else(|| request.missing()) {
            return Err(invalid(problem));
        }
        request.add_options().map_err(invalid)?;
        let security = request.security();
        let shared = request.client.shared();
        let target = request.target(shared.base_url.path()).map_err(invalid)?;
        // A template may contain a query. Arguments are encoded, so the mark belongs to the template.
        let (path, fixed) = target.split_once('?').unwrap_or((&target, ""));
        let pairs = request.query.iter().map(|given| &*given.pairs);
        let pairs = fixed.split('&').chain(pairs).filter(|it| !it.is_empty());
        let query = pairs.collect::<Vec<_>>().join("&");
        let url = shared.base_url.join(path, &query).map_err(refused)?;
        let mut headers = request.headers;
        // Where an argument has such a header, its value is sent, once; but the id of an event that came since is later
        // than one that the caller gave.
        for (name, value) in &request.preset {
            if *name != ACCEPT || !headers.contains_key(name) {
                headers.insert(name, value.clone());
            }
        }
        headers
            .entry(USER_AGENT)
            .or_insert_with(|| shared.user_agent.clone());
        // The generator checks that documented ones are valid.
        let accept = operation
            .accepted()
            .and_then(|it| HeaderValue::from_maybe_shared(Bytes::from_static(it.as_bytes())).ok());
        if let Some(accept) = accept {
            headers.entry(ACCEPT).or_insert(accept);
        }
        if let Some(body) = &request.body {
            if headers.contains_key(CONTENT_TYPE) && body.is_in_parts() {
                let problem = "is that of the body, since it has the boundary of its parts";
                return Err(invalid(ArgumentError::parameter("Content-Type", problem)));
            }
            headers
                .entry(CONTENT_TYPE)
                .or_insert_with(|| body.content_type.clone());
        } else if content_has_meaning(operation.method) {
            // RFC 9110, 8.6. Some servers answer 411 without it. With a body, the HTTP client sets it.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if !request.cookies.is_empty() {
            let mut cookies = HeaderValue::try_from(request.cookies.join("; "))
                .map_err(|_| refused("the cookies cannot be written"))?;
            cookies.set_sensitive(true);
            headers.insert(COOKIE, cookies);
        }
        let credentials = shared.credentials.choose(security);
        let method = Method::from_bytes(operation.method.as_bytes());
        let method = method.map_err(|_| refused("the method is not one of HTTP"))?;
        let has_idempotency_key = add_idempotency_key(operation, &mut headers).map_err(invalid)?;
        let credentials =
            credentials.map_err(|schemes| missing(operation, shared.provider, &schemes))?;
        Ok(Self {
            operation,
            limits: request.client.limits(),
            has_idempotency_key,
            method,
            url,
            headers,
            credentials,
            body: request.body,
            client: request.client,
        })
    }

    /// Returns the HTTP request without its credentials.
    pub(crate) fn http(&self, body: Option<reqwest::Body>) -> reqwest::Request {
        let mut request = reqwest::Request::new(self.method.clone(), self.url.clone());
        let headers = request.headers_mut();
        headers.reserve(self.headers.len() + MORE_HEADERS);
        // A clone would have no room, and be copied once more.
        for (name, value) in &self.headers {
            headers.append(name.clone(), value.clone());
        }
        *request.body_mut() = body;
        request
    }
}

/// Returns the failure of a call that lacks the credentials of these schemes.
fn missing(
    operation: &'static Operation,
    provider: &Provider,
    schemes: &[&'static str],
) -> Box<Failure> {
    let detail = match provider.credential_variables {
        [] => format!(
            "set the environment variable `{}` and use `Client::from_env()`, or give \
             `.credential(..)` to the builder",
            provider.credential_variable,
        ),
        _ => format!(
            "the operation requires the credential of {}: give `.credential_for(..)` each of them \
             to the builder",
            listed(schemes.iter().copied()),
        ),
    };
    let failure = Failure::new(operation, ErrorKind::MissingCredential, Delivery::NotSent);
    Box::new(failure.detail(&detail))
}

/// Whether HTTP defines what the content of such a request means (RFC 9110, 9.3; RFC 5789).
fn content_has_meaning(method: &str) -> bool {
    matches!(method, "POST" | "PUT" | "PATCH" | "QUERY")
}

/// Creates the key if the operation has one and the caller gave none. Returns whether there is one.
fn add_idempotency_key(
    operation: &Operation,
    headers: &mut HeaderMap,
) -> Result<bool, ArgumentError> {
    let Some(name) = operation.retry.idempotency_key.and_then(sendable) else {
        return Ok(false);
    };
    if let Some(given) = headers.get(&name) {
        return match given.as_bytes().trim_ascii().is_empty() {
            // It would count as a key, and protect from nothing.
            true => Err(ArgumentError::parameter(name.as_str(), "must not be empty")),
            false => Ok(true),
        };
    }
    match HeaderValue::try_from(uuid::Uuid::new_v4().to_string()) {
        Ok(key) => {
            headers.insert(name, key);
            Ok(true)
        }
        Err(_) => Ok(false),
    }
}
