//! The thread that listens, and the path of a request through the checks to its response.

use std::future::IntoFuture;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::{io, thread};

use axum::Router;
use axum::body::{self, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use converse_core::http::StatusCode;
use tokio::sync::{Notify, oneshot};

use converse_core::dynamic::Contract;
use serde_json::Value;

use crate::answer::{Answer, Fault};
use crate::connection::{Connections, End};
use crate::received::ReceivedRequest;
use crate::refusal::{Refusal, Refused};
use crate::route::{self, Route};
use crate::script::{Reaction, Script};
use crate::setup::{CREDENTIAL, Setup};
use crate::state::Resources;
use crate::uploads::UploadAddress;
use crate::{arguments, body as request_body, credential, documented, uploads};

/// How many bytes of a request are read: as many as a client reads of a response.
const BODY_LIMIT: usize = converse_core::limits::BODY_LIMIT;

/// The running server. Dropping it closes its sockets and waits until that is done.
pub(crate) struct Thread {
    stop: Option<oneshot::Sender<()>>,
    handle: Option<JoinHandle<()>>,
}

impl Thread {
    pub(crate) fn start(setup: Setup) -> io::Result<(Arc<Shared>, Self)> {
        // Bound here, so that the port accepts connections before the thread runs.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, setup.port))?;
        listener.set_nonblocking(true)?;
        let shared = Arc::new(Shared {
            address: listener.local_addr()?,
            resources: Resources::new(&setup.contracts, setup.is_stateful),
            contracts: setup.contracts,
            uploads: setup.uploads,
            script: Mutex::default(),
            last: Notify::new(),
            closed: Arc::default(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let (state, ended) = (Arc::clone(&shared), Arc::clone(&shared));
        let serve = move || {
            runtime.block_on(async {
                let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
                    return;
                };
                // Only a fallback: a router would match decoded paths.
                let router = Router::new().fallback(handle).with_state(state);
                let service = router.into_make_service_with_connect_info::<End>();
                let listener = Connections::new(listener, Arc::clone(&ended.closed));
                // The last response ends the listening, and lets what is on the way arrive.
                let last = async move { ended.last.notified().await };
                let serve = axum::serve(listener, service).with_graceful_shutdown(last);
                tokio::select! {
                    _ = serve.into_future() => {}
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
pub(crate) struct Shared {
    pub(crate) address: SocketAddr,
    pub(crate) contracts: Vec<&'static Contract>,
    pub(crate) uploads: Vec<UploadAddress>,
    /// What becomes of resources.
    resources: Resources,
    script: Mutex<Script>,
    /// Tells that the next response is the last one.
    last: Notify,
    /// Tells that nobody listens any more.
    closed: Arc<Notify>,
}

/// What a request is for.
enum Target {
    Operation(Route),
    /// The bytes of an upload.
    Upload,
    /// What the document lacks.
    Custom(&'static Contract, Answer),
}

impl Shared {
    pub(crate) fn script(&self) -> MutexGuard<'_, Script> {
        // No code leaves it half changed.
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn resources(&self) -> &Resources {
        &self.resources
    }

    /// Replaces ids that the provider's operations refuse.
    pub(crate) fn mend_ids(&self, route: &Route, body: &mut Value) {
        self.resources.mend_ids(route, body);
    }

    pub(crate) fn secret(&self, provider: &str) -> String {
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
        let ordered = match &result {
            Ok(target) => {
                let route = match target {
                    Target::Operation(route) => Some(route),
                    _ => None,
                };
                self.script().take(route)
            }
            Err(_) => None,
        };
        let answer = match result {
            Ok(Target::Operation(route)) => self.of_operation(&route, &request, ordered),
            Ok(Target::Upload) => of_other(ordered, &request, uploads::taken),
            Ok(Target::Custom(_, answer)) => of_other(ordered, &request, || answer.clone()),
            Err(refused) => {
                request.problem = Some(refused.problem);
                Ok(*refused.answer)
            }
        };
        let mut script = self.script();
        request.hide(&self.contracts, script.secrets.values().map(String::as_str));
        script.record(request);
        answer.unwrap_or_else(|panic| {
            script.panics.push(panic);
            Answer::new(500, ())
        })
    }

    fn of_operation(
        &self,
        route: &Route,
        request: &ReceivedRequest,
        ordered: Option<Reaction>,
    ) -> Result<Answer, String> {
        let usual = || {
            let remembered = self.resources.answer(route, request, self);
            remembered.unwrap_or_else(|| documented::answer(route, request, self))
        };
        match ordered {
            Some(reaction) => reaction.carry_out(Some(route), request, usual),
            None => Ok(usual()),
        }
    }

    /// Returns what a request is for, by its head.
    fn target(&self, request: &mut ReceivedRequest) -> Result<Target, Refusal> {
        if uploads::is_address(request.target()) {
            return Ok(Target::Upload);
        }
        let contract = route::provider(&self.contracts, request.target())?;
        request.provider = Some(contract.provider.name);
        if let Some(answer) = self.custom(contract, request) {
            return Ok(Target::Custom(contract, answer));
        }
        let route = route::operation(contract, request.method(), request.path())?;
        request.operation = Some(route.operation.id);
        Ok(Target::Operation(route))
    }

    /// Returns what a request is for, if the document allows it.
    fn check(&self, request: &mut ReceivedRequest, whole: bool) -> Result<Target, Refused> {
        let target = self.target(request).map_err(Refused::of)?;
        let contract = match &target {
            Target::Upload => {
                is_whole(whole).map_err(Refused::of)?;
                return Ok(target);
            }
            Target::Custom(contract, _) => contract,
            Target::Operation(route) => route.contract,
        };
        let operation = match &target {
            Target::Operation(route) => Some(route.operation),
            _ => None,
        };
        let security = operation.map_or(contract.provider.security, |it| it.security);
        let refused = |refusal| Refused::by(contract, operation, refusal);
        let expected = self.secret(contract.provider.name);
        let (given, verdict) = credential::check(security, &expected, request);
        request.credential = given;
        verdict.map_err(refused)?;
        is_whole(whole).map_err(refused)?;
        if let Target::Operation(route) = &target {
            request_body::check(route.operation, request.headers(), request.body())
                .map_err(refused)?;
            request.problems = arguments::check(route, request);
            if !request.problems.is_empty() {
                return Err(Refused::of_arguments(route, &request.problems));
            }
        }
        Ok(target)
    }

    /// Returns whether the connection of a request is to close before its body is read, and records it then.
    fn disconnects_early(&self, mut request: ReceivedRequest) -> bool {
        let target = self.target(&mut request);
        let route = match &target {
            Ok(Target::Operation(route)) => Some(route),
            _ => None,
        };
        let mut script = self.script();
        let disconnects = script.take_early_disconnect(route);
        if disconnects {
            request.hide(&self.contracts, script.secrets.values().map(String::as_str));
            script.record(request);
        }
        disconnects
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

fn of_other(
    ordered: Option<Reaction>,
    request: &ReceivedRequest,
    usual: impl Fn() -> Answer,
) -> Result<Answer, String> {
    match ordered {
        Some(reaction) => reaction.carry_out(None, request, usual),
        None => Ok(usual()),
    }
}

fn is_whole(whole: bool) -> Result<(), Refusal> {
    if whole {
        return Ok(());
    }
    let problem = format!("the body is incomplete or over {BODY_LIMIT} bytes");
    Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, problem))
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(connection): ConnectInfo<End>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let target = parts.uri.path_and_query();
    let target = target.map(|target| target.as_str().to_owned());
    let received = |body: Bytes| {
        let (method, headers) = (parts.method.clone(), parts.headers.clone());
        ReceivedRequest::new(method, target.clone(), headers, body)
    };
    if shared.disconnects_early(received(Bytes::new())) {
        connection.close();
        return std::future::pending().await;
    }
    let body = body::to_bytes(body, BODY_LIMIT).await;
    let whole = body.is_ok();
    let answer = shared.answer(received(body.unwrap_or_default()), whole);
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    if answer.is_last {
        shared.last.notify_one();
        // Whoever has the response finds the port closed.
        shared.closed.notified().await;
    }
    match answer.fault {
        None | Some(Fault::BreakOff) => answer.into(),
        Some(fault) => {
            if fault != Fault::Hang {
                connection.close();
            }
            // The connection ends first, or the client gives up.
            std::future::pending().await
        }
    }
}
