//! Sends an attempt, through the layers if there are any.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};
use tower::{Service, ServiceExt};

use super::attempt::{Attempt, AttemptError, PlayedBack};
use super::attempt_layer::AttemptLayer;
use super::body::{Body, BoxError};
use super::pass::{Outcome, Pass};
use super::service::AttemptService;
use crate::credential::{Secret, place_secrets};
use crate::error::{Delivery, ErrorKind, TransportError, classify};
use crate::operation::CredentialPlace;
use crate::timer::Timer;

/// Sends attempts: the HTTP client, and the layers around it.
pub(crate) enum Sender {
    Direct(reqwest::Client),
    Layered(AttemptService),
}

/// The response to an attempt.
pub(crate) struct Answer {
    pub(crate) response: reqwest::Response,
    /// Whether the operation may have been carried out, if the status does not tell: a layer answered.
    pub(crate) delivery: Option<Delivery>,
}

/// Why an attempt has no response.
pub(crate) struct SendError {
    pub(crate) kind: ErrorKind,
    pub(crate) delivery: Delivery,
    pub(crate) source: BoxError,
}

impl Sender {
    /// The first layer is the outermost one.
    pub(crate) fn new(http: reqwest::Client, layers: Vec<Box<dyn AttemptLayer>>) -> Self {
        if layers.is_empty() {
            return Self::Direct(http);
        }
        let innermost = AttemptService::new(Innermost(http));
        let layers = layers.into_iter().rev();
        Self::Layered(layers.fold(innermost, |inner, layer| layer.wrap(inner)))
    }

    /// Sends an attempt with its secrets, each in its place, and returns its response once the headers are there.
    ///
    /// The request is handed on when this is called, not when it is polled: the future would have to hold it.
    pub(crate) fn send<'a>(
        &self,
        attempt: Attempt,
        mut request: reqwest::Request,
        secrets: impl Iterator<Item = (CredentialPlace, &'a Secret)>,
        timer: &mut Timer<'_>,
    ) -> impl Future<Output = Result<Answer, SendError>> {
        let handed = match self {
            Self::Direct(http) => match place_secrets(&mut request, secrets) {
                Ok(()) => Handed::Direct(http.execute(request)),
                Err(refusal) => Handed::Refused(refusal),
            },
            Self::Layered(service) => {
                let secrets = secrets.map(|(place, secret)| (place, secret.clone()));
                let pass = Pass::new(attempt.operation, &request, secrets.collect());
                Handed::Layered(service.clone(), pass, Box::new(request))
            }
        };
        async move {
            match handed {
                Handed::Refused(why) => Err(SendError::refused(why)),
                Handed::Direct(sending) => match timer.limit(sending).await {
                    Ok(Ok(response)) => Ok(Answer {
                        response,
                        delivery: None,
                    }),
                    Ok(Err(error)) => Err(SendError::below(classify(&error))),
                    Err(_) => Err(SendError::out_of_time(Delivery::Unknown)),
                },
                Handed::Layered(service, pass, request) => {
                    Box::pin(through_layers(service, attempt, *request, pass, timer)).await
                }
            }
        }
    }
}

/// Where an attempt was handed on to.
enum Handed<F> {
    Refused(&'static str),
    Direct(F),
    Layered(AttemptService, Pass, Box<reqwest::Request>),
}

async fn through_layers(
    service: AttemptService,
    attempt: Attempt,
    request: reqwest::Request,
    pass: Pass,
    timer: &mut Timer<'_>,
) -> Result<Answer, SendError> {
    // When this future is dropped too, an attempt that a layer still holds is not sent any more.
    let ending = EndOnDrop(&pass);
    let Ok(request) = Request::try_from(request) else {
        return Err(SendError::refused("not a request"));
    };
    let mut request = request.map(Body);
    request.extensions_mut().insert(attempt);
    request.extensions_mut().insert(pass.clone());
    let outcome = timer.limit(service.oneshot(request)).await;
    let below = ending.0.end();
    let of_status = |status| Delivery::of_status(attempt.operation, status);
    let delivery = match &below {
        Outcome::NotSent => Delivery::NotSent,
        Outcome::Answered(status) => of_status(*status),
        Outcome::Failed(_, delivery, _) => *delivery,
        Outcome::Unknown => Delivery::Unknown,
    };
    match (outcome, below) {
        (Ok(Ok(response)), below) => {
            let played_back = response.extensions().get::<PlayedBack>().is_some();
            let own = match below {
                Outcome::Answered(status) => status == response.status(),
                Outcome::NotSent => played_back,
                _ => false,
            };
            Ok(Answer {
                response: response.map(|body| body.0).into(),
                delivery: (!own).then_some(delivery),
            })
        }
        (Ok(Err(_)), Outcome::Failed(kind, delivery, reason)) => {
            Err(SendError::below((kind, delivery, reason)))
        }
        (Ok(Err(source)), _) => Err(SendError {
            kind: ErrorKind::Layer,
            delivery,
            source,
        }),
        (Err(_), _) => Err(SendError::out_of_time(delivery)),
    }
}

struct EndOnDrop<'a>(&'a Pass);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl SendError {
    fn refused(why: &'static str) -> Self {
        Self {
            kind: ErrorKind::Invalid,
            delivery: Delivery::NotSent,
            source: Box::new(AttemptError::refused(why)),
        }
    }

    fn below((kind, delivery, reason): (ErrorKind, Delivery, TransportError)) -> Self {
        Self {
            kind,
            delivery,
            source: Box::new(reason),
        }
    }

    fn out_of_time(delivery: Delivery) -> Self {
        Self::below((ErrorKind::Timeout, delivery, TransportError::out_of_time()))
    }
}

/// The service inside of all layers.
#[derive(Clone)]
struct Innermost(reqwest::Client);

impl Service<Request<Body>> for Innermost {
    type Response = Response<reqwest::Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let http = self.0.clone();
        Box::pin(async move {
            let Some(pass) = request.extensions().get::<Pass>().cloned() else {
                let refusal = "a layer dropped the extensions of the request: pass them on";
                return Err(AttemptError::refused(refusal).into());
            };
            match http.execute(pass.admit(request)?).await {
                Ok(response) => {
                    pass.answered(response.status());
                    Ok(response.into())
                }
                Err(error) => Err(pass.failed(classify(&error)).into()),
            }
        })
    }
}
