//! Parts of an upload: readers that can seek, stall limits, and its trace.
//!
//! The requests of uploads are tested with the providers, in `tests/it/upload`.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::bodies::{operation, refused, sent};
use super::delivery_table::NoAnswer;
use super::traces::{Traces, assert_fields};
use super::*;
use crate::body::CHUNK;
use loopback::{Server, listen};

fn reader(text: &str) -> Blob {
    Blob::seekable(Cursor::new(text.as_bytes().to_vec()))
}

/// An upload to the server, with a secret in every part of the request.
fn upload(server: &Server, source: Blob) -> Upload<()> {
    let client = client(&server.url(""));
    let url = server.url("/s3cret/path?s3cret=signature");
    let mut headers = HeaderMap::new();
    headers.insert("x-s3cret", "s3cret".parse().expect("ASCII"));
    Upload::new(&client.inner, source, |job| async move {
        job.put(&url, headers).await
    })
    .configure_http(|http| http.tls_certs_only([]))
}

#[tokio::test]
async fn a_reader_that_goes_back_is_sent_as_often_as_one_likes() {
    let blob = reader("abc");
    for _ in 0..2 {
        let (head, body) = sent("a/b", |it| it.bytes(Ok(blob.clone()))).await;
        assert_eq!(head, ["content-length: 3", "content-type: a/b"]);
        assert_eq!(body, b"abc");
        assert!(blob.is_repeatable());
    }
    let (_, body) = sent("a/b", |it| it.bytes(Ok(reader("")))).await;
    assert_eq!(body, b"");
    let stated = blob.clone().length(4);
    let problem = refused(operation("a/b", false), |it| it.bytes(Ok(stated))).await;
    let expected = "the body has 3 bytes, but its stated length is 4";
    assert!(problem.contains(expected), "{problem}");
}

#[test]
fn readers_are_equal_by_identity_and_show_no_content() {
    let blob = reader("s3cret").content_type("a/b");
    assert_eq!(blob.clone(), blob);
    assert_ne!(reader("s3cret").content_type("a/b"), blob);
    let shown = format!("{blob:?}");
    assert!(
        !shown.contains("s3cret") && shown.contains("reader"),
        "{shown}"
    );
    assert!(serde_json::to_value(&blob).is_err());
    assert_eq!((blob.name(), blob.media_type()), ("file", Some("a/b")));
    assert_eq!(Blob::path("a/b.txt").name(), "b.txt");
    assert_eq!(Blob::path("a/b.txt").file_name("c").name(), "c");
    assert_eq!(Blob::path("a/b.txt").media_type(), None);
}

#[tokio::test(start_paused = true)]
async fn what_moves_has_not_stalled() {
    let server = Server::start(response("200 OK", &[], "")).await;
    // Never stalled for a minute, and five minutes altogether.
    let (mut there, here) = duplex(8);
    tokio::spawn(async move {
        for _ in 0..6 {
            tokio::time::sleep(Duration::from_secs(50)).await;
            there.write_all(b"x").await.expect("it is read");
        }
    });
    let slow = upload(&server, Blob::reader(here).length(6));
    slow.send().await.expect("it moves");
    assert_eq!(server.body(), b"xxxxxx");

    // With a limit below the pauses, it stalls.
    let (mut there, here) = duplex(8);
    tokio::spawn(async move {
        let _ = there.write_all(b"x").await;
        tokio::time::sleep(Duration::from_secs(50)).await;
        let _ = there.write_all(b"x").await;
    });
    let slow = upload(&server, Blob::reader(here).length(2));
    let slow = slow.stall_timeout(Duration::from_secs(49));
    let error = slow.send().await.expect_err("it stalls");
    let expected = (ErrorKind::Timeout, UploadStep::Reading);
    assert_eq!((error.kind(), error.step()), expected);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_is_always_ready_is_read_in_time_too() {
    const PIECES: usize = 16;
    let bytes = vec![b'x'; PIECES * CHUNK];
    let whole = Blob::from(bytes.clone());
    for source in [whole, Blob::seekable(Cursor::new(bytes))] {
        let client = client("http://127.0.0.1:9");
        let seen = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&seen);
        let upload = Upload::new(&client.inner, source, |job| async move {
            let see = |piece: &[u8]| {
                assert!(piece.len() <= CHUNK, "{}", piece.len());
                counted.fetch_add(1, Ordering::Relaxed);
            };
            job.read(see).await
        });
        // When its turn comes.
        tokio::spawn(tokio::time::advance(UPLOAD_TIMEOUT));
        let error = upload.send().await.expect_err("no time is left");
        let expected = (ErrorKind::Timeout, UploadStep::Reading);
        assert_eq!((error.kind(), error.step()), expected);
        assert!((1..PIECES).contains(&seen.load(Ordering::Relaxed)));
    }
}

