//! Responses that are read as they come.

mod events;
mod files;

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::streaming::ByteStream;
use loopback::{Answer, listen, read_request};

/// A chunked response whose chunks have so many bytes, without its end.
fn unfinished(headers: &str, body: &[u8], size: usize) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}transfer-encoding: chunked\r\n\r\n");
    let mut bytes = head.into_bytes();
    for chunk in body.chunks(size) {
        bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

/// A chunked response whose chunks have so many bytes.
fn chunked(headers: &str, body: &[u8], size: usize) -> Vec<u8> {
    let mut bytes = unfinished(headers, body, size);
    bytes.extend_from_slice(b"0\r\n\r\n");
    bytes
}

fn with(server: &Server, options: CallOptions) -> Acme {
    let inner = client(&server.url("")).inner.with_options(options);
    Acme { inner }
}

async fn open(server: &Server, options: CallOptions) -> Result<ByteStream, CallError<Problem>> {
    get(&with(server, options), &GET).send_stream().await
}

/// Returns all bytes that came, and the error that ended them.
async fn all(mut stream: ByteStream) -> (Vec<u8>, Option<Error>) {
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => bytes.extend_from_slice(&chunk),
            Err(error) => {
                assert!(stream.next().await.is_none(), "nothing follows an error");
                return (bytes, Some(error));
            }
        }
    }
    (bytes, None)
}

#[tokio::test]
async fn a_stream_has_its_head_before_its_bytes_and_outlasts_the_limits_of_a_call() {
    let listener = listen().await;
    let client = client(&listener.url(""));
    let call = tokio::spawn(get(&client, &GET).send_stream::<Value>());
    let mut connection = listener.accept().await;
    read_request(&mut connection).await.expect("a request");
    let head = b"HTTP/1.1 200 OK\r\nx-request-id: r-1\r\ncontent-length: 6\r\n\r\n";
    connection.write_all(head).await.expect("a head");
    let mut stream = call.await.expect("no panic").expect("a success");
    assert_eq!(stream.status(), StatusCode::OK);
    assert_eq!(stream.request_id(), Some("r-1"));
    assert_eq!((stream.attempts(), stream.length()), (1, Some(6)));
    // Longer than the limits of an attempt and of a call, while nobody waits for bytes.
    tokio::time::pause();
    tokio::time::advance(TIMEOUT * 3).await;
    tokio::time::resume();
    connection.write_all(b"abc").await.expect("a part");
    let first = stream.next().await.expect("a chunk").expect("bytes");
    assert_eq!(first, "abc");
    connection.write_all(b"def").await.expect("the rest");
    assert_eq!(all(stream).await.0, b"def");
}

