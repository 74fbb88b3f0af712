//! Blobs in memory, in a file, from a stream.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde_json::json;

use super::*;

/// Returns a stream of these chunks.
pub(super) struct Chunks(VecDeque<io::Result<Bytes>>);

impl Chunks {
    pub(super) fn of(chunks: &[&'static str]) -> Self {
        Self(
            chunks
                .iter()
                .map(|chunk| Ok(Bytes::from_static(chunk.as_bytes())))
                .collect(),
        )
    }

    /// One chunk, then an error.
    pub(super) fn failing() -> Self {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, "s3cret");
        Self([Ok(Bytes::from_static(b"abc")), Err(error)].into())
    }
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

#[test]
fn bytes_in_memory_are_equal_by_content() {
    let blob = Blob::from("abc");
    for same in [
        Blob::from(b"abc".to_vec()),
        Blob::from("abc".to_owned()),
        Blob::from(&b"abc"[..]),
        Blob::from(Bytes::from_static(b"abc")),
        // Bytes in memory have a known length.
        Blob::from("abc").length(9),
    ] {
        assert_eq!(same, blob);
        assert_eq!(same.as_bytes(), Some(&Bytes::from_static(b"abc")));
        assert!(same.is_repeatable());
    }
    assert_ne!(Blob::from("abd"), blob);
    assert_ne!(blob.clone().file_name("a"), blob);
    assert_ne!(blob.clone().content_type("a/b"), blob);
}

#[test]
fn files_and_streams_are_equal_by_identity() {
    assert_eq!(Blob::path("a/b"), Blob::path("a/b"));
    assert_ne!(Blob::path("a/b"), Blob::path("a/c"));
    let stream = Blob::stream(Chunks::of(&["abc"]));
    assert_eq!(stream.clone().length(3), stream);
    assert_ne!(Blob::stream(Chunks::of(&["abc"])), stream);
    assert_ne!(Blob::from("abc"), stream);
    assert!(stream.is_repeatable());
    assert_eq!(stream.as_bytes(), None);
}

#[test]
fn debug_shows_no_content() {
    let blobs = [
        Blob::from("s3cret").content_type("a/b"),
        Blob::path("s3cret").content_type("a/b"),
        Blob::stream(Chunks::of(&["s3cret"])).content_type("a/b"),
    ];
    for blob in blobs {
        let text = format!("{blob:?} {:?}", Part::blob("n", blob.clone(), None));
        assert!(!text.contains("s3cret") && text.contains("a/b"), "{text}");
    }
    let text = format!("{:?}", Part::text("n", "s3cret", None));
    assert!(!text.contains("s3cret"), "{text}");
}

#[test]
fn json_is_text_or_an_object_with_base64() {
    for (blob, expected) in [
        (Blob::from("é"), json!("é")),
        (Blob::from(vec![0xff, 0]), json!({"base64": "/wA="})),
        (
            Blob::from("hi")
                .file_name("a.txt")
                .content_type("text/plain"),
            json!({"base64": "aGk=", "fileName": "a.txt", "contentType": "text/plain"}),
        ),
    ] {
        assert_eq!(serde_json::to_value(&blob).expect("in memory"), expected);
        let read: Blob = serde_json::from_value(expected).expect("just written");
        assert_eq!(read, blob);
    }
    for blob in [Blob::path("a"), Blob::stream(Chunks::of(&[]))] {
        assert!(serde_json::to_value(&blob).is_err());
    }
    for bad in [
        json!(1),
        json!([1]),
        json!({}),
        json!({"base64": "s3cret!"}),
        json!({"base64": "aGk=", "filename": "a"}),
    ] {
        let error = serde_json::from_value::<Blob>(bad).expect_err("no blob");
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
}

#[test]
fn a_call_by_id_takes_a_blob() {
    let mut arguments = Arguments::new().body("text");
    assert_eq!(arguments.take_form(), Ok(Blob::from("text")));
    assert_eq!(arguments.take_optional_form(), Ok(None::<Blob>));
    let missing = arguments.take_form::<Blob>();
    assert_eq!(
        missing.expect_err("there is none").to_string(),
        "the body is required"
    );
    let mut arguments = Arguments::new().body(json!({"base64": "aGk="}));
    assert_eq!(arguments.take_optional_form(), Ok(Some(Blob::from("hi"))));
}

#[cfg(feature = "schemars")]
#[test]
fn its_schema_is_a_binary_string() {
    let schema = schemars::schema_for!(Blob);
    assert_eq!(schema.get("type"), Some(&json!("string")));
    assert_eq!(schema.get("format"), Some(&json!("binary")));
}
