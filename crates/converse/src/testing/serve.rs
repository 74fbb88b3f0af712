//! The thread that listens, and the path of a request through the checks to its response.

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::{io, thread};

use axum::Router;
use axum::body::{self, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use converse_core::http::StatusCode;
use tokio::sync::oneshot;

use super::refusal::Refusal;
use super::route::{self, Route};
use super::{Answer, CREDENTIAL, Contract, ReceivedRequest, body as request_body};
use super::{credential, documented, uploads};

/// How many bytes of a request are read: as many as a client reads of a response.
const BODY_LIMIT: usize = converse_core::limits::BODY_LIMIT;

/// The running server. Dropping it closes its sockets and waits until that is done.
pub(super) struct Thread {
    stop: Option<oneshot::Sender<()>>,
    handle: Option<JoinHandle<()>>,
}

impl Thread {
    pub(super) fn start(contracts: &'static [Contract]) -> io::Result<(Arc<Shared>, Self)> {
        // Bound here, so that the port accepts connections before the thread runs.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let shared = Arc::new(Shared {
            address: listener.local_addr()?,
            contracts,
            script: Mutex::default(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let state = Arc::clone(&shared);
        let serve = move || {
            runtime.block_on(async {
                let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
                    return;
                };
                // Only a fallback: a router would match decoded paths.
                let router = Router::new().fallback(handle).with_state(state);
                tokio::select! {
                    _ = axum::serve(listener, router).into_future() => {}
                    _ = stopped => {}
                }
            });
            // The runtime ends here, and with it every connection.
        };
        let handle = thread::Builder::new()
            .name("converse-testing".to_owned())
            .spawn(serve)?;
        let thread = Self {
            stop: Some(stop),
            handle: Some(handle),
        };
        Ok((shared, thread))
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(handle) = self.handle.take() {
            // If the thread panicked, its sockets are closed nevertheless.
            let _ = handle.join();
        }
    }
}

/// State that the server and its handle share.
pub(super) struct Shared {
    pub(super) address: SocketAddr,
    pub(super) contracts: &'static [Contract],
    script: Mutex<Script>,
}

/// The responses to send, and the received requests.
#[derive(Default)]
pub(super) struct Script {
    /// The expected credential, by provider, where it is not [`CREDENTIAL`].
    pub(super) secrets: BTreeMap<&'static str, String>,
    pub(super) answers: Vec<Scripted>,
    pub(super) requests: Vec<ReceivedRequest>,
}

/// A response to send once.
pub(super) struct Scripted {
    /// Provider and operation. `None`: any.
    pub(super) operation: Option<(&'static str, &'static str)>,
    pub(super) answer: Answer,
}

impl Shared {
    pub(super) fn script(&self) -> MutexGuard<'_, Script> {
        // No code leaves it half changed.
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn secret(&self, provider: &str) -> String {
        let script = self.script();
        let secret = script
            .secrets
            .get(provider)
            .map_or(CREDENTIAL, String::as_str);
        secret.to_owned()
    }

    /// Records a request and selects its response.
    fn answer(&self, mut request: ReceivedRequest, whole: bool) -> Answer {
        let result = self.check(&mut request, whole);
        let mut script = self.script();
        let answer = match result {
            Ok(Some(route)) => script
                .scripted(Some(&route))
                .unwrap_or_else(|| documented::answer(&route, &request, self.address)),
            Ok(None) => script.scripted(None).unwrap_or_else(uploads::taken),
            Err(refusal) => {
                request.problem = Some(refusal.problem.clone());
                refusal.into()
            }
        };
        request.hide(self.contracts, script.secrets.values().map(String::as_str));
        script.requests.push(request);
        answer
    }

    /// Returns the operation that a request calls; `None` for the bytes of an upload.
    fn check(&self, request: &mut ReceivedRequest, whole: bool) -> Result<Option<Route>, Refusal> {
        if uploads::is_address(request.target()) {
            return is_whole(whole).map(|()| None);
        }
        let contract = route::provider(self.contracts, request.target())?;
        request.provider = Some(contract.provider.name);
        let route = route::operation(contract, request.method(), request.path())?;
        request.operation = Some(route.operation.id);
        let expected = self.secret(contract.provider.name);
        let (given, verdict) = credential::check(route.operation.security, &expected, request);
        request.credential = given;
        verdict?;
        is_whole(whole)?;
        request_body::check(route.operation, request.headers(), request.body())?;
        Ok(Some(route))
    }
}

fn is_whole(whole: bool) -> Result<(), Refusal> {
    if whole {
        return Ok(());
    }
    let problem = format!("the body is incomplete or over {BODY_LIMIT} bytes");
    Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, problem))
}

impl Script {
    /// Takes the first response for this operation, else the first for any.
    fn scripted(&mut self, route: Option<&Route>) -> Option<Answer> {
        let this = route.map(|route| (route.contract.provider.name, route.operation.id));
        let of = |wanted| move |scripted: &Scripted| scripted.operation == wanted;
        let position = self
            .answers
            .iter()
            .position(of(this))
            .or_else(|| self.answers.iter().position(of(None)))?;
        Some(self.answers.remove(position).answer)
    }
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = body::to_bytes(body, BODY_LIMIT).await;
    let whole = body.is_ok();
    let target = parts.uri.path_and_query();
    let request = ReceivedRequest::new(
        parts.method,
        target.map(|target| target.as_str().to_owned()),
        parts.headers,
        body.unwrap_or_else(|_| Bytes::new()),
    );
    shared.answer(request, whole).into()
}
