//! Calls without an async runtime. The server runs in one, on a thread of its own.

use std::io::{BufRead, BufReader};
use std::sync::mpsc::channel;
use std::task::{Context, Poll, Waker};

use futures_util::StreamExt;

use super::loopback::Server;
use super::*;
use crate::blocking;

/// Starts a server on a thread of its own, and gives its address and what it received to `program`, which has no runtime.
fn without_runtime<T>(answer: Vec<u8>, program: impl FnOnce(&str) -> T) -> (T, Vec<String>) {
    let (ready, address) = channel();
    let (done, wait) = tokio::sync::oneshot::channel::<()>();
    let server = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime starts").block_on(async move {
            let server = Server::start(answer).await;
            ready.send(server.url("")).expect("the test waits");
            let _ = wait.await;
            server.requests()
        })
    });
    let url = address.recv().expect("the server starts");
    let outcome = program(&url);
    let _ = done.send(());
    (outcome, server.join().expect("the server does not panic"))
}

fn thing() -> Vec<u8> {
    json_response("200 OK", r#"{"id":7}"#)
}

#[test]
fn a_call_is_made_and_its_error_is_that_of_the_async_form() {
    let (thing, requests) = without_runtime(thing(), |url| {
        let call = create(&client(url)).send_json::<Thing, Value>();
        blocking::send(&CREATE, call).expect("200")
    });
    assert_eq!((thing.id, requests.len()), (7, 1));
    let (error, requests) = without_runtime(json_response("404 Not Found", "{}"), |url| {
        let call = create(&client(url)).send_json::<Thing, Value>();
        blocking::send(&CREATE, call).expect_err("404")
    });
    assert_eq!((error.kind(), requests.len()), (ErrorKind::NotFound, 1));
}

#[test]
fn a_response_is_read_as_it_comes_without_a_runtime() {
    let text = || response("200 OK", &[], "a;b\nc;d\n");
    let (lines, requests) = without_runtime(text(), |url| {
        let request = || client(url).inner.custom_request(http::Method::GET, "/x");
        let open = || request().send_stream_blocking().expect("200");
        let stream = open().timeout(TIMEOUT);
        assert_eq!(stream.length(), Some(8));
        let chunks: Result<Vec<_>> = stream.blocking().collect();
        assert_eq!(chunks.expect("all bytes").concat(), b"a;b\nc;d\n");
        let path = tempfile::tempdir().expect("a folder").keep().join("x.csv");
        assert_eq!(open().save_to_blocking(&path).expect("it is saved"), 8);
        assert_eq!(std::fs::read(&path).expect("it is there"), b"a;b\nc;d\n");
        std::fs::remove_dir_all(path.parent().expect("a folder")).expect("it is removed");
        let lines = BufReader::new(open().blocking()).lines();
        lines.map_while(Result::ok).collect::<Vec<_>>()
    });
    assert_eq!(
        (lines.as_slice(), requests.len()),
        (&["a;b".to_owned(), "c;d".to_owned()][..], 3)
    );
}

#[test]
fn what_needs_a_runtime_says_so() {
    fn once<F: Future>(future: F) -> F::Output {
        let mut cx = Context::from_waker(Waker::noop());
        match std::pin::pin!(future).poll(&mut cx) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("it waits"),
        }
    }
    let (_, requests) = without_runtime(thing(), |url| {
        let client = client(url).inner;
        let upload = Upload::new(&client, Blob::from("a"), |_| async { Ok(()) });
        let error = once(upload.send()).expect_err("no runtime");
        assert_eq!(error.kind(), ErrorKind::Runtime);
        let request = client.custom_request(http::Method::GET, "/x");
        let mut stream = request.send_stream_blocking().expect("200");
        let error = once(stream.next())
            .expect("an item")
            .expect_err("no runtime");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Runtime, Delivery::Accepted)
        );
        assert!(once(stream.next()).is_none());
    });
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn in_a_runtime_it_is_refused_before_anything_is_sent() {
    let server = Server::start(thing()).await;
    let call = create(&client(&server.url(""))).send_json::<Thing, Value>();
    let error = blocking::send(&CREATE, call).expect_err("it would block the runtime");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Runtime, Delivery::NotSent)
    );
    assert!(error.to_string().contains("`.send().await`"), "{error}");
    assert_eq!(server.connections(), 0);

    let request = client(&server.url(""))
        .inner
        .custom_request(http::Method::GET, "/x");
    let stream = request.send_stream().await.expect("200");
    let error = stream
        .blocking()
        .next()
        .expect("an item")
        .expect_err("it would block");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Runtime, Delivery::Accepted)
    );

    let upload = Upload::new(&client(&server.url("")).inner, Blob::from("a"), |_| async {
        Ok(())
    });
    let error = upload
        .send_blocking()
        .expect_err("it would block the runtime");
    assert_eq!(error.kind(), ErrorKind::Runtime);
}
