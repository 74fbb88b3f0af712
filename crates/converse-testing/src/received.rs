//! A request as the server received it.

use std::fmt;

use converse_core::http::{Bytes, HeaderMap, Method};
use converse_core::operation::CredentialPlace;
use converse_core::reqwest::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use serde::de::DeserializeOwned;
use serde_json::Value;

use converse_core::dynamic::{Contract, Problem};

use crate::credential::{Given, decoded};
use crate::setup::CREDENTIAL;

/// A request as the server received it.
///
/// `Display` is one line: method, path and query, and the place of the credential. Neither it nor `Debug` shows the
/// credential or the body; [`credential`](Self::credential), [`headers`](Self::headers) and [`body`](Self::body) have
/// the real ones, to compare.
#[derive(Clone)]
pub struct ReceivedRequest {
    pub(crate) provider: Option<&'static str>,
    pub(crate) operation: Option<&'static str>,
    method: Method,
    target: String,
    /// The same without secrets.
    shown_target: String,
    headers: HeaderMap,
    body: Bytes,
    pub(crate) credential: Option<Given>,
    pub(crate) problem: Option<String>,
    pub(crate) problems: Vec<Problem>,
}

impl ReceivedRequest {
    pub(crate) fn new(
        method: Method,
        target: Option<String>,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self {
            provider: None,
            operation: None,
            method,
            // A `CONNECT` has a host and no path.
            target: target.unwrap_or_default(),
            shown_target: String::new(),
            headers,
            body,
            credential: None,
            problem: None,
            problems: Vec::new(),
        }
    }

    /// Returns the short name of the provider that it was meant for, if that is one.
    pub fn provider(&self) -> Option<&'static str> {
        self.provider
    }

    /// Returns the `operationId` of the called operation, if method and path are those of an operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the raw path as the provider itself would see it: with the path of its base URL, not decoded.
    pub fn path(&self) -> &str {
        without_provider(self.provider, self.target.split('?').next().unwrap_or(""))
    }

    /// Returns the raw query, without its question mark.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Returns the raw path and query as received by this server, with the provider's name in front.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns the headers. Those that carry a credential are marked sensitive, so that `Debug` omits their value.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of a header, if it is present once and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok(),
            _ => None,
        }
    }

    /// Returns the bytes of the body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body as JSON, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Returns the bare credential, without prefix, if it had a form that the operation accepts.
    pub fn credential(&self) -> Option<&str> {
        self.credential.as_ref().map(|given| given.secret.as_str())
    }

    /// Returns why the server refused it, if it did.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Returns everything in its arguments that the document does not allow, each with its place.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Returns the body as a type, which reads it as a provider's client would.
    ///
    /// # Errors
    /// The body is not JSON of the type.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// Formats the request for display, and marks the headers. To be called when everything else is known.
    pub(crate) fn hide<'a>(
        &mut self,
        contracts: &[&'static Contract],
        expected: impl Iterator<Item = &'a str>,
    ) {
        let mut secrets: Vec<String> = expected.map(str::to_owned).collect();
        secrets.push(CREDENTIAL.to_owned());
        secrets.extend(self.credential().map(str::to_owned));
        secrets.retain(|secret| !secret.is_empty());
        let contains = |text: &str| secrets.iter().any(|secret| text.contains(secret.as_str()));
        let is_secret = |text: &str| contains(text) || contains(&decoded(text));

        // A place that any document uses for a credential is hidden: the call may be a wrong one.
        let operations = contracts.iter().flat_map(|contract| contract.operations);
        let mut header_names = vec![AUTHORIZATION.as_str(), PROXY_AUTHORIZATION.as_str()];
        let mut query_names = Vec::new();
        header_names.push(COOKIE.as_str());
        let schemes = operations.flat_map(|operation| operation.security);
        for scheme in schemes.copied().flatten() {
            match scheme.place {
                CredentialPlace::Header { name, .. } => header_names.push(name),
                CredentialPlace::Query { name, .. } => query_names.push(name),
                // Cookies and `Authorization` are hidden in any case.
                _ => {}
            }
        }

        for (name, value) in &mut self.headers {
            let named = header_names
                .iter()
                .any(|secret| name.as_str().eq_ignore_ascii_case(secret));
            let text = String::from_utf8_lossy(value.as_bytes());
            let sensitive = named || is_secret(&text);
            value.set_sensitive(sensitive);
        }

        let segment = |segment: &str| match is_secret(segment) {
            true => "***".to_owned(),
            false => segment.to_owned(),
        };
        let path = self.path().split('/').map(segment);
        let mut shown = path.collect::<Vec<_>>().join("/");
        if let Some(query) = self.query() {
            let pair = |pair: &str| match pair.split_once('=') {
                Some((name, _)) if query_names.contains(&decoded(name).as_str()) => {
                    format!("{name}=***")
                }
                _ => segment(pair),
            };
            let pairs = query.split('&').map(pair);
            shown = format!("{shown}?{}", pairs.collect::<Vec<_>>().join("&"));
        }
        self.shown_target = shown;
    }
}

impl fmt::Display for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.shown_target)?;
        match &self.credential {
            Some(given) => write!(f, " ({})", given.place),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("provider", &self.provider)
            .field("operation", &self.operation)
            .field("request", &format_args!("{self}"))
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("problem", &self.problem)
            .finish()
    }
}

/// Removes the provider: `/bridge/v1/x` without `/bridge`.
fn without_provider<'a>(provider: Option<&str>, path: &'a str) -> &'a str {
    provider
        .and_then(|provider| path.strip_prefix('/')?.strip_prefix(provider))
        .unwrap_or(path)
}
