//! What no layer can do: send a request elsewhere, send it twice, send it late, follow a redirect.

use ::http::Method;
use tokio::sync::oneshot;

use super::*;
use loopback::{listen, read_request};

/// Checks that a call of the client fails, in a layer and with nothing sent.
async fn assert_refused(server: &Server, layer: impl AttemptLayer, why: &str) {
    let error = created(&with_layer(server, layer)).await.expect_err(why);
    assert_eq!(error.kind(), ErrorKind::Layer, "{why}: {error}");
    assert_eq!(error.delivery(), Delivery::NotSent, "{why}");
    assert!(error.to_string().contains(why), "{why}: {error}");
    assert!(server.requests().is_empty(), "{why}");
}

#[tokio::test]
async fn a_layer_cannot_send_a_request_elsewhere() {
    let server = Server::answering(Answer::json(200, r#"{"id": 7}"#)).await;
    let other = Server::answering(Answer::json(200, r#"{"id": 7}"#)).await;
    const PATH: &str = "/v1/rooms/r1/things/";
    let here = server.url(PATH);
    for url in [
        other.url(PATH),
        here.replace("http:", "https:"),
        here.replace("127.0.0.1", "localhost"),
        here.replace("127.0.0.1", "user@127.0.0.1"),
        here.replace("r1", "r2"),
        here.trim_end_matches('/').to_owned(),
        PATH.to_owned(),
    ] {
        let layer = changed(move |request| *request.uri_mut() = url.parse().expect("a URI"));
        assert_refused(&server, layer, "a layer changed the URL").await;
    }
    assert!(other.requests().is_empty());
    let layer = changed(|request| *request.method_mut() = Method::PUT);
    assert_refused(&server, layer, "a layer changed the method").await;
    for name in [
        "host",
        "transfer-encoding",
        "connection",
        "proxy-authorization",
    ] {
        let layer = changed(move |request| {
            request
                .headers_mut()
                .insert(name, HeaderValue::from_static("x"));
        });
        assert_refused(&server, layer, "belongs to the connection").await;
    }
    let layer = changed(|request| request.extensions_mut().clear());
    assert_refused(&server, layer, "dropped the extensions").await;
}

/// Another key in each attempt would make two requests of one.
#[tokio::test]
async fn a_layer_cannot_change_an_idempotency_key() {
    const RULES: RetryRules = RetryRules::new().idempotency_key("Idempotency-Key");
    let operation = leak(CREATE.clone().retry(RULES));
    let server = Server::answering(Answer::json(503, "{}")).await;
    let send = async |change: fn(&mut HttpRequest)| {
        let client = with_layer(&server, changed(change));
        let mut request = client.inner.request(operation);
        request.path("room", Ok("r1"));
        request.json(Ok(serde_json::json!({"name": "n"})));
        request.send_json::<Thing, Value>().await.expect_err("503")
    };
    for change in [
        |request: &mut HttpRequest| drop(request.headers_mut().remove("idempotency-key")),
        |request: &mut HttpRequest| {
            let other = HeaderValue::from_static("other");
            request.headers_mut().insert("idempotency-key", other);
        },
    ] {
        let error = send(change).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Layer, Delivery::NotSent)
        );
    }
    assert!(server.requests().is_empty());
    assert_eq!(send(|_| ()).await.kind(), ErrorKind::Server);
    assert_eq!(server.requests().len(), 3);
}

/// Returns a copy of a request, with everything that a layer can copy.
fn copy(request: &HttpRequest) -> HttpRequest {
    let mut copy = HttpRequest::new(
        request
            .body()
            .as_bytes()
            .unwrap_or_default()
            .to_vec()
            .into(),
    );
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    *copy.extensions_mut() = request.extensions().clone();
    copy
}

#[tokio::test]
async fn a_layer_cannot_send_an_attempt_twice() {
    let server = Server::answering(Answer::json(503, "{}")).await;
    let twice = layer(|mut inner, request| async move {
        let again = copy(&request);
        let first = inner.call(request).await?;
        assert_eq!(first.status(), StatusCode::SERVICE_UNAVAILABLE);
        inner.call(again).await
    });
    let error = created(&with_layer(&server, twice))
        .await
        .expect_err("sent twice");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Layer, Delivery::Unknown)
    );
    assert_eq!(server.requests().len(), 1);

    // At the same time, as a layer does that hopes for the faster one.
    let hedged = layer(|mut inner, request| async move {
        let mut other = inner.clone();
        let (first, second) =
            futures_util::future::join(inner.call(copy(&request)), other.call(request)).await;
        first.or(second)
    });
    server.restart([Answer::json(200, r#"{"id": 7}"#)]);
    created(&with_layer(&server, hedged))
        .await
        .expect("one of them");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_layer_cannot_follow_a_redirect() {
    let target = Server::answering(Answer::json(200, r#"{"id": 7}"#)).await;
    let location = target.url("/stolen");
    let server = Server::start([]).await;
    for status in [302, 307] {
        server.restart([Answer::response(status, &[("location", &location)], "")]);
        let to = location.clone();
        let following = layer(move |mut inner, request| {
            let to = to.clone();
            async move {
                let mut again = copy(&request);
                inner.call(request).await?;
                *again.uri_mut() = to.parse().expect("a URI");
                inner.call(again).await
            }
        });
        let error = created(&with_layer(&server, following))
            .await
            .expect_err("a redirect");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Layer, Delivery::Unknown)
        );
        assert_eq!(server.requests().len(), 1);
        // A layer that passes it on leaves it what it is.
        server.restart([Answer::response(status, &[("location", &location)], "")]);
        let passing = layer(|mut inner, request| async move { inner.call(request).await });
        let error = created(&with_layer(&server, passing))
            .await
            .expect_err("a redirect");
        assert_eq!(error.kind(), ErrorKind::Redirect);
    }
    assert!(target.requests().is_empty(), "a redirect was followed");
}

/// A layer keeps the request, and sends it when nobody waits any more.
#[tokio::test(start_paused = true)]
async fn an_attempt_that_is_over_is_not_sent_any_more() {
    let server = Server::answering(Answer::json(200, r#"{"id": 7}"#)).await;
    let (go, wait) = oneshot::channel::<()>();
    let (tell, told) = oneshot::channel();
    let channels = Arc::new(Mutex::new(Some((wait, tell))));
    let late = layer(move |mut inner, request| {
        let (wait, tell) = channels
            .lock()
            .expect("no panic")
            .take()
            .expect("one attempt");
        tokio::spawn(async move {
            wait.await.expect("it is told");
            let outcome = inner.call(request).await.map(|response| response.status());
            tell.send(outcome.map_err(|error| error.to_string()))
        });
        std::future::pending()
    });
    let error = created(&with_layer(&server, late))
        .await
        .expect_err("nothing came");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::NotSent)
    );
    go.send(()).expect("the layer waits");
    let outcome = told.await.expect("the layer tells");
    assert!(outcome.expect_err("it is over").contains("is over"));
    assert!(server.requests().is_empty());
}

/// Many calls through a limit on concurrency: one that waits there in vain was not sent.
#[tokio::test(start_paused = true)]
async fn waiting_in_a_layer_counts_and_what_waited_in_vain_was_not_sent() {
    let listener = listen().await;
    let client = builder(&listener.url("/v1"))
        .layer(tower::limit::ConcurrencyLimitLayer::new(1))
        .build()
        .expect("a client");
    let first = tokio::spawn({
        let client = client.clone();
        async move { created(&client).await }
    });
    let mut connection = listener.accept().await;
    read_request(&mut connection).await.expect("a request");
    let error = created(&client).await.expect_err("the place is taken");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::NotSent)
    );
    let error = first.await.expect("no panic").expect_err("no answer");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
}
