//! `BirdWebhook`: an axum extractor that verifies a webhook before it parses it.

use std::error::Error as StdError;
use std::fmt;

use axum_core::RequestExt;
use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest, Request};
use converse_core::__private::decode_event;
use converse_core::http::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use super::config::WebhookConfig;
use super::rejection::WebhookRejection;
use super::verified::Verified;
use crate::bird::types::ConversationEvent;

/// A webhook that Bird sent, as the argument of an axum handler.
///
/// The body is read up to the limit, its signature is verified over the bytes as received, and only then it is parsed as
/// `T`. The router's state holds the [`WebhookConfig`], or gives it by `FromRef`.
///
/// ```
/// use axum::http::StatusCode;
/// use axum::{Router, routing::post};
/// use converse::bird::webhook::{BirdWebhook, InvalidConfig, WebhookConfig};
///
/// async fn receive(BirdWebhook { event, verified, .. }: BirdWebhook) -> StatusCode {
///     match event {
///         Ok(event) => println!("{}: {}", event.event, event.payload.id),
///         // Bird sent it all the same: another status than 2xx would make Bird send it again.
///         Err(unknown) => println!("{}: {unknown}", verified.id()),
///     }
///     StatusCode::NO_CONTENT
/// }
///
/// fn router(signing_key: String) -> Result<Router, InvalidConfig> {
///     let config = WebhookConfig::new("https://example.com/hooks/bird", signing_key)?;
///     Ok(Router::new().route("/hooks/bird", post(receive)).with_state(config))
/// }
/// ```
///
/// A request that Bird did not sign does not get to the handler: its response is that of [`WebhookRejection`]. A
/// handler that logs rejections takes `Result<BirdWebhook, WebhookRejection>`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct BirdWebhook<T = ConversationEvent> {
    /// The event, or why the verified body is not a `T`. The types are known from few examples, so answer both with 2xx:
    /// Bird sends an event again until it gets one.
    pub event: Result<T, UnknownEvent>,
    /// The id and the time of the webhook.
    pub verified: Verified,
    /// The body as received.
    pub body: Bytes,
}

/// Why the body of a webhook is not of the type that the handler takes. It shows nothing of the body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Bird sent an event of another shape: {reason}")]
pub struct UnknownEvent {
    reason: String,
}

impl<S, T> FromRequest<S> for BirdWebhook<T>
where
    S: Send + Sync,
    WebhookConfig: FromRef<S>,
    T: DeserializeOwned,
{
    type Rejection = WebhookRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let config = WebhookConfig::from_ref(state);
        let (head, body) = request.with_limited_body().into_parts();
        let body = read(body, config.most_bytes()).await?;
        let verified = config.verify(&head.headers, &body)?;
        Ok(Self {
            event: decode_event(&body).map_err(|reason| UnknownEvent { reason }),
            verified,
            body,
        })
    }
}

/// Returns the whole body, if it has at most `limit` bytes.
async fn read(body: Body, limit: usize) -> Result<Bytes, WebhookRejection> {
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) => Err(match is_too_large(&*error) {
            true => WebhookRejection::TooLarge,
            false => WebhookRejection::Incomplete,
        }),
    }
}

/// Whether one of the limits ended reading. Axum's own is wrapped in errors of its body.
fn is_too_large(error: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (*error).source())
        .any(|error| error.is::<LengthLimitError>())
}

impl<T: fmt::Debug> fmt::Debug for BirdWebhook<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BirdWebhook")
            .field("event", &self.event)
            .field("verified", &self.verified)
            .finish_non_exhaustive()
    }
}
