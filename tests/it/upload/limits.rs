//! Every upload ends.

use std::future::Future;
use std::time::Duration;

use converse::{Blob, ErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

const SHORT: Duration = Duration::from_millis(60);

/// More than all buffers between here and there hold, from no memory.
const MUCH: u64 = 64 * 1024 * 1024;

fn much() -> Blob {
    Blob::reader(tokio::io::repeat(b'x').take(MUCH)).length(MUCH)
}

/// The outer bound is there for an upload that never ends: it is no measure of the time limit.
async fn bounded<T>(upload: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), upload)
        .await
        .expect("the time limit holds")
}

/// A site of Bird whose storage takes connections and reads nothing.
async fn deaf() -> (Site, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("loopback has free ports");
    let address = listener.local_addr().expect("it is bound");
    let site = Site::bare().await;
    let url = format!("http://{address}/?{SIGNATURE}");
    site.provider.answer(bird_names(&url, json!({})));
    (site, listener)
}

#[tokio::test]
async fn a_storage_that_reads_nothing_is_not_waited_for() {
    let (site, _listener) = deaf().await;
    let upload = site.to_bird(much()).timeout(Duration::from_millis(400));
    let error = bounded(fails(upload, UploadStep::Sending)).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, None));
    assert!(error.to_string().contains("whole upload"), "{error}");

    let (site, _listener) = deaf().await;
    let upload = site.to_bird(much()).stall_timeout(SHORT);
    let error = bounded(fails(upload, UploadStep::Sending)).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("nothing moved"), "{error}");
}

#[tokio::test]
async fn a_refusal_that_comes_early_is_heard() {
    let (site, listener) = deaf().await;
    let storage = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection comes");
        let head = stream.read_u8().await;
        assert!(head.is_ok());
        let answer = b"HTTP/1.1 403 x\r\ncontent-length: 2\r\n\r\nno";
        stream.write_all(answer).await.expect("it is read");
        // It reads no more, and the connection stays.
        std::future::pending::<()>().await;
    });
    let error = bounded(fails(site.to_bird(much()), UploadStep::Sending)).await;
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(error.raw_body(), Some(&b"no"[..]));
    storage.abort();
}

#[tokio::test]
async fn a_storage_that_does_not_answer_is_not_waited_for() {
    let site = Site::bridge().await;
    site.storage.answer(Answer::Stall(Vec::new()));
    let upload = site.to_bridge("hello").stall_timeout(SHORT);
    let error = bounded(fails(upload, UploadStep::Sending)).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_not_waited_for() {
    let site = Site::bridge().await;
    site.provider.answer(Answer::Stall(Vec::new()));
    let upload = site.to_bridge("hello").timeout(SHORT);
    let error = bounded(fails(upload, UploadStep::Asking)).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(site.storage.connections(), 0);
}

#[tokio::test]
async fn a_source_that_does_not_come_is_not_waited_for() {
    let (reader, _writer) = tokio::io::duplex(8);
    let site = Site::bird().await;
    let upload = site.to_bird(Blob::reader(reader).length(5));
    let error = bounded(fails(upload.stall_timeout(SHORT), UploadStep::Sending)).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn limits_beyond_all_time_are_none() {
    let site = Site::bridge().await;
    let upload = site.to_bridge("hello").timeout(Duration::MAX);
    let upload = upload.stall_timeout(Duration::MAX);
    bounded(upload.send()).await.expect("all is well");
}
