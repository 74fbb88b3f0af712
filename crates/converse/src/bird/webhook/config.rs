//! `WebhookConfig`: what the extractor needs to check webhooks.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use converse_core::Password;
use converse_core::http::HeaderMap;

use super::error::VerifyError;
use super::verified::Verified;
use super::verify_at;

/// The default limit on the bytes of a webhook's body: 2 MiB.
pub const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// The default limit on the age of a webhook: 9 hours, since Bird delivers again for up to 8 hours.
pub const TOLERANCE: Duration = Duration::from_secs(9 * 60 * 60);

/// What [`BirdWebhook`](super::BirdWebhook) needs to check webhooks: the signing key, the address and the limits.
///
/// It is the state of the router, or a part of it by axum's `FromRef`. A subscription with another key or address has
/// a router of its own. Clones are cheap and share the key. `Debug` shows neither key nor address.
///
/// ```
/// use std::time::Duration;
///
/// use converse::bird::webhook::WebhookConfig;
///
/// let config = WebhookConfig::new("https://example.com/hooks/bird", "the signing key")?
///     .tolerance(Duration::from_secs(24 * 60 * 60))
///     .body_limit(64 * 1024);
/// # Ok::<(), converse::bird::webhook::InvalidConfig>(())
/// ```
#[derive(Clone)]
pub struct WebhookConfig {
    url: Arc<str>,
    signing_key: Arc<Password>,
    tolerance: Option<Duration>,
    body_limit: usize,
    now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl WebhookConfig {
    /// Creates the configuration of a subscription.
    ///
    /// - `url` is the address that Bird has for the subscription, letter by letter, with its query. Behind a proxy that
    ///   differs from what the server sees.
    /// - `signing_key` is the subscription's key as Bird has it.
    ///
    /// `wasm32-unknown-unknown` has no clock: there, only [`with_clock`](Self::with_clock) exists.
    ///
    /// # Errors
    /// The address is not an absolute http or https URL, or the key is empty.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn new(
        url: impl Into<String>,
        signing_key: impl Into<Password>,
    ) -> Result<Self, InvalidConfig> {
        Self::with_clock(url, signing_key, SystemTime::now)
    }

    /// Creates the configuration of a subscription, with a function that returns the current time: for platforms
    /// without a clock, and for tests.
    ///
    /// # Errors
    /// The address is not an absolute http or https URL, or the key is empty.
    pub fn with_clock(
        url: impl Into<String>,
        signing_key: impl Into<Password>,
        now: impl Fn() -> SystemTime + Send + Sync + 'static,
    ) -> Result<Self, InvalidConfig> {
        let url = url.into();
        let signing_key = signing_key.into();
        let of = |scheme| url.strip_prefix(scheme);
        let rest = of("https://").or_else(|| of("http://"));
        if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
            return Err(InvalidConfig::Url);
        }
        if signing_key.expose().is_empty() {
            return Err(InvalidConfig::EmptyKey);
        }
        Ok(Self {
            url: url.into(),
            signing_key: Arc::new(signing_key),
            tolerance: Some(TOLERANCE),
            body_limit: BODY_LIMIT,
            now: Arc::new(now),
        })
    }

    /// Sets how old a webhook may be; the default is [`TOLERANCE`]. `None` accepts any age, see
    /// [Redeliveries](super#redeliveries).
    pub fn tolerance(mut self, tolerance: impl Into<Option<Duration>>) -> Self {
        self.tolerance = tolerance.into();
        self
    }

    /// Sets how many bytes a body may have; the default is [`BODY_LIMIT`]. A `DefaultBodyLimit` of axum holds as well,
    /// 2 MB unless the router has another.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    pub(super) fn most_bytes(&self) -> usize {
        self.body_limit
    }

    pub(super) fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<Verified, VerifyError> {
        let key = self.signing_key.expose();
        verify_at(headers, &self.url, body, key, self.tolerance, (self.now)())
    }
}

impl fmt::Debug for WebhookConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookConfig")
            .field("tolerance", &self.tolerance)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}

/// Why webhooks cannot be checked with a configuration. It shows neither key nor address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidConfig {
    /// The address is not an absolute URL.
    #[error(
        "the URL of the webhook is not absolute; give the address that Bird has for the subscription, such as \
         `https://example.com/hooks/bird`, and the signing key after it"
    )]
    Url,
    /// The signing key is empty: anybody could sign with it.
    #[error(
        "the signing key of the webhook is empty; give the one that Bird has for the subscription"
    )]
    EmptyKey,
}
