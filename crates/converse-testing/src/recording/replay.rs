//! Replays recorded exchanges.

use std::fmt::Write as _;
use std::future::{Ready, ready};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::{fmt, fs, io};

use converse_core::ClientBuilder;
use converse_core::http::{Bytes, Request, Response};
use converse_core::layer::{AttemptService, Body, PlayedBack};
use converse_core::provider::ProviderClient;
use http_body_util::Full;
use tower::{Layer, Service};

use super::difference::difference;
use super::exchange::{Asked, Exchange};
use super::mask::Mask;
use crate::credential;
use crate::setup::CREDENTIAL;

/// A recording that is replayed: each attempt gets the response that was recorded for the same request. See
/// [`recording`](crate::recording).
///
/// A request is the same if operation, path, query and body are, whatever the order of the query. Requests that were
/// recorded several times get their responses in the order of the recording, each once. One that is not in the
/// recording, or was replayed before, fails the call with a [`ReplayError`]. Bodies that are read as they are sent, and
/// those in parts, are not compared.
#[derive(Debug, Clone)]
pub struct Replay {
    file: PathBuf,
    mask: Mask,
    left: Arc<Mutex<Vec<Recorded>>>,
}

#[derive(Debug)]
struct Recorded {
    exchange: Exchange,
    line: usize,
    is_replayed: bool,
}

impl Replay {
    /// Reads a recording.
    ///
    /// # Errors
    /// The file cannot be read, or a line is not an exchange: the message has the number of the line.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let file = path.as_ref().to_owned();
        let text = fs::read_to_string(&file).map_err(|error| {
            let message = format!("{}: {error}", file.display());
            io::Error::new(error.kind(), message)
        })?;
        let mut left = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let line_number = index + 1;
            let exchange: Exchange = serde_json::from_str(line).map_err(|_| {
                let message = format!(
                    "{}:{line_number}: this is not an exchange that a recorder wrote",
                    file.display()
                );
                io::Error::new(io::ErrorKind::InvalidData, message)
            })?;
            left.push(Recorded {
                exchange,
                line: line_number,
                is_replayed: false,
            });
        }
        Ok(Self {
            file,
            mask: Mask::default(),
            left: Arc::new(Mutex::new(left)),
        })
    }

    /// Masks the fields that the [`Recorder`](super::Recorder) masked, so that requests are compared without them.
    pub fn mask<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        for name in names {
            self.mask.add(name.as_ref());
        }
        self
    }

    /// Returns the layer, for a client with settings of its own. It passes nothing on.
    pub fn layer(&self) -> ReplayLayer {
        ReplayLayer(self.clone())
    }

    /// Returns a builder of a client whose calls reach no network, with a credential that is nobody's.
    pub fn builder<C: ProviderClient>(&self) -> C::Builder {
        self.client_builder::<C>().into()
    }

    /// Returns a client whose calls reach no network. The bytes of an upload would: they pass through no layer.
    ///
    /// # Panics
    /// When the HTTP client cannot be set up.
    #[track_caller]
    pub fn client<C: ProviderClient>(&self) -> C {
        match self.client_builder::<C>().build() {
            Ok(client) => client,
            Err(error) => panic!("the client cannot be built: {error}"),
        }
    }

    fn client_builder<C: ProviderClient>(&self) -> ClientBuilder<C> {
        // Nothing is sent there. Without TLS, so that a program that has none can replay.
        let builder = credential::client_builder::<C>(CREDENTIAL).base_url("http://127.0.0.1");
        builder.layer(self.layer())
    }

    /// Returns the requests that were recorded and not replayed, one line each.
    pub fn unused(&self) -> Vec<String> {
        let left = self.left();
        let unused = left.iter().filter(|it| !it.is_replayed);
        let line = |it: &Recorded| {
            let asked = &it.exchange.request;
            let file = self.file.display();
            format!(
                "{file}:{}: {} {} {}",
                it.line, asked.operation, asked.method, asked.path
            )
        };
        unused.map(line).collect()
    }

    fn replay(&self, asked: &Asked) -> Result<Response<Full<Bytes>>, ReplayError> {
        let mut left = self.left();
        let mut same = left.iter_mut();
        let same = same.find(|it| !it.is_replayed && it.exchange.request == *asked);
        let Some(recorded) = same else {
            return Err(self.missing(&left, asked));
        };
        recorded.is_replayed = true;
        let answered = &recorded.exchange.response;
        let broken = || {
            ReplayError::new(format!(
                "{}:{}: the response is not one of HTTP",
                self.file.display(),
                recorded.line,
            ))
        };
        let response = Response::builder().status(answered.status);
        let mut response = response.extension(PlayedBack);
        for (name, value) in &answered.headers {
            response = response.header(name, value);
        }
        let bytes = answered.body.bytes().ok_or_else(broken)?;
        response.body(Full::new(bytes.into())).map_err(|_| broken())
    }

    fn missing(&self, all: &[Recorded], asked: &Asked) -> ReplayError {
        let mut message = format!(
            "no recording of `{} {}` ({}) is left in {}",
            asked.method,
            asked.path,
            asked.operation,
            self.file.display()
        );
        let differences = all
            .iter()
            .map(|it| (difference(&it.exchange.request, asked), it.line));
        if let Some(((_, words), line)) = differences.min_by_key(|((distance, _), _)| *distance) {
            let _ = write!(message, "; the nearest is on line {line}: {words}");
        }
        ReplayError::new(message)
    }

    fn left(&self) -> MutexGuard<'_, Vec<Recorded>> {
        // No code leaves it half changed.
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request has no recording: which one, and which is the nearest. It names places in bodies, and no values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayError {
    message: String,
}

impl ReplayError {
    fn new(message: String) -> Self {
        Self { message }
    }
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReplayError {}

/// The layer of a [`Replay`].
#[derive(Debug, Clone)]
pub struct ReplayLayer(Replay);

impl Layer<AttemptService> for ReplayLayer {
    type Service = Replaying;

    fn layer(&self, _: AttemptService) -> Replaying {
        Replaying(self.0.clone())
    }
}

/// The service of a [`ReplayLayer`].
#[derive(Debug, Clone)]
pub struct Replaying(Replay);

impl Service<Request<Body>> for Replaying {
    type Response = Response<Full<Bytes>>;
    type Error = ReplayError;
    type Future = Ready<Result<Self::Response, ReplayError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ReplayError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Some(asked) = Asked::of(&request, &self.0.mask) else {
            let message = "the request came without the extensions of its attempt";
            return ready(Err(ReplayError::new(message.to_owned())));
        };
        ready(self.0.replay(&asked))
    }
}
