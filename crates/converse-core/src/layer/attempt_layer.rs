//! What `ClientBuilder::layer` takes.

use bytes::Bytes;
use http::{Request, Response};
use tower::{Layer, Service};

use super::body::{Body, BoxError};
use super::service::AttemptService;

/// A [`tower::Layer`] over the attempts of calls: what [`ClientBuilder::layer`](crate::ClientBuilder::layer) takes.
///
/// Every layer over an [`AttemptService`] is one, if its service takes a [`Request`] with a [`Body`] and gives a
/// [`Response`] with a body of bytes, is `Clone + Send + Sync + 'static`, and its future is `Send`. Its error may be any.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer over attempts",
    label = "not a `tower::Layer` over `AttemptService`",
    note = "its service must be a `Service<http::Request<layer::Body>>` that gives an `http::Response` with a body of \
            `Bytes`, `Clone + Send + Sync + 'static`, with a future that is `Send` and an error that converts to `BoxError`"
)]
pub trait AttemptLayer: sealed::Sealed + Send + 'static {
    /// Wraps a service.
    #[doc(hidden)]
    fn wrap(self: Box<Self>, inner: AttemptService) -> AttemptService;
}

impl<L, S, B> AttemptLayer for L
where
    L: Layer<AttemptService, Service = S> + Send + 'static,
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + Sync + 'static,
{
    fn wrap(self: Box<Self>, inner: AttemptService) -> AttemptService {
        AttemptService::new(self.layer(inner))
    }
}

mod sealed {
    /// Layers implement one trait; it cannot be implemented for anything else.
    pub trait Sealed {}

    impl<L: tower::Layer<super::AttemptService>> Sealed for L {}
}
