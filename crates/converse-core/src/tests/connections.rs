//! Connections of the pool that break: the pool retries nothing by itself.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use converse_test_support::Listener;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower::Service;
use tower::layer::layer_fn;

use super::*;
use loopback::{Answer, accept_each, listen, read_request};

/// Responds to the first request of a connection and keeps it; closes on the second, without a response.
async fn closes_when_reused() -> Server {
    let answer = Answer::KeepOpen(json_response("200 OK", r#"{"id":7}"#));
    Server::script(vec![answer.clone(), Answer::Close, answer]).await
}

/// Responds to the first request of the next connection, and returns the connection.
async fn answered(listener: &Listener) -> TcpStream {
    let mut stream = listener.accept().await;
    read_request(&mut stream).await.expect("a request");
    let answer = json_response("200 OK", r#"{"id":7}"#);
    stream.write_all(&answer).await.expect("the client listens");
    stream
}

#[tokio::test]
async fn a_reused_connection_that_closes_does_not_send_a_call_twice() {
    let server = closes_when_reused().await;
    let client = client(&server.url(""));
    create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect("200");
    let error = create(&client).send_json::<Thing, CreateError>().await;
    let error = error.expect_err("the connection closes");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivery::Unknown)
    );
    assert_eq!((error.attempts(), server.requests().len()), (1, 2));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn an_idempotent_call_on_such_a_connection_is_retried_by_the_rules() {
    let server = closes_when_reused().await;
    let client = client(&server.url(""));
    get(&client, &GET)
        .send_json::<Thing, Value>()
        .await
        .expect("200");
    let thing = get(&client, &GET)
        .send_json::<Thing, Value>()
        .await
        .expect("200");
    assert_eq!((thing.attempts(), server.requests().len()), (2, 3));
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_connection_that_closed_while_idle_is_replaced() {
    let listener = listen().await;
    let client = client(&listener.url(""));
    for _ in 0..3 {
        let call = tokio::spawn(create(&client).send_json::<Thing, CreateError>());
        let stream = answered(&listener).await;
        let thing = call.await.expect("no call panics").expect("200");
        assert_eq!(thing.attempts(), 1);
        drop(stream);
        // Lets the pool notice that the connection is gone.
        sockets_are_looked_at().await;
    }
}

/// Makes a call whose connections close before it can use them. Each is returned late, when that is known.
pub(super) async fn closed_before_the_request() -> CallError<CreateError> {
    let (closed, closes) = watch::channel(0_usize);
    let address = accept_each(move |stream| {
        drop(stream);
        closed.send_modify(|closed| *closed += 1);
        std::future::ready(())
    });
    let url = format!("http://{}", address.await);
    let held = layer_fn(move |inner| Held {
        inner,
        closes: closes.clone(),
    });
    let client = builder(&url).configure_http(|http| http.connector_layer(held));
    let client = client.build().expect("a loopback URL");
    let outcome = create(&client).send_json::<Thing, _>().await;
    outcome.expect_err("no connection can be used")
}

/// Whenever it is idle, the runtime polls its sockets.
async fn sockets_are_looked_at() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// Returns a connection when the server has closed it and the runtime has noticed that.
#[derive(Clone)]
struct Held<S> {
    inner: S,
    closes: watch::Receiver<usize>,
}

impl<S, T> Service<T> for Held<S>
where
    S: Service<T>,
    S::Future: Send + 'static,
    S::Response: Send,
    S::Error: Send,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, target: T) -> Self::Future {
        let mut closes = self.closes.clone();
        closes.mark_unchanged();
        let connection = self.inner.call(target);
        Box::pin(async move {
            let connection = connection.await;
            let _ = closes.changed().await;
            sockets_are_looked_at().await;
            connection
        })
    }
}

#[tokio::test]
async fn a_request_that_was_never_written_is_not_sent_and_tried_again() {
    let error = closed_before_the_request().await;
    assert_eq!(
        (error.kind(), error.delivery(), error.attempts()),
        (ErrorKind::Connect, Delivery::NotSent, 3)
    );
    let text = error.to_string();
    let words =
        "could not connect: the connection closed before the request was written; tried 3 times";
    assert!(text.contains(words), "{text}");
}

#[tokio::test]
async fn a_server_that_accepts_late_is_waited_for() {
    let listener = listen().await;
    let client = client(&listener.url(""));
    let call = tokio::spawn(create(&client).send_json::<Thing, CreateError>());
    // The system has made the connection and accepted the request by then, and the program has accepted neither.
    sockets_are_looked_at().await;
    assert!(!call.is_finished());
    let stream = answered(&listener).await;
    let thing = call.await.expect("no call panics").expect("200");
    assert_eq!(thing.attempts(), 1);

    // A server that never accepts has the request nevertheless, as far as can be known.
    drop(stream);
    sockets_are_looked_at().await;
    let call = tokio::spawn(create(&client).send_json::<Thing, CreateError>());
    sockets_are_looked_at().await;
    tokio::time::pause();
    let error = call.await.expect("no call panics");
    let error = error.expect_err("nobody accepts");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
}

/// Resolves to an address at which nobody listens, and then to the one that the URL means.
#[derive(Clone, Default)]
struct SecondTime(Arc<AtomicUsize>);

impl reqwest::dns::Resolve for SecondTime {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let host = match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => [127, 0, 0, 2],
            _ => [127, 0, 0, 1],
        };
        let address: SocketAddr = (host, 0).into();
        Box::pin(std::future::ready(Ok(
            Box::new(std::iter::once(address)) as reqwest::dns::Addrs
        )))
    }
}

#[tokio::test]
async fn a_call_that_is_refused_and_then_accepted_is_sent_once() {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let names = SecondTime::default();
    let resolver = names.clone();
    let client = builder(&server.url("").replace("127.0.0.1", "localhost"))
        .configure_http(|http| http.dns_resolver(resolver));
    let client = client.build().expect("a loopback URL");
    let thing = create(&client).send_json::<Thing, CreateError>().await;
    assert_eq!(thing.expect("200").attempts(), 2);
    assert_eq!(names.0.load(Ordering::SeqCst), 2);
    assert!(server.request().starts_with("POST /rooms/r1/things/ "));
}
