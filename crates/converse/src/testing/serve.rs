//! The thread that listens, and the path of a request through the checks to its response.

use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::{io, thread};

use axum::Router;
use axum::body::{self, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use converse_core::http::{Method, StatusCode};
use tokio::sync::oneshot;

use super::answer::Fault;
use super::connection::{Connections, End};
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
                let service = router.into_make_service_with_connect_info::<End>();
                let listener = Connections(listener);
                tokio::select! {
                    _ = axum::serve(listener, service).into_future() => {}
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
    pub(super) custom: Vec<CustomAnswer>,
    pub(super) requests: Vec<ReceivedRequest>,
}

/// The response to a request that the document of a provider lacks.
pub(super) struct CustomAnswer {
    pub(super) provider: &'static str,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) answer: Answer,
}

/// What a request is for.
enum Target {
    Operation(Route),
    /// The bytes of an upload.
    Upload,
    /// What the document lacks.
    Custom(Answer),
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
            Ok(Target::Operation(route)) => script
                .scripted(Some(&route))
                .unwrap_or_else(|| documented::answer(&route, &request, self.address)),
            Ok(Target::Upload) => script.scripted(None).unwrap_or_else(uploads::taken),
            Ok(Target::Custom(answer)) => script.scripted(None).unwrap_or(answer),
            Err(refusal) => {
                request.problem = Some(refusal.problem.clone());
                refusal.into()
            }
        };
        request.hide(self.contracts, script.secrets.values().map(String::as_str));
        script.requests.push(request);
        answer
    }

    /// Returns what a request is for.
    fn check(&self, request: &mut ReceivedRequest, whole: bool) -> Result<Target, Refusal> {
        if uploads::is_address(request.target()) {
            return is_whole(whole).map(|()| Target::Upload);
        }
        let contract = route::provider(self.contracts, request.target())?;
        request.provider = Some(contract.provider.name);
        let custom = self.custom(contract, request);
        let target = match custom {
            Some(answer) => Target::Custom(answer),
            None => {
                let route = route::operation(contract, request.method(), request.path())?;
                request.operation = Some(route.operation.id);
                Target::Operation(route)
            }
        };
        let security = match &target {
            Target::Operation(route) => route.operation.security,
            _ => contract.provider.security,
        };
        let expected = self.secret(contract.provider.name);
        let (given, verdict) = credential::check(security, &expected, request);
        request.credential = given;
        verdict?;
        is_whole(whole)?;
        if let Target::Operation(route) = &target {
            request_body::check(route.operation, request.headers(), request.body())?;
        }
        Ok(target)
    }

    /// Returns the response to a request that the document lacks, if one was set.
    fn custom(&self, contract: &Contract, request: &ReceivedRequest) -> Option<Answer> {
        let path = request.path().strip_prefix(contract.base_path())?;
        let script = self.script();
        // The one that was set last is what the test means.
        let mut custom = script.custom.iter().rev();
        let found = custom.find(|it| {
            it.provider == contract.provider.name
                && it.method == *request.method()
                && route::matches(&it.path, path)
        });
        found.map(|it| it.answer.clone())
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

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(connection): ConnectInfo<End>,
    request: Request,
) -> Response {
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
    let answer = shared.answer(request, whole);
    match answer.fault {
        None => answer.into(),
        Some(fault) => {
            if fault == Fault::Disconnect {
                connection.close();
            }
            // The connection ends first, or the client gives up.
            std::future::pending().await
        }
    }
}
