//! Sending the bytes of an upload to the address for them.

use std::pin::pin;

use http_body::Body;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode, Url};
use serde_json::{Map, Value};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::error::{UploadError, UploadStep};
use super::job::{SOURCE, UploadJob, late};
use super::tracked_body::Sending;
use crate::body::{OpenPayload, Part, Payload, Piece, multipart};
use crate::call::{read_body, trace};
use crate::client::{Limits, base_url};
use crate::error::{BuildError, ErrorKind, classify};
use crate::headers::remove_from;
use crate::timer::Timer;

impl UploadJob {
    /// Sends the bytes by `PUT`, with these headers.
    ///
    /// # Errors
    /// See [`Upload::send`](super::Upload::send).
    pub async fn put(self, url: &str, headers: HeaderMap) -> Result<(), UploadError> {
        let piece = Piece::Blob(self.source.clone(), SOURCE.to_owned());
        // The media type is a matter of the headers: it may be part of a signature.
        let payload = Payload::new("application/octet-stream", vec![piece]);
        self.transfer(Method::PUT, url, headers, payload).await
    }

    /// Sends the bytes by `POST`, as the part `file` of a form that begins with these fields.
    ///
    /// # Errors
    /// See [`Upload::send`](super::Upload::send).
    pub async fn post_form(self, url: &str, fields: Map<String, Value>) -> Result<(), UploadError> {
        let fields = fields.into_iter();
        let mut parts: Vec<Part> = fields
            .flat_map(|(name, value)| Part::text(&name, value, None))
            .collect();
        parts.push(Part::blob("file", self.source.clone(), None));
        let payload = multipart::body("multipart/form-data", parts);
        let mut headers = HeaderMap::new();
        if let Ok(payload) = &payload {
            let content_type = payload.content_type.clone();
            headers.insert(reqwest::header::CONTENT_TYPE, content_type);
        }
        self.transfer(Method::POST, url, headers, payload).await
    }

    /// Sends them once, and expects a success.
    async fn transfer(
        self,
        method: Method,
        url: &str,
        mut headers: HeaderMap,
        payload: Result<Payload, String>,
    ) -> Result<(), UploadError> {
        let payload = payload.map_err(|why| self.refused(&why))?;
        let url = self.address(url)?;
        let span = trace::upload(self.provider, &method, &url, &self.host);
        let mut request = reqwest::Request::new(method, url);
        // An address may come with headers that the client sets itself.
        remove_from(&mut headers);
        *request.headers_mut() = headers;
        let exchange = pin!(Some(self.exchange(request, &payload)));
        let outcome = trace::in_span(&span, exchange).await;
        match &outcome {
            Ok(status) => trace::upload_ended(&span, Some(*status), None),
            Err(error) => trace::upload_ended(&span, error.status(), Some(error.kind())),
        }
        outcome.map(|_| ())
    }

    /// Returns the address, if the bytes may go there.
    fn address(&self, url: &str) -> Result<Url, UploadError> {
        let refused = |why: &str| self.no_address(&format!("the address for the bytes {why}"));
        let url = base_url::plain(url).map_err(refused)?;
        // A remote provider must not reach services on this machine, by whatever name.
        if base_url::may_be_on_this_machine(&url) && !self.local {
            return Err(refused("is on this machine, and the provider is not"));
        }
        if url.scheme() == "http" && !base_url::is_on_this_machine(&url) {
            return Err(refused("is not https"));
        }
        Ok(url)
    }

    async fn exchange(
        mut self,
        mut request: reqwest::Request,
        payload: &Payload,
    ) -> Result<StatusCode, UploadError> {
        let (provider, limits) = (self.provider, self.limits);
        let (stall, deadline) = (self.stall, self.deadline);
        let failed = |kind| UploadError::new(provider, UploadStep::Sending, kind);
        let wire = std::mem::take(self.wire.get_mut());
        if request.url().scheme() == "https" && !wire.http.may_do_tls() {
            return Err(failed(ErrorKind::Invalid).source(BuildError::NoTls));
        }
        let local = base_url::is_on_this_machine(request.url());
        let http = wire.http.build(local).map_err(|_| {
            failed(ErrorKind::Invalid)
                .detail("the HTTP client could not be set up; check `.configure_http(..)`")
        })?;
        let body = self.open(payload).await?;
        let (before, _) = payload.around_blob();
        let sending = Sending::new(body, before, self.length, wire.progress);
        *request.body_mut() = Some(reqwest::Body::wrap(sending.body()));

        let mut answer = std::pin::pin!(http.execute(request));
        let answer = loop {
            let end = sending.moved().checked_add(stall);
            let end = end.map_or(deadline, |end| end.min(deadline));
            match timeout_at(end, &mut answer).await {
                Ok(answer) => break answer,
                Err(_) if Instant::now() >= deadline => return Err(late(provider, sending.step())),
                // There was progress in the meantime.
                Err(_) if sending.moved() + stall > Instant::now() => {}
                Err(_) => {
                    let why = "the transfer stalled for longer than the limit";
                    let error = UploadError::new(provider, sending.step(), ErrorKind::Timeout);
                    return Err(error.detail(why));
                }
            }
        };
        // The connection reports it in its own words, or not at all.
        if let Some(failure) = sending.failure() {
            let reading = UploadStep::Reading;
            return Err(UploadError::new(provider, reading, ErrorKind::Invalid).source(failure));
        }
        let response = answer.map_err(|error| {
            let (kind, _, source) = classify(&error);
            failed(kind).source(source)
        })?;
        let status = response.status();
        if status.is_success() {
            return match sending.is_whole() {
                true => Ok(status),
                false => Err(failed(ErrorKind::Transport)
                    .answer(&response)
                    .detail("the response came before all bytes were sent")),
            };
        }
        let error = failed(ErrorKind::of_status(status)).answer(&response);
        let limits = Limits {
            read_timeout: limits.read_timeout.min(stall),
            ..limits
        };
        let sleep = pin!(sleep_until(deadline));
        let body = read_body(response, &limits, &mut Timer::new(sleep)).await;
        let body = body.ok();
        let error = match &body {
            _ if status.is_redirection() => error.detail("redirects are not followed"),
            Some(_) => error.detail("see `raw_body()`"),
            None => error,
        };
        Err(error.body(body))
    }

    /// Returns the body, limited to the length that the source had at first.
    async fn open(&self, payload: &Payload) -> Result<OpenPayload, UploadError> {
        let opening = self.in_time(UploadStep::Reading, payload.open_pieces());
        let open = opening.await?.map_err(|why| self.refused(&why))?;
        let (before, after) = payload.around_blob();
        let whole = open.size_hint().exact().unwrap_or_default();
        let now = whole.saturating_sub(before).saturating_sub(after);
        self.same_length(now).map_err(|why| self.refused(&why))?;
        Ok(open)
    }
}
