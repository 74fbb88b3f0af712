//! Tests that every upload ends.

use std::time::Duration;

use converse::{Blob, ErrorKind};

use super::raw::{SHORT, bounded, deaf, much};
use super::*;

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
    assert!(error.to_string().contains("stalled"), "{error}");
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
    let upload = upload.stall_timeout(SHORT).send();
    let error = bounded(upload).await.expect_err("the upload fails");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn limits_beyond_all_time_are_none() {
    let site = Site::bridge().await;
    let upload = site.to_bridge("hello").timeout(Duration::MAX);
    let upload = upload.stall_timeout(Duration::MAX);
    bounded(upload.send()).await.expect("the upload succeeds");
}
