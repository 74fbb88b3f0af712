//! Layers: the program's own code around each attempt of a call.
//!
//! [`ClientBuilder::layer`](crate::ClientBuilder::layer) takes a [`tower::Layer`] over the HTTP request and response of
//! one attempt: for metrics, limits on concurrency, recording, signing, the context of a trace. A request passes
//! through the layers in the order in which they were added, its response in the other direction.
//!
//! - **Outside of all layers** are retries and limits: each attempt passes through the layers anew, and the time that
//!   it spends in them counts. The body of a response is read outside too, under its limits.
//! - **Inside of all layers** the credential is set: no layer sees it. There the request is checked again. A layer may
//!   change query, headers and body, not method, scheme, host, port or path, and it cannot set a header of the
//!   connection, such as `Host`, or change an idempotency key, which all attempts share. `Content-Length` is that of the body, whatever a layer says.
//! - **An attempt is sent once.** A layer that sends it twice, keeps it for later, or follows a redirect gets an error:
//!   retrying is up to [`RetryPolicy`](crate::RetryPolicy), which knows what may be sent again. The request that a layer
//!   passes on must have the [extensions](http::Request::extensions) of the one that it got.
//! - **A layer may answer itself.** Then nothing was sent, and [`delivery`](crate::Error::delivery) says so if the answer
//!   is an error. [`PlayedBack`] says that a provider gave it once.
//! - **A layer may fail**, with any error: [`ErrorKind::Layer`](crate::ErrorKind::Layer), which is not retried, with the
//!   layer's error as its source. `delivery` says whether the request was sent before. What fails below the layers is
//!   reported as it is without them, whatever they make of it: they get an [`AttemptError`].
//!
//! [`Attempt`], an extension of the request, says which operation and which attempt it is. The bytes of an
//! [`Upload`](crate::upload::Upload) go to another host and pass through no layer. A client without layers pays nothing.
//!
//! Not more than eight attempts at a time. A place is free again once the headers of a response are there:
//!
//! ```
//! # use converse_core as converse;
//! # fn limited<C: converse::provider::ProviderClient>(builder: converse::ClientBuilder<C>) -> converse::ClientBuilder<C> {
//! builder.layer(tower::limit::ConcurrencyLimitLayer::new(8))
//! # }
//! ```
//!
//! The context of the trace, in a header of each attempt:
//!
//! ```
//! # use converse_core as converse;
//! use converse::http::{HeaderValue, Request};
//! use converse::layer::Body;
//!
//! # fn current_traceparent() -> HeaderValue { HeaderValue::from_static("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01") }
//! # fn traced<C: converse::provider::ProviderClient>(builder: converse::ClientBuilder<C>) -> converse::ClientBuilder<C> {
//! builder.layer(tower::util::MapRequestLayer::new(|mut request: Request<Body>| {
//!     request.headers_mut().insert("traceparent", current_traceparent());
//!     request
//! }))
//! # }
//! ```
//!
//! A record of all attempts:
//!
//! ```
//! # use converse_core as converse;
//! use converse::http::Request;
//! use converse::layer::{Attempt, AttemptService, Body};
//! use tower::{Service, layer::layer_fn, service_fn};
//!
//! # fn recorded<C: converse::provider::ProviderClient>(builder: converse::ClientBuilder<C>) -> converse::ClientBuilder<C> {
//! builder.layer(layer_fn(|inner: AttemptService| {
//!     service_fn(move |request: Request<Body>| {
//!         let mut inner = inner.clone();
//!         async move {
//!             let attempt = request.extensions().get::<Attempt>().copied();
//!             let outcome = inner.call(request).await;
//!             if let Some(attempt) = attempt {
//!                 let status = outcome.as_ref().ok().map(|response| response.status());
//!                 println!("{} {}: {status:?}", attempt.operation().id, attempt.number());
//!             }
//!             outcome
//!         }
//!     })
//! }))
//! # }
//! ```

mod attempt;
mod attempt_layer;
mod body;
mod pass;
mod sender;
mod service;

pub use attempt::{Attempt, AttemptError, PlayedBack};
pub use attempt_layer::AttemptLayer;
pub use body::{Body, BoxError};
pub(crate) use sender::{Answer, SendError, Sender};
pub use service::AttemptService;
