//! The builder of a client. The same for every provider.

use std::ffi::OsString;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use serde::Serialize;

use super::base_url::BaseUrl;
use super::client::{Client, Shared};
use super::http::HttpSettings;
use super::options::CallOptions;
use super::parameters::Parameters;
use crate::argument::{Argument, ArgumentError};
use crate::credential::{Credential, Credentials, listed};
use crate::drift::{Drift, DriftReport, Listener};
use crate::error::BuildError;
use crate::layer::{AttemptLayer, Sender};
use crate::operation::{Location, Provider};
use crate::retry::{RetryBudget, RetryPolicy};

/// A generated client of one provider.
pub trait ProviderClient: Sized {
    /// The builder of the client: [`ClientBuilder`], with the provider's own parameters.
    type Builder: From<ClientBuilder<Self>> + Into<ClientBuilder<Self>>;
    /// The provider of the client.
    fn provider() -> &'static Provider;
    /// Wraps what [`ClientBuilder::build`](ClientBuilder::build) made.
    #[doc(hidden)]
    fn from_core(inner: Client) -> Self;
    /// Returns the wrapped client.
    fn core(&self) -> &Client;
}

/// Sets up a client of one provider.
#[must_use = "a builder does nothing until `build()`"]
pub struct ClientBuilder<C> {
    credentials: Credentials,
    base_url: Option<String>,
    allow_insecure_http: bool,
    options: CallOptions,
    retry_budget: RetryBudget,
    http: HttpSettings,
    /// The first is the outermost one.
    layers: Vec<Box<dyn AttemptLayer>>,
    drift: Option<Listener>,
    drift_values: bool,
    user_agent: Option<String>,
    parameters: Parameters,
    /// Why a parameter has no value.
    invalid_parameter: Option<ArgumentError>,
    client: PhantomData<fn() -> C>,
}

impl<C: ProviderClient> ClientBuilder<C> {
    /// Returns a builder with the provider's base URL, the default time limits and no credential.
    pub fn new() -> Self {
        Self {
            credentials: Credentials::default(),
            base_url: None,
            allow_insecure_http: false,
            options: CallOptions::new(),
            retry_budget: RetryBudget::default(),
            http: HttpSettings::default(),
            layers: Vec::new(),
            drift: None,
            drift_values: false,
            user_agent: None,
            parameters: Parameters::default(),
            invalid_parameter: None,
            client: PhantomData,
        }
    }

    /// Returns a builder with the credentials, and if set the base URL, from the provider's environment
    /// variables ([`Provider::credential_variable`](crate::provider::Provider::credential_variable),
    /// [`Provider::credential_variables`](crate::provider::Provider::credential_variables),
    /// [`Provider::base_url_variable`](crate::provider::Provider::base_url_variable),
    /// [`Provider::parameters`](crate::provider::Provider::parameters)).
    ///
    /// # Errors
    /// When no credential's variable is set or one is not UTF-8, the base URL's is not UTF-8, or a parameter's is not a
    /// value of the parameter.
    pub fn from_env() -> Result<Self, BuildError> {
        Self::from_variables(|variable| std::env::var_os(variable))
    }

    /// Returns a builder with what variables hold that need not be those of the environment: `read` returns the value of
    /// one. See [`from_env`](Self::from_env).
    ///
    /// # Errors
    /// No credential's variable is set, or a value cannot be used.
    pub fn from_variables(read: impl Fn(&str) -> Option<OsString>) -> Result<Self, BuildError> {
        let provider = C::provider();
        let mut builder = Self::new();
        for (scheme, variable) in provider.credential_variables {
            if let Some(value) = read(variable).filter(|value| !value.is_empty()) {
                let text = Credential::from_variable(variable, Some(value))?;
                let place = provider.place_of(scheme);
                let credential = Credential::of_text(text, place);
                builder.credentials.insert((*scheme).to_owned(), credential);
            }
        }
        let variable = provider.credential_variable;
        let value = match variable {
            "" => None,
            variable => read(variable),
        };
        let has_single = value.as_ref().is_some_and(|value| !value.is_empty());
        match provider.credential_variables {
            [] if variable.is_empty() => {}
            _ if has_single || provider.credential_variables.is_empty() => {
                let text = Credential::from_variable(variable, value)?;
                let credential = Credential::of_text(text, provider.place_of_single());
                builder.credentials.single = Some(credential);
            }
            all if builder.credentials.is_empty() => {
                let all = all.iter().map(|(_, variable)| *variable);
                let variables = listed(all.chain(Some(variable).filter(|it| !it.is_empty())));
                return Err(BuildError::MissingCredentials { variables });
            }
            _ => {}
        }
        if let Some(url) = read(provider.base_url_variable).filter(|url| !url.is_empty()) {
            let url = url.into_string().map_err(|_| BuildError::InvalidBaseUrl {
                reason: "is not UTF-8",
            })?;
            builder.base_url = Some(url);
        }
        for parameter in provider.parameters {
            let Some(text) = read(parameter.variable).filter(|text| !text.is_empty()) else {
                continue;
            };
            let value = text.to_str().and_then(|text| parameter.read(text));
            let value = value.ok_or_else(|| {
                let why = format!(
                    "is not valid in the environment variable `{}`",
                    parameter.variable
                );
                BuildError::InvalidParameter(ArgumentError::parameter(parameter.name, why))
            })?;
            builder
                .parameters
                .set(parameter.location, parameter.name, value);
        }
        Ok(builder)
    }