#[tokio::test(start_paused = true)]
async fn an_upload_has_a_time_to_connect_of_its_own() {
    let client = client("http://127.0.0.1:9").inner;
    let upload = Upload::new(&client, "x".into(), |job| async move {
        job.put("http://localhost/", HeaderMap::new()).await
    });
    let upload = upload.configure_http(|http| http.tls_certs_only([]).dns_resolver(NoAnswer));
    let seconds = Duration::from_secs;
    let start = Instant::now();
    let error = upload.connect_timeout(seconds(20)).send().await;
    let error = error.expect_err("the server does not respond");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!((seconds(20)..seconds(21)).contains(&start.elapsed()));
}

const HOUR: Duration = Duration::from_secs(60 * 60);

/// A storage that refuses with an endless body, so that the refusal arrives; it is never read to the
/// end.
async fn refusing_for_long() -> (String, oneshot::Receiver<()>) {
    let listener = listen().await;
    let url = listener.url("/");
    let (heard, hears) = oneshot::channel();
    tokio::spawn(async move {
        let mut stream = listener.accept().await;
        stream.read_u8().await.expect("a request comes");
        let head = b"HTTP/1.1 403 x\r\ncontent-length: 50000000\r\n\r\n";
        stream.write_all(head).await.expect("it is read");
        // More than the buffers on the way can hold.
        let much = vec![b'x'; 32 * 1024 * 1024];
        stream.write_all(&much).await.expect("it is read");
        heard.send(()).expect("somebody waits");
        std::future::pending::<()>().await;
    });
    (url, hears)
}

#[tokio::test]
async fn a_refusal_that_does_not_end_is_not_waited_for() {
    for (whole, stall) in [(2 * HOUR, HOUR), (HOUR, 2 * HOUR)] {
        let (url, hears) = refusing_for_long().await;
        let options = CallOptions::new().read_timeout(3 * HOUR);
        let options = options.body_limit(64 * 1024 * 1024);
        let client = client(&url).inner.with_options(options);
        let upload = Upload::new(&client, "x".into(), |job| async move {
            job.put(&url, HeaderMap::new()).await
        });
        let upload = upload.configure_http(|http| http.tls_certs_only([]));
        let upload = upload.timeout(whole).stall_timeout(stall).send();
        let upload = tokio::spawn(upload);
        hears.await.expect("the refusal is read");

        tokio::time::pause();
        let start = Instant::now();
        let outcome = upload.await.expect("it does not panic");
        let error = outcome.expect_err("it is refused");
        assert!(start.elapsed() < HOUR * 3 / 2, "{:?}", start.elapsed());
        tokio::time::resume();
        assert_eq!(error.kind(), ErrorKind::Forbidden);
        assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
        assert_eq!(error.raw_body(), None);
        assert!(!error.to_string().contains("raw_body"), "{error}");
    }
}

#[tokio::test]
async fn an_upload_is_traced_by_host_only() {
    let traces = Traces::start();
    for (status, fields) in [
        ("204 x", &["http.response.status_code=204"][..]),
        (
            "403 x",
            &["http.response.status_code=403", "error.type=\"403\""],
        ),
    ] {
        let server = Server::start(response(status, &[("x-echo", "s3cret")], "")).await;
        let _ = upload(&server, Blob::from("s3cret")).send().await;
        assert!(server.request().contains("s3cret"));
        let text = traces.text();
        let ended = text.lines().rfind(|line| line.contains("converse.upload{"));
        let ended = ended.expect("there is a span");
        let port = server.url("").replace("http://127.0.0.1:", "server.port=");
        assert_fields(ended, fields);
        assert_fields(
            ended,
            &[
                "otel.name=acme upload",
                "otel.kind=\"client\"",
                "converse.provider=\"acme\"",
                "http.request.method=\"PUT\"",
                "server.address=\"127.0.0.1\"",
                &port,
            ],
        );
    }
    // The host comes from a response, and is shown only if it is that of the client.
    let elsewhere = client("http://localhost:1");
    let server = Server::start(response("204 x", &[], "")).await;
    let url = server.url("/s3cret");
    let upload = Upload::new(&elsewhere.inner, "s3cret".into(), |job| async move {
        job.put(&url, HeaderMap::new()).await
    });
    upload.send().await.expect("it is taken");
    let text = traces.text();
    let ended = text.lines().rfind(|line| line.contains("converse.upload{"));
    let ended = ended.expect("there is a span");
    assert!(!ended.contains("server.address"), "{ended}");

    let _ = upload_to_nobody().await.send().await;
    let text = traces.text();
    assert_fields(&text, &["error.type=\"connect\""]);
    assert!(!text.contains("s3cret"), "{text}");
}

async fn upload_to_nobody() -> Upload<()> {
    let url = format!("{}/s3cret?s3cret", loopback::nobody().await);
    let client = client(&url.replace("?s3cret", ""));
    Upload::new(&client.inner, "s3cret".into(), |job| async move {
        job.put(&url, HeaderMap::new()).await
    })
}
