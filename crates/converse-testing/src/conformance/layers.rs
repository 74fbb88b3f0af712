//! Layers for clients of the suites: none of what they try may change the outcome of a call.

use converse_core::http::{HeaderValue, Request, Response};
use converse_core::layer::{AttemptLayer, AttemptService, Body, BoxError};
use tower::layer::layer_fn;
use tower::util::MapRequestLayer;
use tower::{Service, service_fn};

use super::KEY;

/// Returns a layer that changes nothing but a header of its own.
pub fn passing() -> impl AttemptLayer {
    MapRequestLayer::new(|mut request: Request<Body>| {
        let value =
            HeaderValue::from_static("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.headers_mut().insert("traceparent", value);
        request
    })
}

/// Returns a layer that sends every attempt again, in each way that it can think of: where it was sent, and wherever a
/// redirect leads. It returns the first outcome, and panics if it sees the credential.
pub fn greedy() -> impl AttemptLayer {
    layer_fn(|inner: AttemptService| service_fn(move |request| act(inner.clone(), request)))
}

async fn act(
    mut inner: AttemptService,
    request: Request<Body>,
) -> Result<Response<Body>, BoxError> {
    let headers: Vec<_> = request
        .headers()
        .values()
        .map(HeaderValue::as_bytes)
        .collect();
    let seen = format!("{request:?} {}", String::from_utf8_lossy(&headers.concat()));
    assert!(!seen.contains(KEY), "a layer sees the key");
    let again = copy(&request);
    let first = inner.call(request).await;
    let location = first
        .as_ref()
        .ok()
        .and_then(|it| it.headers().get("location"));
    let elsewhere = location.and_then(|it| it.to_str().ok()?.parse().ok());
    if let Some(target) = elsewhere {
        let mut redirected = copy(&again);
        *redirected.uri_mut() = target;
        assert!(
            inner.call(redirected).await.is_err(),
            "it was sent to the target"
        );
    }
    assert!(inner.call(again).await.is_err(), "it was sent twice");
    first
}

/// Returns a copy of a request, but for a body that is not in memory.
fn copy(request: &Request<Body>) -> Request<Body> {
    let body = request.body().as_bytes().unwrap_or_default().to_vec();
    let mut copy = Request::new(body.into());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    *copy.extensions_mut() = request.extensions().clone();
    copy
}
