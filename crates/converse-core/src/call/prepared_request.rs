//! A call as it would be sent, to look at.

use std::fmt;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};

use super::prepared::Prepared;
use super::request::Request;
use crate::credential::{Secret, place_secrets};
use crate::error::{Error, Failure};
use crate::operation::CredentialPlace;

/// What stands for a credential.
pub(super) const MASK: &str = "REDACTED";

/// A call as it would be sent: method, URL, headers and body, with `REDACTED` for the credential.
///
/// It is what is given to the HTTP client, which adds `Host` and the length of the body. What
/// [layers](crate::layer) and [`configure_http`](crate::ClientBuilder::configure_http) add is not in it. An idempotency
/// key that the caller does not give is another one each time.
///
/// Arguments, the headers of the caller and the body are in it, passwords in the body too: look before you show it to others. `Debug` shows none of
/// them.
#[derive(Clone)]
pub struct PreparedRequest {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    pub(super) credentials: Vec<Masked>,
}

#[derive(Clone)]
pub(super) enum Body {
    None,
    Bytes(Bytes),
    /// It is read as it is sent.
    Read,
}

/// A credential that is not shown.
#[derive(Clone)]
pub(super) struct Masked {
    pub(super) place: CredentialPlace,
    /// The environment variable that holds it.
    pub(super) variable: &'static str,
}

impl Request {
    /// Returns the request as it would be sent, without sending it.
    ///
    /// # Errors
    /// An argument is missing or breaks a rule, or the client has no credential for it.
    pub fn prepare(self) -> Result<PreparedRequest, Error> {
        let prepared = Prepared::new(self).map_err(|failure| Error::new(*failure))?;
        let mut http = prepared.http(None);
        let mask = Secret::new(MASK);
        let places = prepared.credentials.iter().map(|(scheme, _)| scheme.place);
        place_secrets(&mut http, places.map(|place| (place, &mask)))
            .map_err(|problem| Error::new(Failure::invalid(prepared.operation, problem)))?;
        let mut headers = std::mem::take(http.headers_mut());
        // What the HTTP client says for those who do not.
        let any = HeaderValue::from_static("*/*");
        headers.entry(ACCEPT).or_insert(any);
        let provider = prepared.client.provider();
        let credentials = prepared.credentials.iter().map(|(scheme, _)| Masked {
            place: scheme.place,
            variable: provider.variable_of(scheme.name),
        });
        Ok(PreparedRequest {
            method: http.method().clone(),
            url: http.url().to_string(),
            headers,
            body: match prepared.body.as_ref().map(|body| body.in_memory()) {
                None => Body::None,
                Some(Some(bytes)) => Body::Bytes(bytes),
                Some(None) => Body::Read,
            },
            credentials: credentials.collect(),
        })
    }
}

impl PreparedRequest {
    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the URL, with the encoded arguments.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body. `None` if there is none, or if it is read as it is sent: from a file or a stream.
    pub fn body(&self) -> Option<&[u8]> {
        match &self.body {
            Body::Bytes(bytes) => Some(bytes),
            Body::None | Body::Read => None,
        }
    }
}

/// Without what it sends.
impl fmt::Debug for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