    /// Sets the credential. Without one, only operations that need none can be called.
    ///
    /// It is sent by every operation that takes a single credential, unless
    /// [`credential_for`](Self::credential_for) sets one for the operation's own scheme.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.single = Some(credential);
        self
    }

    /// Sets the credential of one security scheme, by its name in the provider's document: for operations that take
    /// several credentials together, and for providers with several schemes.
    ///
    /// An operation with alternatives takes the first one that has all of its credentials.
    pub fn credential_for(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.credentials.insert(scheme.into(), credential);
        self
    }

    /// Sets a base URL other than the provider's: http or https, a host, perhaps a path, without user
    /// info, query or fragment. A server on this machine (`localhost`, `127.0.0.0/8`, `::1`) is reached
    /// without any proxy.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sets whether plain http to a host other than this machine is allowed. Off by default: everybody
    /// on the way can read the credential and the messages. This machine is `localhost`, `127.0.0.0/8`
    /// and `::1`, not a name that the DNS may resolve: `x.localhost` and `localhost.` are other hosts.
    pub fn allow_insecure_http(mut self, allow: bool) -> Self {
        self.allow_insecure_http = allow;
        self
    }

    /// Sets how long a whole call may take: all attempts, from connecting to the last byte of the body,
    /// and the pauses between them. The default is [`TIMEOUT`](crate::limits::TIMEOUT).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// Sets how long one attempt may take, from connecting to the last byte of the body. It never
    /// outlasts the call. The default is [`ATTEMPT_TIMEOUT`](crate::limits::ATTEMPT_TIMEOUT).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.attempt_timeout(timeout);
        self
    }

    /// Sets how long making a connection may take. The default is [`CONNECT_TIMEOUT`](crate::limits::CONNECT_TIMEOUT).
    /// Keep it below the other limits: when it is reached, it is certain that nothing was sent.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.http.connect_timeout = timeout;
        self
    }

    /// Sets how long a body may stall between two chunks. The default is [`READ_TIMEOUT`](crate::limits::READ_TIMEOUT).
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.read_timeout(timeout);
        self
    }

    /// Sets how many bytes of a response body are read, those of an error too. The default is
    /// [`BODY_LIMIT`](crate::limits::BODY_LIMIT).
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.options = self.options.body_limit(bytes);
        self
    }

    /// Sets how many bytes of memory decoding one response may take. The default is 16 MiB and 16 times the bytes of
    /// its body, see [`CallOptions::decode_limit`](crate::CallOptions::decode_limit).
    pub fn decode_limit(mut self, bytes: usize) -> Self {
        self.options = self.options.decode_limit(bytes);
        self
    }

    /// Sets how many headers an HTTP/1 response may have. The default is
    /// [`HEADER_COUNT_LIMIT`](crate::limits::HEADER_COUNT_LIMIT).
    pub fn header_count_limit(mut self, headers: usize) -> Self {
        self.http.header_count = headers;
        self
    }

    /// Sets how many bytes the headers of an HTTP/2 response may have. The default is
    /// [`HEADER_BYTES_LIMIT`](crate::limits::HEADER_BYTES_LIMIT).
    pub fn header_bytes_limit(mut self, bytes: u32) -> Self {
        self.http.header_bytes = bytes;
        self
    }

    /// Sets whether and when a failed attempt is retried. The default is [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options = self.options.retry(policy);
        self
    }

    /// Sets whether the document's limits on arguments and bodies are checked before sending, as
    /// [`CallOptions::check_limits`] does for one call. The default is `true`.
    pub fn check_limits(mut self, check: bool) -> Self {
        self.options = self.options.check_limits(check);
        self
    }

    /// Sets how many retries the client and its clones make altogether. The default is [`RetryBudget::default`].
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.retry_budget = budget;
        self
    }

    /// Sets the caller's own product, such as `shop/2.1`. It precedes ours in `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Adds a header to all calls, see [`CallOptions::header`](crate::CallOptions::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options = self.options.header(name, value);
        self
    }

    /// Sets a parameter for all calls that take it and do not set it. A value that is not one of its type is an error
    /// of [`build`](Self::build).
    #[doc(hidden)]
    pub fn parameter<T: Serialize>(
        mut self,
        location: Location,
        name: &'static str,
        value: Argument<T>,
    ) -> Self {
        let unwritable = |_| ArgumentError::parameter(name, "cannot be written");
        match value.and_then(|value| serde_json::to_value(value).map_err(unwritable)) {
            Ok(value) => {
                self.parameters.set(location, name, value);
                // A value replaces an earlier one, whatever was wrong with that.
                let other = |problem: &ArgumentError| problem.name() != Some(name);
                self.invalid_parameter = self.invalid_parameter.filter(other);
            }
            Err(problem) => self.invalid_parameter = Some(problem),
        }
        self
    }

    /// Changes the HTTP client: proxies, root certificates, pool sizes. May be called more than once.
    /// Without the features `rustls` and `native-tls` it may supply a TLS backend.
    ///
    #[doc = include_str!("configure_http.md")]
    ///
    /// It does not apply to the bytes of an [`Upload`](crate::upload::Upload), which go over an HTTP client of
    /// their own: give proxies and certificates to [`Upload::configure_http`](crate::upload::Upload::configure_http)
    /// too.
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.http.configure.push(Box::new(configure));
        self
    }

    /// Reports where successful JSON responses differ from the provider's document, see [`drift`](crate::drift): for
    /// clients with the feature `dynamic`, whose types describe themselves. It is called in the task of the call, before
    /// the response is decoded.
    pub fn on_drift(mut self, report: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        self.drift = Some(Arc::new(report));
        self
    }

    /// Sets whether a reported [`Drift`] has the value, which may be personal. Off by default.
    pub fn drift_values(mut self, show: bool) -> Self {
        self.drift_values = show;
        self
    }

    /// Adds a [`tower::Layer`] around each attempt of a call, inside of those that were added before: for metrics,
    /// limits on concurrency, recording, signing, traces. See [`layer`](crate::layer) for what it may do, with examples.
    pub fn layer(mut self, layer: impl AttemptLayer) -> Self {
        self.layers.push(Box::new(layer));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// When the base URL is refused, a credential or the user agent is not valid in a header, a credential does not
    /// fit its scheme or lacks one that is sent together with it, or the HTTP client cannot be set up. [`BuildError::NoTls`] when the base URL is https and neither of the
    /// features `rustls` and `native-tls` is on, unless [`configure_http`](Self::configure_http) was
    /// called: its effect cannot be seen from here.
    pub fn build(self) -> Result<C, BuildError> {
        let provider = C::provider();
        let base_url = self.base_url.as_deref().unwrap_or(provider.base_url);
        let base_url = BaseUrl::parse(base_url, self.allow_insecure_http)?;
        if base_url.is_https() && !self.http.may_do_tls() {
            return Err(BuildError::NoTls);
        }
        self.credentials.check(provider)?;
        if let Some(problem) = self.invalid_parameter {
            return Err(BuildError::InvalidParameter(problem));
        }
        let ours = format!("converse-{}/{}", provider.name, provider.version);
        let user_agent = match self.user_agent {
            Some(theirs) => format!("{theirs} {ours}"),
            None => ours,
        };
        if !user_agent.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(BuildError::InvalidUserAgent);
        }
        let user_agent =
            HeaderValue::try_from(user_agent).map_err(|_| BuildError::InvalidUserAgent)?;

        let http = self
            .http
            .build(base_url.is_loopback())
            .map_err(|error| BuildError::Http(error.without_url()))?;
        let shared = Shared {
            provider,
            sender: Sender::new(http, self.layers),
            base_url,
            credentials: self.credentials,
            parameters: self.parameters,
            user_agent,
            retry_budget: self.retry_budget,
            drift: self.drift.map(|report| DriftReport {
                report,
                shows_values: self.drift_values,
            }),
            jitter: fastrand::f64,
        };
        Ok(C::from_core(Client::new(shared, self.options)))
    }
}

impl<C: ProviderClient> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: ProviderClient> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The base URL is not checked yet: it may contain a password.
        f.debug_struct("ClientBuilder")
            .field("provider", &C::provider().name)
            .field("credentials", &self.credentials)
            .field("allow_insecure_http", &self.allow_insecure_http)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
