//! Calls without an async runtime. The server runs in one, on a thread of its own.

use std::sync::mpsc::channel;

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

    let upload = Upload::new(&client(&server.url("")).inner, Blob::from("a"), |_| async {
        Ok(())
    });
    let error = upload
        .send_blocking()
        .expect_err("it would block the runtime");
    assert_eq!(error.kind(), ErrorKind::Runtime);
}
