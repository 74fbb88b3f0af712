//! What every generated client holds, and the settings that may differ from call to call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::base_url::BaseUrl;
use crate::{Credential, Operation, Provider, Request};

/// The client that every generated client wraps: a connection pool, a base URL and a credential.
///
/// A clone is cheap and shares all three.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    options: CallOptions,
}

/// A generated client of one provider.
pub trait ProviderClient: Sized {
    /// The provider it talks to.
    fn provider() -> &'static Provider;
    /// Wraps what [`ClientBuilder::build`](crate::ClientBuilder::build) made.
    fn from_core(inner: Client) -> Self;
    /// What it wraps.
    fn core(&self) -> &Client;
}

/// Settings that may differ from call to call. What is not set stays as the client has it.
///
/// ```
/// use std::time::Duration;
/// let options = converse_core::CallOptions::new().timeout(Duration::from_secs(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
}

impl CallOptions {
    /// Settings that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a whole call may take, from connecting to the last byte of the body.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// These settings, with the others where these say nothing.
    fn over(self, others: &Self) -> Self {
        Self {
            timeout: self.timeout.or(others.timeout),
        }
    }
}

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) provider: &'static Provider,
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: BaseUrl,
    pub(crate) credential: Option<Credential>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
}

impl Client {
    pub(crate) fn new(shared: Shared) -> Self {
        Self {
            shared: Arc::new(shared),
            options: CallOptions::default(),
        }
    }

    /// The provider it talks to.
    pub fn provider(&self) -> &'static Provider {
        self.shared.provider
    }

    /// The URL that every path follows, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str()
    }

    /// The same client with other settings. Connections and credential stay shared.
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: options.over(&self.options),
        }
    }

    /// Begins a call of one operation.
    pub fn request(&self, operation: &'static Operation) -> Request {
        Request::new(self.clone(), operation)
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.options.timeout.unwrap_or(self.shared.timeout)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("provider", &self.shared.provider.name)
            .field("base_url", &self.base_url())
            .field("credential", &self.shared.credential)
            .field("timeout", &self.timeout())
            .finish_non_exhaustive()
    }
}
