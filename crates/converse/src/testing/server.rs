//! The server: its address, what it expects, its responses, its requests.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use converse_core::http::Method;
use converse_core::operation::{CredentialPlace, SecurityScheme};
use converse_core::provider::{Provider, ProviderClient};
use converse_core::{ClientBuilder, Credential};

use super::credential::user_and_password;
use super::serve::{CustomAnswer, Scripted, Shared, Thread};
use super::{Answer, Body, Contract, PROVIDERS, ReceivedRequest};

/// The credential that a new [`Server`] expects for every provider.
pub const CREDENTIAL: &str = "testing-credential";

/// A server on a loopback port of its own that stands in for every compiled-in provider.
///
/// It runs on a thread of its own, so that it may outlive the runtime of the test that started it. When it is dropped
/// the port is closed and connections end.
pub struct Server {
    shared: Arc<Shared>,
    _thread: Thread,
}

impl Server {
    /// Starts a server. It takes requests as soon as this returns.
    ///
    /// # Panics
    /// When the system has no free port or cannot start a thread.
    pub async fn start() -> Self {
        Self::start_with(PROVIDERS)
    }

    pub(super) fn start_with(contracts: &'static [Contract]) -> Self {
        // A test cannot run without its server, and no argument of the caller leads here.
        let (shared, thread) = Thread::start(contracts)
            .unwrap_or_else(|error| panic!("the testing server cannot start: {error}"));
        Self {
            shared,
            _thread: thread,
        }
    }

    /// Returns a builder of a client that talks to this server, with the credential that it expects.
    pub fn builder<C: ProviderClient>(&self) -> C::Builder {
        let provider = C::provider();
        let secret = self.shared.secret(provider.name);
        let credential = |place| match user_and_password(place, &secret) {
            Some((user, password)) => Credential::basic(user, password),
            None => Credential::new(secret.as_str()),
        };
        let mut builder = ClientBuilder::<C>::new().base_url(self.base_url(provider.name));
        // The first scheme that is enough alone decides the form of the one credential.
        let is_basic = |scheme: &SecurityScheme| scheme.place == CredentialPlace::Basic;
        let mut alone = provider.security.iter().filter(|set| set.len() == 1);
        let single = alone.next().and_then(|set| set.first());
        builder = match single {
            Some(scheme) => builder.credential(credential(scheme.place)),
            None if provider.security.is_empty() => {
                builder.credential(Credential::new(secret.as_str()))
            }
            None => builder,
        };
        for set in provider.security {
            for scheme in *set {
                let covered = set.len() == 1 && single.map(is_basic) == Some(is_basic(scheme));
                if !covered {
                    builder = builder.credential_for(scheme.name, credential(scheme.place));
                }
            }
        }
        builder.into()
    }

    /// Returns the base URL that stands for a provider here: the provider's name, then the path of its own base URL.
    ///
    /// # Panics
    /// When no provider of this short name is compiled in.
    #[track_caller]
    pub fn base_url(&self, provider: &str) -> String {
        let contract = self.contract(provider);
        let (name, path) = (contract.provider.name, contract.base_path());
        format!("http://{}/{name}{path}", self.address())
    }

    /// Returns the address of the server.
    pub fn address(&self) -> SocketAddr {
        self.shared.address
    }

    /// Lists the providers that the server stands in for.
    pub fn providers(&self) -> impl Iterator<Item = &'static Provider> + use<> {
        self.shared
            .contracts
            .iter()
            .map(|contract| contract.provider)
    }

    /// Sets the credential that is expected for a provider from now on, in place of [`CREDENTIAL`].
    ///
    /// # Panics
    /// When no provider of this short name is compiled in.
    #[track_caller]
    pub fn expect_credential(&self, provider: &str, secret: impl Into<String>) {
        let name = self.contract(provider).provider.name;
        self.shared.script().secrets.insert(name, secret.into());
    }

    /// Sets this status and body as the response to the next request, whichever operation it calls.
    ///
    /// Such responses queue: each serves one request. A request that is refused takes none of them.
    ///
    /// # Panics
    /// See [`Answer::new`].
    #[track_caller]
    pub fn respond_next(&self, status: u16, body: impl Into<Body>) {
        self.respond_next_with(Answer::new(status, body));
    }

    /// Sets this response to the next request, whichever operation it calls.
    pub fn respond_next_with(&self, answer: Answer) {
        self.script(None, answer);
    }

    /// Sets this response to the next call of one operation. It takes precedence over those for any operation.
    ///
    /// # Panics
    /// When no compiled-in provider has this name, or it has no operation with this id.
    #[track_caller]
    pub fn respond_next_to(&self, provider: &str, operation_id: &str, answer: Answer) {
        let contract = self.contract(provider);
        let operations = contract.operations;
        let known = operations
            .iter()
            .find(|operation| operation.id == operation_id);
        let Some(operation) = known else {
            let ids: Vec<_> = operations.iter().map(|operation| operation.id).collect();
            panic!("{provider} has no operation `{operation_id}`; known are {ids:?}");
        };
        self.script(Some((contract.provider.name, operation.id)), answer);
    }

    /// Sets the response to every request with this method and path template, for requests that the provider's document
    /// lacks: `client.request(..)`. The path follows the provider's base path: `/rooms/{id}`.
    ///
    /// # Panics
    /// When no provider of this short name is compiled in.
    #[track_caller]
    pub fn respond_to(
        &self,
        provider: &str,
        method: Method,
        path: impl Into<String>,
        answer: Answer,
    ) {
        let provider = self.contract(provider).provider.name;
        let path = path.into();
        self.shared.script().custom.push(CustomAnswer {
            provider,
            method,
            path,
            answer,
        });
    }

    /// Returns every request so far, refused ones too, in the order received.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.shared.script().requests.clone()
    }

    /// Returns every request since the last call of this, and forgets them.
    pub fn take_requests(&self) -> Vec<ReceivedRequest> {
        std::mem::take(&mut self.shared.script().requests)
    }

    /// Returns the last request, if there was one.
    pub fn last_request(&self) -> Option<ReceivedRequest> {
        self.shared.script().requests.last().cloned()
    }

    fn script(&self, operation: Option<(&'static str, &'static str)>, answer: Answer) {
        let scripted = Scripted { operation, answer };
        self.shared.script().answers.push(scripted);
    }

    /// An unknown name is a mistake in the test, so it is reported at once.
    #[track_caller]
    fn contract(&self, provider: &str) -> &'static Contract {
        let mut contracts = self.shared.contracts.iter();
        let known = contracts.find(|contract| contract.provider.name == provider);
        known.unwrap_or_else(|| {
            let names: Vec<_> = self.providers().map(|provider| provider.name).collect();
            panic!("no provider `{provider}` is compiled in; known are {names:?}")
        })
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address())
            .finish_non_exhaustive()
    }
}
