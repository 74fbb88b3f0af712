//! The client that every generated client wraps.

use std::fmt;
use std::sync::Arc;

use reqwest::header::HeaderValue;
use serde_json::Value;

use super::base_url::BaseUrl;
use super::limits::Limits;
use super::options::CallOptions;
use super::parameters::Parameters;
use crate::credential::Credentials;
use crate::drift::DriftReport;
use crate::layer::Sender;
use crate::operation::{Location, Provider};
use crate::retry::RetryBudget;

/// The client that every generated client wraps: a connection pool, a base URL, a credential and a
/// budget of retries.
///
/// A clone is cheap and shares all of them.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    options: Arc<CallOptions>,
}

/// State that all clones of a client share.
pub(crate) struct Shared {
    pub(crate) provider: &'static Provider,
    pub(crate) sender: Sender,
    pub(crate) base_url: BaseUrl,
    pub(crate) credentials: Credentials,
    pub(crate) parameters: Parameters,
    pub(crate) user_agent: HeaderValue,
    pub(crate) retry_budget: RetryBudget,
    /// Whom it tells where responses differ from the document.
    pub(crate) drift: Option<DriftReport>,
    /// Returns a random number in `0..1`.
    pub(crate) jitter: fn() -> f64,
}

impl Client {
    pub(crate) fn new(shared: Shared, options: CallOptions) -> Self {
        Self {
            shared: Arc::new(shared),
            options: Arc::new(options),
        }
    }

    /// Returns the provider of the client.
    pub fn provider(&self) -> &'static Provider {
        self.shared.provider
    }

    /// Returns the URL that every path follows, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str()
    }

    /// Returns the same client with other settings. Connections, credential and budget stay shared.
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(options.over(&self.options)),
        }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Returns the client's value of a parameter, for calls that do not set it.
    pub(crate) fn parameter(&self, location: Location, name: &str) -> Option<&Value> {
        self.shared.parameters.get(location, name)
    }

    /// Returns the settings of its calls.
    pub(crate) fn options(&self) -> &CallOptions {
        &self.options
    }

    pub(crate) fn limits(&self) -> Limits {
        Limits::of(&self.options)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("provider", &self.shared.provider.name)
            .field("base_url", &self.base_url())
            .field("credentials", &self.shared.credentials)
            .field("limits", &self.limits())
            .finish_non_exhaustive()
    }
}
