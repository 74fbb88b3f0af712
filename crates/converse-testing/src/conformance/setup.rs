//! Settings of the tests' clients, the same for all providers.

use std::time::Duration;

use converse_core::provider::ProviderClient;
use converse_core::retry::RetryBudget;
use converse_core::{CallOptions, ClientBuilder};

use super::{KEY, layers};
use crate::credential::client_builder;

/// How many headers a response may have: fewer than the HTTP client's own limit.
pub const HEADERS: usize = 60;

/// The settings of a client.
#[derive(Clone)]
pub struct Setup {
    /// Scheme, host and port; the provider's own path follows.
    pub origin: String,
    /// Whether connections are reused.
    pub pooled: bool,
    /// Whether it speaks HTTP/2 without negotiation.
    pub http2: bool,
    pub connect_timeout: Duration,
    pub budget: RetryBudget,
    pub options: CallOptions,
    /// Whether its attempts pass through layers that try to break every rule.
    pub layered: bool,
}

impl Setup {
    /// Returns settings for that origin: a connection for each attempt, and an unlimited budget of retries.
    pub fn new(origin: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
            pooled: false,
            http2: false,
            connect_timeout: Duration::from_secs(10),
            budget: RetryBudget::new(u32::MAX),
            options: CallOptions::new(),
            layered: false,
        }
    }

    /// Returns the client.
    pub fn client<C: ProviderClient>(self) -> C {
        let (pooled, http2, options) = (self.pooled, self.http2, self.options);
        let builder: ClientBuilder<C> = builder_at(&self.origin)
            .connect_timeout(self.connect_timeout)
            .header_count_limit(HEADERS)
            .retry_budget(self.budget)
            .configure_http(move |http| {
                // No connection here uses TLS, and reading the system's certificates is slow.
                let http = http.tls_certs_only([]);
                // The client overrides this; otherwise everything that is sent would be logged.
                let http = http.connection_verbose(true);
                let http = match pooled {
                    true => http,
                    false => http.pool_max_idle_per_host(0),
                };
                match http2 {
                    true => http.http2_prior_knowledge(),
                    false => http,
                }
            });
        let builder = match self.layered {
            true => builder.layer(layers::greedy()).layer(layers::passing()),
            false => builder,
        };
        let client = builder.build().expect("key and base URL are valid");
        C::from_core(client.core().with_options(options))
    }
}

/// Returns a builder with the credential, and with an origin, such as `http://127.0.0.1:1`, in place of the provider's
/// host: the path of the base URL stays.
pub fn builder_at<C: ProviderClient>(origin: &str) -> ClientBuilder<C> {
    let host_and_path = C::provider()
        .base_url
        .split_once("://")
        .map_or("", |(_, rest)| rest);
    let path = host_and_path
        .find('/')
        .map_or("", |start| &host_and_path[start..]);
    client_builder(KEY).base_url(format!("{origin}{path}"))
}
