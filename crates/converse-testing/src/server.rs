//! The server: its address, what it expects, its responses, its requests.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use converse_core::ClientBuilder;
use converse_core::http::Method;
use converse_core::provider::{Provider, ProviderClient};
use serde::de::DeserializeOwned;

use converse_core::dynamic::{Call, Contract, TypedOperation};

use crate::answer::{Answer, Body};
use crate::credential;
use crate::on::On;
use crate::received::ReceivedRequest;
use crate::script::{CustomAnswer, Reaction};
use crate::serve::{Shared, Thread};
use crate::setup::Setup;
use crate::state::ResourceHandle;

/// A server on a loopback port of its own that stands in for providers.
///
/// It runs on a thread of its own, so that it may outlive the runtime of the test that started it, and serves blocking
/// calls. When it is dropped the port is closed and connections end.
pub struct Server {
    shared: Arc<Shared>,
    thread: Option<Thread>,
    is_strict: bool,
}

impl Server {
    /// Starts a server that responds with documented bodies. It takes requests as soon as this returns.
    ///
    /// # Panics
    /// When the system has no free port or cannot start a thread.
    #[track_caller]
    pub fn start(contracts: impl IntoIterator<Item = &'static Contract>) -> Self {
        started(Setup::new(contracts))
    }

    /// Starts a server that remembers: what was created is listed, read, changed and deleted, and is missing afterwards.
    ///
    /// A new resource is the documented one with the fields of the request laid over it, an id of its own and times of a
    /// clock that every change moves. A list has 20 items a page if nobody says, and is filtered by query parameters that
    /// have the name of a field; it knows no other filter. An operation of which there is nothing to remember responds as
    /// documented.
    ///
    /// # Panics
    /// When the system has no free port or cannot start a thread.
    #[track_caller]
    pub fn stateful(contracts: impl IntoIterator<Item = &'static Contract>) -> Self {
        started(Setup::new(contracts).stateful())
    }

    pub(crate) fn new(shared: Arc<Shared>, thread: Thread) -> Self {
        Self {
            shared,
            thread: Some(thread),
            is_strict: false,
        }
    }

    /// Panics when the server is dropped, if it refused a request by then. The message lists what was wrong. That a
    /// resource does not exist is no refusal.
    pub fn strict(mut self) -> Self {
        self.is_strict = true;
        self
    }

    /// Orders what the next calls of an operation get.
    ///
    /// # Panics
    /// When the server does not stand in for the operation's provider.
    #[track_caller]
    pub fn on<C: Call>(&self, operation: TypedOperation<C>) -> On<'_, C> {
        self.contract(operation.operation().provider);
        On::new(&self.shared, operation)
    }

    /// Returns the calls of an operation so far, refused ones too, in the order received.
    pub fn requests_to<C: Call>(&self, operation: TypedOperation<C>) -> Vec<ReceivedRequest> {
        let row = operation.operation();
        let mut requests = self.requests();
        requests.retain(|it| it.provider() == Some(row.provider) && it.operation() == Some(row.id));
        requests
    }

    /// Returns the bodies of the calls of an operation so far, as the type that it sends.
    ///
    /// # Panics
    /// When a body is not of the type.
    #[track_caller]
    pub fn bodies_of<C: Call<Body: DeserializeOwned>>(
        &self,
        operation: TypedOperation<C>,
    ) -> Vec<C::Body> {
        let mut bodies = Vec::new();
        for request in self.requests_to(operation) {
            match request.body_as() {
                Ok(body) => bodies.push(body),
                Err(error) => panic!("a body of {operation:?} is not of the type: {error}"),
            }
        }
        bodies
    }

    /// Returns the resources of one kind of the provider of `C`, to look at them or to put some in: `conversation`.
    ///
    /// # Panics
    /// When the server remembers nothing, does not stand in for the provider, or the provider has no resources of the
    /// kind: the message lists those that it has.
    #[track_caller]
    pub fn resources<C: ProviderClient>(&self, name: &str) -> ResourceHandle<'_> {
        ResourceHandle::new(&self.shared, C::provider().name, name)
    }

    /// Returns what was wrong with each refused request so far, one line each: method, path and reason.
    pub fn problems(&self) -> Vec<String> {
        self.shared.script().problems.clone()
    }

    /// Returns a builder of a client that talks to this server, with the credential that it expects.
    pub fn builder<C: ProviderClient>(&self) -> C::Builder {
        self.client_builder::<C>().into()
    }

    /// Returns a client that talks to this server, with the credential that it expects and the settings of a client that
    /// nobody set up. [`builder`](Self::builder) has others.
    ///
    /// # Panics
    /// When the client cannot be built: its TLS backend finds no certificates.
    #[track_caller]
    pub fn client<C: ProviderClient>(&self) -> C {
        match self.client_builder().build() {
            Ok(client) => client,
            Err(error) => panic!("the client cannot be built: {error}"),
        }
    }

    fn client_builder<C: ProviderClient>(&self) -> ClientBuilder<C> {
        let provider = C::provider().name;
        credential::client_builder(&self.shared.secret(provider)).base_url(self.base_url(provider))
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
    pub fn providers(&self) -> impl Iterator<Item = &'static Provider> {
        let contracts = self.shared.contracts.iter();
        contracts.map(|contract| contract.provider)
    }

    /// Sets the credential that is expected for a provider from now on, in place of [`CREDENTIAL`](crate::CREDENTIAL).
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
        let reaction = Reaction::answer(answer);
        self.shared.script().order(operation, reaction, Some(1));
    }

    /// An unknown name is a mistake in the test, so it is reported at once.
    #[track_caller]
    fn contract(&self, provider: &str) -> &'static Contract {
        let mut contracts = self.shared.contracts.iter().copied();
        let known = contracts.find(|contract| contract.provider.name == provider);
        known.unwrap_or_else(|| {
            let names: Vec<_> = self.providers().map(|provider| provider.name).collect();
            panic!("no provider `{provider}` is compiled in; known are {names:?}")
        })
    }
}

#[track_caller]
fn started(setup: Setup) -> Server {
    // A test cannot run without its server, and no argument of the caller leads here.
    match setup.start() {
        Ok(server) => server,
        Err(error) => panic!("the testing server cannot start: {error}"),
    }
}

/// Says what was expected and is not so.
impl Drop for Server {
    fn drop(&mut self) {
        drop(self.thread.take());
        if std::thread::panicking() {
            return;
        }
        let mut complaints = self.shared.script().unmet();
        if self.is_strict {
            complaints.extend(self.problems());
        }
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address())
            .finish_non_exhaustive()
    }
}
