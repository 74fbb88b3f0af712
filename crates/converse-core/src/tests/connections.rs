//! What the pool of connections does with one that dies: nothing is sent twice behind our back.

use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Reads one request of at most a few kilobytes. `None`: the client has hung up.
async fn read_one(stream: &mut TcpStream) -> Option<()> {
    let mut buffer = vec![0; 8192];
    let mut length = 0;
    loop {
        let read = stream.read(&mut buffer[length..]).await.ok()?;
        if read == 0 {
            return None;
        }
        length += read;
        let text = String::from_utf8_lossy(&buffer[..length]);
        // The test's requests have a body in braces, or none.
        if text.ends_with('}') || (text.starts_with("GET") && text.ends_with("\r\n\r\n")) {
            return Some(());
        }
    }
}

/// Answers the first request of each connection and keeps it; closes on the second, unanswered.
async fn closes_when_reused() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let requests = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                if read_one(&mut stream).await.is_some() {
                    seen.fetch_add(1, Ordering::SeqCst);
                    let _ = stream
                        .write_all(&json_response("200 OK", r#"{"id":7}"#))
                        .await;
                }
                if read_one(&mut stream).await.is_some() {
                    seen.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    (url, requests)
}

#[tokio::test]
async fn a_reused_connection_that_closes_does_not_send_a_call_twice() {
    let (url, requests) = closes_when_reused().await;
    let client = client(&url);
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
    assert_eq!((error.attempts(), requests.load(Ordering::SeqCst)), (1, 2));
}

#[tokio::test]
async fn an_idempotent_call_on_such_a_connection_is_repeated_by_the_rules() {
    let (url, requests) = closes_when_reused().await;
    let client = client(&url);
    get(&client, &GET)
        .send_json::<Thing, Value>()
        .await
        .expect("200");
    let thing = get(&client, &GET)
        .send_json::<Thing, Value>()
        .await
        .expect("200");
    assert_eq!((thing.attempts(), requests.load(Ordering::SeqCst)), (2, 3));
}

#[tokio::test]
async fn a_connection_that_closed_while_idle_is_replaced() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let client = client(&url);
    for _ in 0..3 {
        let call = tokio::spawn(create(&client).send_json::<Thing, CreateError>());
        let (mut stream, _) = listener.accept().await.expect("the client connects");
        read_one(&mut stream).await.expect("a request");
        let answer = json_response("200 OK", r#"{"id":7}"#);
        stream.write_all(&answer).await.expect("the client listens");
        let thing = call.await.expect("no call panics").expect("200");
        assert_eq!(thing.attempts(), 1);
        drop(stream);
        // Lets the pool see that the connection has gone.
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