#[tokio::test]
async fn a_stream_is_longer_than_the_body_limit_and_an_error_is_not() {
    let options = || CallOptions::new().body_limit(4);
    let server = Server::start(response("200 OK", &[], "abcdefgh")).await;
    let stream = open(&server, options()).await.expect("a success");
    let (bytes, error) = all(stream).await;
    assert_eq!(bytes, b"abcdefgh");
    assert!(error.is_none(), "{error:?}");
    let server = Server::start(response("404 x", &[], r#"{"problem":"p"}"#)).await;
    let error = open(&server, options()).await.expect_err("404");
    assert_eq!(
        (error.kind(), error.raw_body()),
        (ErrorKind::NotFound, None)
    );
}

#[tokio::test]
async fn an_error_status_is_read_completely_and_typed() {
    let server = Server::start(json_response("404 x", r#"{"problem":"p"}"#)).await;
    const RESPONSES: &[Response] = &[Response::new(StatusRange::Exact(404), Content::Json)];
    let operation = leak(GET.clone().responses(RESPONSES));
    let call = get(&client(&server.url("")), operation);
    let error = call.send_stream::<Problem>().await.expect_err("404");
    let problem = "p".to_owned();
    assert_eq!(error.body(), Some(&Problem { problem }));
    assert_eq!(error.delivery(), Delivery::Rejected);
}

#[tokio::test]
async fn attempts_are_retried_until_the_headers_and_not_after() {
    let failure = Answer::Bytes(response("503 x", &[], ""));
    let whole = Answer::Bytes(response("200 OK", &[], "abc"));
    let server = Server::script(vec![failure.clone(), whole]).await;
    let stream = open(&server, CallOptions::new()).await.expect("a success");
    assert_eq!(stream.attempts(), 2);
    assert_eq!(all(stream).await.0, b"abc");
    // A success whose body breaks.
    let mut broken = response("200 OK", &[], "abcdef");
    broken.truncate(broken.len() - 3);
    let server = Server::start(broken).await;
    let stream = open(&server, CallOptions::new()).await.expect("a head");
    let (bytes, error) = all(stream).await;
    let error = error.expect("the body is short");
    assert_eq!(bytes, b"abc");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivery::Accepted)
    );
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(server.connections(), 1);
    // A POST is sent once, whatever becomes of it.
    for answer in [failure, Answer::Close] {
        let server = Server::start_with(answer).await;
        let call = create(&client(&server.url("")));
        let error = call.send_stream::<CreateError>().await.expect_err("503");
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_stream_that_stalls_or_lasts_too_long_is_a_timeout() {
    let half = || Answer::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc".to_vec());
    let server = Server::start_with(half()).await;
    // The clock goes on only while all wait.
    let stream = open(&server, CallOptions::new()).await.expect("a head");
    tokio::time::pause();
    let (bytes, error) = all(stream).await;
    tokio::time::resume();
    let error = error.expect("it stalls");
    assert_eq!(bytes, b"abc");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Accepted)
    );
    assert!(error.to_string().contains("stalled"), "{error}");

    let options = CallOptions::new().read_timeout(Duration::MAX);
    let stream = open(&server, options).await.expect("a head");
    tokio::time::pause();
    let (_, error) = all(stream.timeout(Duration::from_secs(9))).await;
    tokio::time::resume();
    let error = error.expect("it lasts too long");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("time limit"), "{error}");
}

#[tokio::test]
async fn the_headers_of_a_stream_have_the_time_of_an_attempt() {
    let server = Server::start_with(Answer::Stall(Vec::new())).await;
    let options = CallOptions::new()
        .attempt_timeout(Duration::from_secs(10))
        .retry(RetryPolicy::none());
    let outcome = server.out_of_time(open(&server, options)).await;
    let error = outcome.expect_err("no head");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
}

#[tokio::test]
async fn a_stream_is_a_reader_too() {
    let server = Server::start(chunked("", b"abcdefgh", 3)).await;
    let mut stream = open(&server, CallOptions::new()).await.expect("a head");
    let mut two = [0; 2];
    stream.read_exact(&mut two).await.expect("two bytes");
    let third = stream.next().await.expect("a chunk").expect("bytes");
    assert_eq!((&two, &third[..]), (b"ab", &b"c"[..]));
    let mut rest = String::new();
    stream.read_to_string(&mut rest).await.expect("text");
    assert_eq!(rest, "defgh");
    // Its errors are ours.
    let server = Server::start(unfinished("", b"abc", 3)).await;
    let mut stream = open(&server, CallOptions::new()).await.expect("a head");
    let error = stream.read_to_string(&mut rest).await.expect_err("no end");
    let inner = error.into_inner().expect("ours");
    let inner = inner.downcast_ref::<Error>().expect("ours");
    assert_eq!(inner.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn no_stream_follows_a_redirect_or_shows_the_credential() {
    let elsewhere = Server::start(response("200 OK", &[], "")).await;
    let location = format!("{}?key={KEY}", elsewhere.url("/"));
    let server = Server::start(response("302 x", &[("location", &location)], KEY)).await;
    let error = open(&server, CallOptions::new()).await.expect_err("302");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!((server.connections(), elsewhere.connections()), (1, 0));
    let canary = Canary::new(KEY);
    assert_eq!(canary.find_in(&printed(&error)), None);

    let server = Server::start(unfinished(&format!("x-key: {KEY}\r\n"), KEY.as_bytes(), 4)).await;
    let stream = open(&server, CallOptions::new()).await.expect("a head");
    assert_eq!(canary.find_in(&format!("{stream:?}")), None);
    let (bytes, error) = all(stream).await;
    assert_eq!(bytes, KEY.as_bytes());
    let error = error.expect("no end");
    assert_eq!(canary.find_in(&printed(&error)), None);
}

#[tokio::test]
async fn json_lines_and_sequences_are_typed_items() {
    const LINES: ItemStream = ItemStream::json_lines("application/x-ndjson");
    const SEQUENCE: ItemStream = ItemStream::json_sequence("application/json-seq");
    for (stream, body) in [
        (LINES, "{\"id\":1}\n\n{\"id\":\"s3cret\"}\r\n{\"id\":3}"),
        (
            SEQUENCE,
            "\x1e{\"id\":\n1}\n\x1e{\"id\":\"s3cret\"}\n\x1e{\"id\":3}\n",
        ),
    ] {
        let operation = leak(GET.clone().stream(stream).accept("application/json, a/b"));
        let server = Server::start(chunked("", body.as_bytes(), 1)).await;
        let call = get(&client(&server.url("")), operation);
        let mut items = call.send_json_stream::<Thing, Value>().await.expect("200");
        assert_eq!(items.status(), StatusCode::OK);
        let accept = format!("accept: {}, application/json, a/b", stream.media_type);
        assert!(server.request().contains(&accept), "{}", server.request());
        let first = items.next().await.expect("an item").expect("it decodes");
        assert_eq!(first, Thing { id: 1 });
        let error = items.next().await.expect("an item").expect_err("a string");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Decode, Delivery::Accepted)
        );
        assert!(error.to_string().contains("item 2"), "{error}");
        assert!(!printed(&error).contains("s3cret"), "{error:?}");
        assert_eq!(error.raw_body(), Some(&br#"{"id":"s3cret"}"#[..]));
        let rest: Vec<Thing> = items.try_collect().await.expect("the stream goes on");
        assert_eq!(rest, [Thing { id: 3 }]);
    }
}
