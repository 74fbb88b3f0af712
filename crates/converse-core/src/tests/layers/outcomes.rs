//! What a call reports when a layer answers or fails.

use std::fmt;

use super::*;
use crate::layer::AttemptError;
use loopback::{listen, nobody, read_request};

#[derive(Debug)]
struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue is full")
    }
}

impl std::error::Error for Full {}

/// A layer that fails before it sends.
pub(in crate::tests) async fn full() -> CallError<CreateError> {
    let built = builder(&nobody().await).layer(layer(|_, _| async { Err(Full.into()) }));
    let failed = created(&built.build().expect("a client")).await;
    failed.expect_err("the layer fails")
}

/// A layer that never sends.
pub(in crate::tests) async fn never_ready() -> CallError<CreateError> {
    let built = builder(&nobody().await)
        .timeout(std::time::Duration::ZERO)
        .layer(layer(|_, _| std::future::pending()));
    let failed = created(&built.build().expect("a client")).await;
    failed.expect_err("the time runs out")
}

/// A layer that fails while the request is on its way.
pub(in crate::tests) async fn impatient() -> CallError<CreateError> {
    let listener = listen().await;
    let (tell, told) = tokio::sync::oneshot::channel();
    let told = Arc::new(Mutex::new(Some(told)));
    let built = builder(&listener.url("/v1")).layer(layer(move |mut inner, request| {
        let told = told.lock().expect("no panic").take().expect("one attempt");
        async move {
            tokio::select! {
                _ = inner.call(request) => unreachable!("there is no answer"),
                _ = told => Err(Full.into()),
            }
        }
    }));
    let client = built.build().expect("a client");
    let server = async {
        let mut connection = listener.accept().await;
        read_request(&mut connection).await.expect("a request");
        tell.send(()).expect("the layer waits");
        connection
    };
    let (failed, _) = futures_util::future::join(created(&client), server).await;
    failed.expect_err("the layer fails")
}

#[tokio::test]
async fn a_layer_that_fails_is_named_and_not_retried() {
    let server = Server::answering(Answer::json(200, r#"{"id": 7}"#)).await;
    let full = layer(|_, _| async { Err(Full.into()) });
    let client = with_layer(&server, full);
    let error = get(&client, &GET)
        .send_json::<Thing, Value>()
        .await
        .expect_err("full");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Layer, Delivery::NotSent)
    );
    assert_eq!(error.attempts(), 1);
    assert_eq!(
        error.to_string(),
        "acme getThing: a layer of the client failed: the queue is full; \
         nothing was sent; see what the layer says"
    );
    let source = std::error::Error::source(&error);
    assert!(source.expect("a source").is::<Full>());
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_layer_that_fails_after_the_response_does_not_change_what_happened() {
    for (status, delivery) in [
        (200, Delivery::Accepted),
        (400, Delivery::Rejected),
        (503, Delivery::Unknown),
    ] {
        let server = Server::answering(Answer::json(status, r#"{"id": 7}"#)).await;
        let failing = layer(|mut inner, request| async move {
            inner.call(request).await?;
            Err(Full.into())
        });
        let error = created(&with_layer(&server, failing))
            .await
            .expect_err("full");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Layer, delivery)
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_failure_below_the_layers_is_the_same_whatever_they_make_of_it() {
    let address = nobody().await;
    let hiding = || {
        layer(|mut inner, request| async move {
            let error = inner.call(request).await.expect_err("nobody is there");
            let error = error.downcast::<AttemptError>().expect("not changed");
            assert_eq!(
                (error.kind(), error.delivery()),
                (ErrorKind::Connect, Delivery::NotSent)
            );
            Err(Full.into())
        })
    };
    let plain = created(&client(&address)).await.expect_err("nobody");
    let built = builder(&address).layer(hiding()).build().expect("a client");
    let layered = created(&built).await.expect_err("nobody");
    assert_eq!(layered.kind(), ErrorKind::Connect);
    assert_eq!(layered.attempts(), plain.attempts());
    assert_eq!(layered.to_string(), plain.to_string());
    assert_eq!(layered.transport_detail(), plain.transport_detail());
}

#[tokio::test]
async fn a_layer_may_answer_itself_and_then_nothing_was_sent() {
    let server = Server::answering(Answer::json(500, "{}")).await;
    let answering = |status: u16, body: &'static str| {
        layer(move |_, _| async move {
            let mut response = HttpResponse::new(body.into());
            *response.status_mut() = StatusCode::from_u16(status)?;
            Ok(response)
        })
    };
    let cached = with_layer(&server, answering(200, r#"{"id": 7}"#));
    assert_eq!(created(&cached).await.expect("a success").id, 7);
    let failing = with_layer(&server, answering(503, r#"{"problem": "later"}"#));
    let error = created(&failing).await.expect_err("an error status");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Server, Delivery::NotSent)
    );
    let broken = with_layer(&server, answering(200, "{"));
    let error = created(&broken).await.expect_err("no JSON");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Decode, Delivery::NotSent)
    );
    let small = CallOptions::new().body_limit(3);
    let inner = cached.inner.with_options(small);
    let error = created(&Acme { inner }).await.expect_err("too many bytes");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::TooLarge, Delivery::NotSent)
    );
    assert!(server.requests().is_empty());
}

/// The table says that a 429 was not processed, but this one is not of the server.
#[tokio::test]
async fn a_status_that_a_layer_made_up_does_not_double_a_post() {
    const RULES: RetryRules = RetryRules::new().not_processed(&[401, 429]);
    for status in [429, 401] {
        let operation = leak(CREATE.clone().retry(RULES));
        let server = Server::answering(Answer::json(200, r#"{"id": 7}"#)).await;
        let client = with_layer(
            &server,
            layer(move |mut inner, request| async move {
                let mut response = inner.call(request).await?;
                *response.status_mut() = StatusCode::from_u16(status)?;
                Ok(response)
            }),
        );
        let mut request = client.inner.request(operation);
        request.path("room", Ok("r1"));
        request.json(Ok(serde_json::json!({"name": "n"})));
        let error = request
            .send_json::<Thing, Value>()
            .await
            .expect_err("an error");
        assert_eq!(error.delivery(), Delivery::Accepted, "{status}");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_body_that_a_layer_breaks_is_a_broken_connection() {
    struct Breaking;
    impl http_body::Body for Breaking {
        type Data = Bytes;
        type Error = BoxError;
        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, BoxError>>> {
            std::task::Poll::Ready(Some(Err(Full.into())))
        }
    }
    let server = Server::answering(Answer::json(200, r#"{"id": 7}"#)).await;
    let breaking = layer(|mut inner, request| async move {
        let response = inner.call(request).await?;
        Ok(response.map(|_| Body::new(Breaking)))
    });
    let error = created(&with_layer(&server, breaking))
        .await
        .expect_err("broken");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivery::Accepted)
    );
}
