//! Responses that are saved to files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

use super::*;

fn folder() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let target = folder.path().join("f.bin");
    (folder, target)
}

/// Returns the names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

#[tokio::test]
async fn a_complete_body_replaces_the_file_and_is_reported_on_the_way() {
    let (folder, target) = folder();
    fs::write(&target, "old, and longer").expect("a file");
    let server = Server::start(response("200 OK", &[], "abcdef")).await;
    let stream = open(&server, CallOptions::new()).await.expect("a head");
    let reports = Arc::new(Mutex::new(Vec::new()));
    let reported = Arc::clone(&reports);
    let stream = stream.progress(move |received, total| {
        reported.lock().expect("no panic").push((received, total));
    });
    assert_eq!(stream.save_to(&*target).await.expect("a file"), 6);
    assert_eq!(fs::read(&target).expect("a file"), b"abcdef");
    assert_eq!(names(folder.path()), ["f.bin"]);
    let last = reports.lock().expect("no panic").last().copied();
    assert_eq!(last, Some((6, Some(6))));
}

#[tokio::test]
async fn an_incomplete_body_leaves_the_file_as_it_was_and_nothing_beside_it() {
    let (folder, target) = folder();
    fs::write(&target, "old").expect("a file");
    let mut broken = response("200 OK", &[], "abcdef");
    broken.truncate(broken.len() - 3);
    let server = Server::start(broken).await;
    let stream = open(&server, CallOptions::new()).await.expect("a head");
    let error = stream.save_to(&*target).await.expect_err("no end");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Transport, Delivery::Accepted)
    );
    assert_eq!(fs::read(&target).expect("a file"), b"old");
    assert_eq!(names(folder.path()), ["f.bin"]);
}

#[tokio::test]
async fn a_dropped_download_leaves_nothing() {
    let (folder, target) = folder();
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc".to_vec();
    let server = Server::start_with(Answer::Stall(half)).await;
    let stream = open(&server, CallOptions::new()).await.expect("a head");
    let (began, begun) = tokio::sync::oneshot::channel();
    let mut began = Some(began);
    let stream = stream.progress(move |_, _| {
        began.take().map(|began| began.send(()));
    });
    let saving = stream.save_to(target);
    tokio::select! {
        outcome = saving => panic!("it stalls: {outcome:?}"),
        _ = begun => {}
    }
    assert_eq!(names(folder.path()), [""; 0]);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_an_error_without_its_path() {
    let (folder, target) = folder();
    for path in [folder.path().to_owned(), target.join("s3cret/f.bin")] {
        let server = Server::start(response("200 OK", &[], "abc")).await;
        let stream = open(&server, CallOptions::new()).await.expect("a head");
        let error = stream.save_to(path).await.expect_err("no such folder");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::File, Delivery::Accepted)
        );
        assert!(error.to_string().contains("cannot be written: "), "{error}");
        assert!(!printed(&error).contains("s3cret"), "{error}");
    }
    assert_eq!(names(folder.path()), [""; 0]);
}
