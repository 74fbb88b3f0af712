//! Tests sources that have other bytes than they state.

use std::io::{self, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll};

use converse::{Blob, ErrorKind};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};

use super::*;

/// A reader that returns the next of these lengths each time, the last one from then on, and has any number of bytes.
pub(super) struct Odd {
    says: Vec<u64>,
    has: usize,
    read: usize,
    /// Whether it was sought to its end.
    asked: bool,
}

impl Odd {
    pub(super) fn blob(says: &[u64], has: usize) -> Blob {
        Blob::seekable(Self {
            says: says.to_vec(),
            has,
            read: 0,
            asked: false,
        })
    }
}

impl AsyncRead for Odd {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let count = (self.has - self.read).min(buffer.remaining());
        buffer.put_slice(&vec![b'x'; count]);
        self.read += count;
        Poll::Ready(Ok(()))
    }
}

impl AsyncSeek for Odd {
    fn start_seek(mut self: Pin<&mut Self>, to: SeekFrom) -> io::Result<()> {
        self.asked = to == SeekFrom::End(0);
        self.read = 0;
        Ok(())
    }

    fn poll_complete(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        let says = match (std::mem::take(&mut self.asked), self.says.len()) {
            (false, _) => 0,
            (true, 1) => self.says[0],
            (true, _) => self.says.remove(0),
        };
        Poll::Ready(Ok(says))
    }
}

/// Asserts that the error reports both numbers.
fn assert_reports(error: &UploadError, numbers: [u64; 2]) {
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let text = error.to_string();
    let found: Vec<u64> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    for number in numbers {
        assert!(found.contains(&number), "{text}");
    }
}

#[tokio::test]
async fn more_or_fewer_bytes_than_said_are_an_error() {
    for has in [4, 6] {
        let site = Site::bridge().await;
        let error = fails(site.to_bridge(Odd::blob(&[5], has)), UploadStep::Reading).await;
        assert_reports(&error, [5, has as u64]);
        assert!(site.is_untouched());

        let site = Site::bird().await;
        let error = fails(site.to_bird(Odd::blob(&[5], has)), UploadStep::Reading).await;
        assert_reports(&error, [5, has as u64]);
        // The storage host never received all of it.
        assert_eq!(site.storage.requests().len(), 0);

        let site = Site::bird().await;
        let source = Blob::reader(&b"abcdef"[..has]).length(5);
        let error = fails(site.to_bird(source), UploadStep::Reading).await;
        assert_reports(&error, [5, has as u64]);
        assert_eq!(site.storage.requests().len(), 0);
    }
}

#[tokio::test]
async fn a_length_that_is_stated_is_checked() {
    let site = Site::bridge().await;
    let source = || Blob::seekable(io::Cursor::new(b"hello".to_vec())).length(9);
    for error in [
        fails(site.to_bridge(source()), UploadStep::Reading).await,
        fails(site.to_bird(source()), UploadStep::Reading).await,
    ] {
        assert_reports(&error, [5, 9]);
    }
    assert!(site.is_untouched());
}

#[tokio::test]
async fn a_source_that_changes_between_checksum_and_sending_is_not_sent() {
    // Its length is read three times: at first, for the checksum, for sending.
    let site = Site::bridge().await;
    let source = Odd::blob(&[5, 5, 7], 5);
    let error = fails(site.to_bridge(source), UploadStep::Reading).await;
    assert_reports(&error, [5, 7]);
    assert_eq!(site.provider.requests().len(), 1);
    assert_eq!(site.storage.connections(), 0);
}

#[tokio::test]
async fn a_stream_is_not_read_twice_and_must_know_its_length() {
    let site = Site::bridge().await;
    let source = Blob::reader(&b"hello"[..]).length(5);
    let error = fails(site.to_bridge(source.clone()), UploadStep::Reading).await;
    assert!(error.to_string().contains("`Blob::seekable`"), "{error}");
    assert!(source.is_repeatable(), "it was not read");

    for error in [
        fails(
            site.to_bridge(Blob::reader(&b"hello"[..])),
            UploadStep::Reading,
        )
        .await,
        fails(
            site.to_bird(Blob::reader(&b"hello"[..])),
            UploadStep::Reading,
        )
        .await,
    ] {
        assert!(error.to_string().contains("`Blob::length`"), "{error}");
    }
    assert!(site.is_untouched());
}

#[tokio::test]
async fn a_file_that_is_not_there_is_said_so_without_its_path() {
    let site = Site::bridge().await;
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    for path in [folder.path().join("missing"), folder.path().to_owned()] {
        for error in [
            fails(site.to_bridge(Blob::path(&path)), UploadStep::Reading).await,
            fails(site.to_bird(Blob::path(&path)), UploadStep::Reading).await,
        ] {
            let text = format!("{error} {error:?}");
            assert!(text.contains("the source cannot be read"), "{text}");
            let folder = folder.path().to_string_lossy().into_owned();
            assert!(!text.contains(&folder), "{text}");
        }
    }
    assert!(site.is_untouched());
}

#[tokio::test]
async fn bird_is_not_asked_for_a_type_that_cannot_be_sent() {
    let site = Site::bird().await;
    let source = Blob::from("hello").content_type("a/b\r\nx-evil: 1");
    let error = fails(site.to_bird(source), UploadStep::Reading).await;
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().contains("content type"), "{error}");
    assert!(site.is_untouched());
}

#[tokio::test]
async fn bird_takes_a_hundred_mebibytes_and_not_a_byte_more() {
    // A sparse file, which is not read.
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let path = folder.path().join("large");
    let file = std::fs::File::create(&path).expect("the folder is writable");
    let most = 100 * 1024 * 1024;
    file.set_len(most + 1).expect("files may have holes");
    let site = Site::bird().await;
    let error = fails(site.to_bird(Blob::path(&path)), UploadStep::Reading).await;
    assert_reports(&error, [most, most + 1]);
    // A reader that fails when it is read.
    let source = Blob::reader(Never).length(most + 1);
    let error = fails(site.to_bird(source), UploadStep::Reading).await;
    assert_reports(&error, [most, most + 1]);
    assert!(site.is_untouched());

    file.set_len(most).expect("files may have holes");
    site.provider.answer(Answer::json(404, "{}"));
    let error = fails(site.to_bird(Blob::path(&path)), UploadStep::Asking).await;
    assert_eq!(error.kind(), ErrorKind::NotFound, "the provider was called");
    assert_eq!(bird::MAX_UPLOAD_BYTES, most);
}

/// A reader that must not be read.
struct Never;

impl AsyncRead for Never {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        panic!("it was read")
    }
}
