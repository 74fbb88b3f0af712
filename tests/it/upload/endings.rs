//! Tests that nothing of an upload goes on after its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use converse::{Blob, ErrorKind};
use converse_test_support::Listener;
use tokio::io::AsyncReadExt;

use super::raw::{MUCH, SHORT, answer_early, bounded, deaf, much};
use super::sources::Odd;
use super::*;

const FORBIDDEN: &str = "HTTP/1.1 403 x\r\ncontent-length: 2\r\n\r\nno";

#[tokio::test]
async fn a_refusal_that_comes_early_is_heard() {
    let (site, listener) = deaf().await;
    // It stops reading, and the connection stays open.
    let storage = tokio::spawn(answer_early(listener, FORBIDDEN));
    let error = bounded(fails(site.to_bird(much()), UploadStep::Sending)).await;
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(error.raw_body(), Some(&b"no"[..]));
    drop(storage);
}

#[tokio::test]
async fn a_refusal_that_hangs_up_is_no_success() {
    let (site, listener) = deaf().await;
    tokio::spawn(async move { drop(answer_early(listener, FORBIDDEN).await) });
    let error = bounded(fails(site.to_bird(much()), UploadStep::Sending)).await;
    // Bytes that are on their way to it make the system discard its response.
    let heard = error.status().is_some();
    let kinds = [ErrorKind::Transport, ErrorKind::Forbidden];
    assert_eq!(error.kind(), kinds[usize::from(heard)]);
}

#[tokio::test]
async fn nothing_goes_on_after_an_early_answer() {
    for (answer, status, kind) in [
        (
            "HTTP/1.1 200 x\r\ncontent-length: 0\r\n\r\n",
            200,
            ErrorKind::Transport,
        ),
        (FORBIDDEN, 403, ErrorKind::Forbidden),
    ] {
        let (site, listener) = deaf().await;
        let storage = tokio::spawn(async move {
            let mut stream = answer_early(listener, answer).await;
            // Reads everything until the client closes the connection.
            tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
        });
        let reported = Arc::new(AtomicU64::new(0));
        let reporter = Arc::clone(&reported);
        let upload = site.to_bird(much());
        let upload = upload.progress(move |sent, _| reporter.store(sent, Ordering::Relaxed));
        let error = bounded(fails(upload, UploadStep::Sending)).await;
        assert_eq!(error.kind(), kind);
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));

        let sent = reported.load(Ordering::Relaxed);
        assert!(sent < MUCH, "{sent}");
        let _ = bounded(storage).await.expect("it does not panic");
        assert_eq!(
            reported.load(Ordering::Relaxed),
            sent,
            "nothing more is reported"
        );
    }
}

/// Returns a source that is sent again while the server still has its first connection open.
fn again() -> Blob {
    Odd::blob(&[MUCH], usize::try_from(MUCH).expect("it is not that much"))
}

/// Asserts that another upload can read the source.
async fn assert_free(source: Blob) {
    let site = Site::bird().await;
    site.provider.answer(Answer::json(404, "{}"));
    bounded(fails(site.to_bird(source), UploadStep::Asking)).await;
}

#[tokio::test]
async fn a_source_is_free_after_a_stall() {
    let (site, _listener) = deaf().await;
    let source = again();
    let upload = site.to_bird(source.clone()).stall_timeout(SHORT);
    let error = bounded(fails(upload, UploadStep::Sending)).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_free(source).await;
}

#[tokio::test]
async fn a_source_is_free_after_a_refusal() {
    let (site, listener) = deaf().await;
    let storage = tokio::spawn(answer_early(listener, FORBIDDEN));
    let source = again();
    let error = bounded(fails(site.to_bird(source.clone()), UploadStep::Sending)).await;
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_free(source).await;
    drop(storage);
}

#[tokio::test]
async fn a_source_is_free_when_an_upload_is_dropped() {
    let (site, listener) = deaf().await;
    let source = again();
    let upload = tokio::spawn(site.to_bird(source.clone()).send());
    let mut stream = bounded(listener.accept()).await;
    bounded(stream.read_u8()).await.expect("a request comes");
    upload.abort();
    assert!(bounded(upload).await.is_err_and(|it| it.is_cancelled()));
    assert_free(source).await;
}

/// A storage that speaks HTTP/2 and reads whatever comes.
async fn http2(listener: Listener) {
    let connection = h2::server::handshake(listener.accept().await).await;
    let mut connection = connection.expect("it is HTTP/2");
    let mut streams = Vec::new();
    while let Some(Ok((request, respond))) = connection.accept().await {
        let mut body = request.into_body();
        streams.push(respond);
        tokio::spawn(async move { while let Some(Ok(_)) = body.data().await {} });
    }
}

#[tokio::test]
async fn over_http2_a_source_of_another_length_is_reported() {
    for has in [4, 6] {
        let (site, listener) = deaf().await;
        tokio::spawn(http2(listener));
        let source = Blob::reader(&b"abcdef"[..has]).length(5);
        let upload = site.to_bird(source);
        let upload = upload.configure_http(|http| http.http2_prior_knowledge());
        let error = bounded(fails(upload, UploadStep::Reading)).await;
        assert_eq!(error.kind(), ErrorKind::Invalid);
        let text = error.to_string();
        assert!(text.contains(&format!("{has} came")), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_listener_that_blocks_holds_up_no_limit() {
    let (site, _listener) = deaf().await;
    let (release, blocked) = std::sync::mpsc::channel::<()>();
    let blocked = std::sync::Mutex::new(blocked);
    let upload = site
        .to_bird("hello")
        .timeout(SHORT)
        .progress(move |sent, _| {
            if sent > 0 {
                // Blocks until the test unblocks it, or ends.
                let _ = blocked.lock().expect("the lock is not poisoned").recv();
            }
        });
    let error = bounded(upload.send()).await.expect_err("no response comes");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    drop(release);
}
