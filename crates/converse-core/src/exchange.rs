//! One request over the wire and one answer back.

use std::time::SystemTime;

use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, LOCATION, USER_AGENT};
use reqwest::{StatusCode, Url};

use crate::base_url::BaseUrl;
use crate::client::Shared;
use crate::error::Report;
use crate::retry_after::retry_after;
use crate::transport_error::{TransportError, classify};
use crate::{Bytes, Delivery, ErrorKind, Request, SecurityScheme};

/// How many bytes of a response body are read: 16 MiB, counted after any decompression.
pub const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// A response whose body was read whole.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// A report that tells of this reply too.
    pub(crate) fn report(self, report: Report) -> Report {
        Report {
            status: Some(self.status),
            retry_after: retry_after(&self.headers, SystemTime::now()),
            headers: self.headers,
            raw_body: Some(self.body),
            ..report
        }
    }
}

impl Request {
    /// Sends the request once. Anything but a whole success is a report.
    pub(crate) async fn exchange(
        mut self,
        accept: Option<&'static str>,
    ) -> Result<Reply, Box<Report>> {
        let mut http = self.assemble(accept)?;
        if let Some(body) = &self.body {
            let open = body.open().await;
            let invalid = |problem: String| Box::new(Report::invalid(self.operation, &problem));
            *http.body_mut() = Some(open.map_err(invalid)?);
        }
        let url = http.url().clone();
        let response = match self.client.shared().http.execute(http).await {
            Ok(response) => response,
            Err(error) => {
                let (kind, delivery, source) = classify(&error);
                return Err(Box::new(
                    Report::new(self.operation, kind, delivery).source(source),
                ));
            }
        };
        let status = response.status();
        let headers = response.headers().clone();
        let body = read_body(response).await;
        self.judge(&url, status, headers, body)
    }

    /// The whole HTTP request, or why it cannot be sent.
    fn assemble(&mut self, accept: Option<&'static str>) -> Result<reqwest::Request, Box<Report>> {
        let operation = self.operation;
        let invalid = |problem: String| Box::new(Report::invalid(operation, &problem));
        if let Some(problem) = self.problem.take().or_else(|| self.missing()) {
            return Err(invalid(problem));
        }
        let target = self.target().map_err(invalid)?;
        self.authorize()?;

        let client = self.client.clone();
        let shared = client.shared();
        let url = shared
            .base_url
            .join(&target, &self.query.join("&"))
            .ok_or_else(|| {
                invalid("the arguments would change the shape of the path".to_owned())
            })?;
        let mut request = reqwest::Request::new(operation.method.clone(), url);
        let mut headers = std::mem::take(&mut self.headers);
        headers.insert(USER_AGENT, shared.user_agent.clone());
        if let Some(accept) = accept {
            headers
                .entry(ACCEPT)
                .or_insert(HeaderValue::from_static(accept));
        }
        if !self.cookies.is_empty() {
            let mut cookies = HeaderValue::try_from(self.cookies.join("; "))
                .map_err(|_| invalid("the cookies cannot be written".to_owned()))?;
            cookies.set_sensitive(true);
            headers.insert(COOKIE, cookies);
        }
        if let Some(body) = &self.body {
            headers.insert(CONTENT_TYPE, body.content_type.clone());
        }
        *request.headers_mut() = headers;
        *request.timeout_mut() = Some(client.timeout());
        Ok(request)
    }

    /// Adds the credential, in the first form that the operation takes.
    fn authorize(&mut self) -> Result<(), Box<Report>> {
        let Some(scheme) = self.operation.security.first() else {
            return Ok(());
        };
        let client = self.client.clone();
        let Shared {
            credential,
            provider,
            ..
        } = client.shared();
        let Some(credential) = credential else {
            let report = Report::new(
                self.operation,
                ErrorKind::MissingCredential,
                Delivery::NotSent,
            );
            return Err(Box::new(report.detail(&format!(
                "set the environment variable `{}` and use `Client::from_env()`, or give \
                 `.credential(..)` to the builder",
                provider.credential_variable,
            ))));
        };
        match *scheme {
            SecurityScheme::Header { name, prefix } => {
                let (Ok(name), Some(value)) = (
                    reqwest::header::HeaderName::try_from(name),
                    credential.header(prefix),
                ) else {
                    let detail = "the credential cannot stand in a header";
                    return Err(Box::new(Report::invalid(self.operation, detail)));
                };
                // Whatever an argument put there goes: the credential is sent once.
                self.headers.insert(name, value);
            }
            SecurityScheme::Query { name } => {
                self.query.push(format!("{name}={}", credential.encoded()));
            }
            SecurityScheme::Cookie { name } => {
                self.cookies
                    .push(format!("{name}={}", credential.encoded()));
            }
        }
        Ok(())
    }

    /// What the answer means.
    fn judge(
        &self,
        url: &Url,
        status: StatusCode,
        headers: HeaderMap,
        body: Result<Bytes, BodyProblem>,
    ) -> Result<Reply, Box<Report>> {
        let location = headers
            .get(LOCATION)
            .and_then(|location| location.to_str().ok());
        let mut report = Report::new(
            self.operation,
            ErrorKind::of_status(status),
            Delivery::of_status(status),
        );
        if report.kind == ErrorKind::Redirect {
            report = match location.and_then(|it| BaseUrl::host_of_redirect(url, it)) {
                Some(host) if !self.is_secret(&host) => report.detail(&format!("to host `{host}`")),
                _ => report.detail("to no host that can be named"),
            };
        }
        match body {
            Ok(body) if status.is_success() => Ok(Reply {
                status,
                headers,
                body,
            }),
            Ok(body) => Err(Box::new(
                Reply {
                    status,
                    headers,
                    body,
                }
                .report(report),
            )),
            Err(problem) => {
                // An error's status says more than what is wrong with its body.
                let (kind, report) = match problem {
                    BodyProblem::TooLarge => {
                        let limit = BODY_LIMIT / (1024 * 1024);
                        let detail = format!("the body is over the limit of {limit} MiB");
                        (ErrorKind::TooLarge, report.detail(&detail))
                    }
                    BodyProblem::Broken(kind, source) => (kind, report.source(source)),
                };
                let kind = if status.is_success() {
                    kind
                } else {
                    report.kind
                };
                let reply = Reply {
                    status,
                    headers,
                    body: Bytes::new(),
                };
                Err(Box::new(Report {
                    raw_body: None,
                    kind,
                    ..reply.report(report)
                }))
            }
        }
    }

    /// Whether a text from the server repeats the credential.
    fn is_secret(&self, text: &str) -> bool {
        let credential = self.client.shared().credential.as_ref();
        credential.is_some_and(|credential| credential.occurs_in(text))
    }
}

enum BodyProblem {
    TooLarge,
    Broken(ErrorKind, TransportError),
}

async fn read_body(mut response: reqwest::Response) -> Result<Bytes, BodyProblem> {
    // A stated length that is too large need not be waited for.
    if response
        .content_length()
        .is_some_and(|length| length > BODY_LIMIT as u64)
    {
        return Err(BodyProblem::TooLarge);
    }
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > BODY_LIMIT => {
                return Err(BodyProblem::TooLarge);
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.into()),
            Err(error) => {
                let kind = match error.is_timeout() {
                    true => ErrorKind::Timeout,
                    false => ErrorKind::Transport,
                };
                return Err(BodyProblem::Broken(
                    kind,
                    TransportError::after_connecting(&error),
                ));
            }
        }
    }
}
