//! Each limit is enforced, and reported.

use std::time::Duration;

use tokio::time::Instant;

use super::*;
use loopback::Answer;

/// A limit that strikes only when the clock says so.
const LIMIT: Duration = Duration::from_secs(10);
/// No test lasts that long, however slow the machine is.
const LONG: Duration = Duration::from_secs(20);

async fn fail(answer: Answer, options: CallOptions) -> CallError<Value> {
    let server = Server::start_with(answer).await;
    let start = Instant::now();
    let error = limited(&server, options).await;
    assert!(start.elapsed() < LONG);
    error
}

async fn limited(server: &Server, options: CallOptions) -> CallError<Value> {
    let options = options.retry(RetryPolicy::none());
    let inner = client(&server.url("")).inner.with_options(options);
    let error = get(&Acme { inner }, &GET).send_bytes::<Value>().await;
    error.expect_err("a limit strikes")
}

/// The failure of a call to a server that never responds, and how long it took.
async fn fail_unanswered(options: CallOptions) -> (CallError<Value>, Duration) {
    let server = Server::start_with(Answer::Stall(Vec::new())).await;
    let start = Instant::now();
    (
        server.out_of_time(limited(&server, options)).await,
        start.elapsed(),
    )
}

/// Returns a chunked body of so many bytes.
fn chunked(status: &str, length: usize) -> Answer {
    let body = " ".repeat(length);
    Answer::Bytes(
        format!(
            "HTTP/1.1 {status}\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
        )
        .into_bytes(),
    )
}

#[tokio::test]
async fn the_body_limit_holds_for_chunked_stated_and_error_bodies() {
    let options = || CallOptions::new().body_limit(2048);
    let stated = |status: &str, length| Answer::Bytes(response(status, &[], &" ".repeat(length)));
    for answer in [chunked("200 OK", 2049), stated("200 OK", 2049)] {
        let error = fail(answer, options()).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::TooLarge, Delivery::Accepted)
        );
        assert!(
            error.to_string().contains("over the limit of 2 KiB"),
            "{error}"
        );
        assert_eq!(error.raw_body(), None);
    }
    for answer in [chunked("404 x", 2049), stated("404 x", 2049)] {
        let error = fail(answer, options()).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::NotFound, Delivery::Rejected)
        );
        assert!(error.to_string().contains("over the limit"), "{error}");
        assert_eq!(error.raw_body(), None);
    }
    for answer in [chunked("404 x", 2048), stated("404 x", 2048)] {
        let error = fail(answer, options()).await;
        assert_eq!(error.raw_body().map(<[u8]>::len), Some(2048));
    }
}

#[tokio::test]
async fn a_packed_body_is_not_unpacked() {
    // An empty file, compressed; a larger one would be refused at this size too, or stay compressed.
    let mut answer =
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n".to_vec();
    let packed = [
        31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];
    answer.extend(packed);
    let server = Server::start(answer).await;
    let client = builder(&server.url("")).configure_http(|http| http.timeout(LONG));
    let client = client.build().expect("a loopback URL");
    let bytes = get(&client, &GET).send_bytes::<Value>().await.expect("200");
    assert_eq!(bytes[..], packed);
    assert!(
        !server.request().contains("accept-encoding"),
        "{}",
        server.request()
    );
    let error = get(&client, &GET).send_json::<Thing, Value>().await;
    assert_eq!(error.expect_err("no JSON").kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn the_read_timeout_ends_a_body_that_stalls_and_waits_for_the_status() {
    // It begins with the body, after everything that a slow machine takes long for.
    let short = Duration::from_millis(100);
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec();
    let error = fail(Answer::Stall(half), CallOptions::new().read_timeout(short)).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Accepted)
    );
    assert!(error.to_string().contains("stalled"), "{error}");
    // A server that is working on its response is not a stalled body.
    let options = CallOptions::new()
        .read_timeout(LIMIT)
        .attempt_timeout(LIMIT * 2);
    let (error, elapsed) = fail_unanswered(options).await;
    assert!(elapsed >= LIMIT * 2, "{elapsed:?}");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
}

#[tokio::test]
async fn the_attempt_ends_in_time_and_the_call_too() {
    for options in [
        CallOptions::new().attempt_timeout(LIMIT),
        CallOptions::new().timeout(LIMIT),
        CallOptions::new().timeout(LIMIT).attempt_timeout(LONG),
    ] {
        let (error, elapsed) = fail_unanswered(options).await;
        assert!((LIMIT..LIMIT * 2).contains(&elapsed), "{elapsed:?}");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Timeout, Delivery::Unknown)
        );
    }
    // Over all attempts.
    let server = Server::start_with(Answer::Stall(Vec::new())).await;
    let client = builder(&server.url(""))
        .timeout(LIMIT * 2)
        .attempt_timeout(LIMIT);
    let client = client.build().expect("a loopback URL");
    let start = Instant::now();
    let call = get(&client, &GET).send_bytes::<Value>();
    let error = server.out_of_time(call).await.expect_err("no answer");
    assert!(start.elapsed() < LIMIT * 3, "{:?}", start.elapsed());
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
    assert!(error.attempts() < 3, "{error}");
}

#[tokio::test]
async fn headers_are_counted() {
    let head = |count: usize| {
        let headers: String = (0..count).map(|n| format!("x-{n}: a\r\n")).collect();
        format!("HTTP/1.1 200 OK\r\n{headers}\r\n{{}}").into_bytes()
    };
    for (limit, count, fits) in [
        (None, 100, true),
        (None, 101, false),
        (Some(3), 3, true),
        (Some(3), 4, false),
    ] {
        let server = Server::start(head(count)).await;
        let mut builder = builder(&server.url(""));
        if let Some(limit) = limit {
            builder = builder.header_count_limit(limit);
        }
        let client = builder.build().expect("a loopback URL");
        let outcome = create(&client).send_bytes::<CreateError>().await;
        assert_eq!(outcome.is_ok(), fits, "{limit:?} {count}");
        if let Err(error) = outcome {
            assert_eq!(
                (error.kind(), error.delivery()),
                (ErrorKind::Transport, Delivery::Unknown)
            );
        }
    }
    // A single header without an end.
    let mut endless = b"HTTP/1.1 200 OK\r\nx-long: ".to_vec();
    endless.resize(600 * 1024, b'a');
    let error = fail(Answer::Stall(endless), CallOptions::new()).await;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}
