//! The service that layers wrap.

use std::fmt;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use tower::util::{BoxCloneSyncService, MapErr, MapResponse};
use tower::{Service, ServiceExt};

use super::body::{Body, BoxError};

/// The service that sends an attempt: what a layer gets to wrap. A clone is cheap.
///
/// Its error is an [`AttemptError`](crate::layer::AttemptError), if no layer inside of this one changes it.
#[derive(Clone)]
pub struct AttemptService(BoxCloneSyncService<Request<Body>, Response<Body>, BoxError>);

impl AttemptService {
    pub(super) fn new<S, B>(service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + Sync + 'static,
    {
        let service: MapErr<S, _> = service.map_err(Into::into as fn(S::Error) -> BoxError);
        let boxed = |response: Response<B>| response.map(Body::new);
        let service: MapResponse<_, _> = service.map_response(boxed);
        Self(BoxCloneSyncService::new(service))
    }
}

impl Service<Request<Body>> for AttemptService {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = <BoxCloneSyncService<Request<Body>, Response<Body>, BoxError> as Service<
        Request<Body>,
    >>::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.0.call(request)
    }
}

impl fmt::Debug for AttemptService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptService").finish_non_exhaustive()
    }
}
