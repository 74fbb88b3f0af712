//! Bodies that are streams: what is sent, and how often.

use super::blobs::Chunks;
use super::bodies::{operation, refused, sent, server};
use super::*;

#[tokio::test]
async fn streams_are_chunked_unless_their_length_is_known() {
    // An empty chunk is neither the end nor the last of a stated length.
    let chunks = || Chunks::of(&["abc", "", "defg", ""]);
    let (head, body) = sent("a/b", |it| it.bytes(Ok(Blob::stream(chunks())))).await;
    assert_eq!(head, ["content-type: a/b", "transfer-encoding: chunked"]);
    assert_eq!(body, b"3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
    let (head, body) = sent("a/b", |it| it.bytes(Ok(Blob::stream(chunks()).length(7)))).await;
    assert_eq!(head, ["content-length: 7", "content-type: a/b"]);
    assert_eq!(body, b"abcdefg");
    let (_, body) = sent("a/b", |it| it.bytes(Ok(Blob::reader(&b"xyz"[..])))).await;
    assert_eq!(body, b"3\r\nxyz\r\n0\r\n\r\n");
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let blob = Blob::stream(Chunks::of(&["abc"]));
    sent("a/b", |it| it.bytes(Ok(blob.clone()))).await;
    assert!(!blob.is_repeatable());
    let problem = refused(operation("a/b", false), |it| it.bytes(Ok(blob))).await;
    let expected = "the body is a stream that was sent already";
    assert!(problem.contains(expected), "{problem}");
}

#[tokio::test]
async fn a_stream_of_which_nothing_was_read_can_still_be_sent() {
    let blob = Blob::stream(Chunks::of(&["abc"]));
    let mut request = client(&loopback::nobody().await)
        .inner
        .request(operation("a/b", true));
    request.bytes(Ok(blob.clone()));
    let error = request
        .send_empty::<Value>()
        .await
        .expect_err("nobody is there");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(blob.is_repeatable());
    let (_, body) = sent("a/b", |it| it.bytes(Ok(blob))).await;
    assert_eq!(body, b"3\r\nabc\r\n0\r\n\r\n");
}

#[tokio::test]
async fn a_stream_that_does_not_hold_breaks_the_call_off() {
    let abc = || Blob::stream(Chunks::of(&["abc"]));
    for (blob, expected) in [
        (abc().length(2), "longer than its stated length"),
        (abc().length(4), "shorter than its stated length"),
        (
            Blob::stream(Chunks::of(&["abc", "d"])).length(3),
            "longer than",
        ),
        (
            Blob::stream(Chunks::failing()),
            "cannot be read: permission denied",
        ),
        (
            Blob::stream(Chunks::failing()).length(9),
            "cannot be read: permission denied",
        ),
    ] {
        let server = server().await;
        let mut request = client(&server.url(""))
            .inner
            .request(operation("a/b", true));
        request.bytes(Ok(blob));
        let error = request
            .send_empty::<Value>()
            .await
            .expect_err("the body is not whole");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Transport, Delivery::Unknown)
        );
        let text = printed(&error);
        assert!(
            text.contains(expected) && !text.contains("s3cret"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_stream_is_sent_again_only_while_it_is_complete() {
    let idempotent = leak(Operation {
        safety: Safety::Idempotent,
        ..operation("a/b", true).clone()
    });
    let attempts = async |base_url: &str| {
        let mut request = client(base_url).inner.request(idempotent);
        request.bytes(Ok(Blob::stream(Chunks::of(&["abc"]))));
        let error = request.send_empty::<Value>().await;
        error.expect_err("it fails").attempts()
    };
    assert_eq!(attempts(&loopback::nobody().await).await, 3);
    let server = Server::start(response("503 x", &[], "")).await;
    assert_eq!(attempts(&server.url("")).await, 1);
    assert_eq!(server.requests().len(), 1);
}
