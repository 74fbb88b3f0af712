//! Layers: what they see, what they may change, and what none of them can do.

mod misuse;
pub(super) mod outcomes;

use std::sync::{Arc, Mutex};

use futures_util::{FutureExt, TryStreamExt};
use tower::layer::layer_fn;
use tower::util::MapRequestLayer;
use tower::{Service, service_fn};

use super::traces::{Traces, assert_fields};
use super::*;
use crate::http::HeaderValue;
use crate::layer::{Attempt, AttemptLayer, AttemptService, Body, BoxError};
use converse_test_support::{Answer, Server};

type HttpRequest = ::http::Request<Body>;
type HttpResponse = ::http::Response<Body>;

/// A layer that does something with the service inside of it and a request.
fn layer<F, R>(act: F) -> impl AttemptLayer
where
    F: Fn(AttemptService, HttpRequest) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Result<HttpResponse, BoxError>> + Send + 'static,
{
    layer_fn(move |inner: AttemptService| {
        let act = act.clone();
        service_fn(move |request| act(inner.clone(), request))
    })
}

/// A layer that changes the request.
fn changed(change: impl Fn(&mut HttpRequest) + Clone + Send + Sync + 'static) -> impl AttemptLayer {
    MapRequestLayer::new(move |mut request: HttpRequest| {
        change(&mut request);
        request
    })
}

fn with_layer(server: &Server, layer: impl AttemptLayer) -> Acme {
    let built = builder(&server.url("/v1")).layer(layer).build();
    built.expect("a loopback URL and a plain key")
}

async fn created(client: &Acme) -> Result<ResponseValue<Thing>, CallError<CreateError>> {
    create(client).send_json().await
}

#[tokio::test]
async fn each_attempt_passes_through_the_layers_in_their_order_without_the_credential() {
    let server = Server::start([Answer::json(503, "{}"), Answer::json(200, r#"{"id": 7}"#)]).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let recorder = |name: &'static str| {
        let seen = Arc::clone(&seen);
        layer(move |mut inner, request| {
            let seen = Arc::clone(&seen);
            async move {
                let attempt = *request.extensions().get::<Attempt>().expect("an attempt");
                let headers: Vec<_> = request
                    .headers()
                    .iter()
                    .map(|it| format!("{it:?}"))
                    .collect();
                let text = format!(
                    "{request:?} {:?} {headers:?} {attempt:?}",
                    request.extensions()
                );
                assert!(Canary::new(KEY).find_in(&text).is_none(), "{text}");
                let (id, number) = (attempt.operation().id, attempt.number());
                seen.lock()
                    .expect("no panic")
                    .push(format!("{name} {id} {number}"));
                let response = inner.call(request).await?;
                let status = response.status();
                seen.lock()
                    .expect("no panic")
                    .push(format!("{name} {status}"));
                Ok(response)
            }
        })
    };
    let client = builder(&server.url("/v1"))
        .layer(recorder("outer"))
        .layer(recorder("inner"))
        .build()
        .expect("a client");
    let response = get(&client, &GET).send_json::<Thing, Value>().await;
    assert_eq!(response.expect("a success").attempts(), 2);
    let expected = [
        "outer getThing 1",
        "inner getThing 1",
        "inner 503 Service Unavailable",
        "outer 503 Service Unavailable",
        "outer getThing 2",
        "inner getThing 2",
        "inner 200 OK",
        "outer 200 OK",
    ];
    assert_eq!(*seen.lock().expect("no panic"), expected);
    for request in server.requests() {
        assert_eq!(request.header("x-api-key"), [KEY]);
    }
}

#[tokio::test]
async fn query_headers_and_body_are_a_layers_to_change_and_the_credential_is_not() {
    let server = Server::answering(Answer::json(200, r#"{"id": 7}"#)).await;
    let client = with_layer(
        &server,
        changed(|request| {
            let uri = format!("{}?via=layer", request.uri());
            *request.uri_mut() = uri.parse().expect("a URI");
            let value = HeaderValue::from_static;
            request.headers_mut().insert("traceparent", value("00-1"));
            request.headers_mut().insert("x-api-key", value("stolen"));
            request.headers_mut().insert("content-length", value("3"));
            assert_eq!(request.body().as_bytes(), Some(&br#"{"name":"n"}"#[..]));
            *request.body_mut() = r#"{"name":"other"}"#.into();
        }),
    );
    created(&client).await.expect("a success");
    let request = server.request();
    assert_eq!(request.target(), "/v1/rooms/r1/things/?via=layer");
    assert_eq!(request.header("traceparent"), ["00-1"]);
    assert_eq!(request.header("x-api-key"), [KEY]);
    assert_eq!(request.header("content-length"), ["16"]);
    assert_eq!(request.body(), br#"{"name":"other"}"#);
}

#[tokio::test]
async fn a_response_that_is_read_as_it_comes_passes_through_layers_too() {
    let server = Server::answering(Answer::response(200, &[], "abc")).await;
    let client = with_layer(
        &server,
        layer(|mut inner, request| async move {
            let response = inner.call(request).await?;
            Ok(response.map(Body::new))
        }),
    );
    let stream = get(&client, &GET).send_stream::<Value>().await;
    let chunks: Vec<_> = stream
        .expect("a success")
        .try_collect()
        .await
        .expect("all bytes");
    assert_eq!(chunks.concat(), b"abc");
}

#[tokio::test]
async fn what_a_layer_traces_of_a_call_that_is_dropped_is_in_its_spans() {
    struct Cancelled;
    impl Drop for Cancelled {
        fn drop(&mut self) {
            tracing::info!("cancelled");
        }
    }
    let traces = Traces::start();
    let client = builder("http://127.0.0.1:1").layer(layer(|_, _| async {
        let _cancelled = Cancelled;
        std::future::pending().await
    }));
    let client = client.build().expect("a loopback URL and a plain key");
    let mut call = Box::pin(created(&client));
    assert!(call.as_mut().now_or_never().is_none());
    drop(call);
    let text = traces.text();
    let line = text.lines().find(|line| line.contains("cancelled"));
    assert_fields(line.expect(&text), &["converse.call{", "converse.attempt{"]);
}
