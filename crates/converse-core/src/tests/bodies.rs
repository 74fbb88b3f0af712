//! Bodies that are strings, bytes or files, and responses that may have none.

use std::io::Write;

use serde_json::json;

use super::*;
use crate::dynamic::untyped_bytes;

/// Returns an operation that takes a body of this type.
pub(super) fn operation(media_type: &'static str, required: bool) -> &'static Operation {
    Box::leak(Box::new(Operation {
        path: "/files",
        parameters: &[],
        body: Some(RequestBody {
            media_type,
            required,
            clears: false,
            rules: &[],
        }),
        ..CREATE.clone()
    }))
}

pub(super) async fn server() -> Server {
    Server::start(json_response("200 OK", r#"{"id":7}"#)).await
}

/// Sends one body. Returns what arrived: the header lines about the body, and the body.
pub(super) async fn sent(
    media_type: &'static str,
    fill: impl FnOnce(&mut Request),
) -> (Vec<String>, Vec<u8>) {
    let server = server().await;
    let mut request = client(&server.url(""))
        .inner
        .request(operation(media_type, false));
    fill(&mut request);
    request.send_json::<Thing, Value>().await.expect("200");
    let text = server.request();
    let (head, _) = text.split_once("\r\n\r\n").expect("a request has a head");
    let about = ["content-", "transfer-encoding"];
    let mut lines: Vec<_> = head
        .lines()
        .filter(|line| about.iter().any(|name| line.starts_with(name)))
        .map(str::to_owned)
        .collect();
    lines.sort_unstable();
    (lines, server.body())
}

/// Returns the failure of sending this body, before anything is sent.
pub(super) async fn refused(
    operation: &'static Operation,
    fill: impl FnOnce(&mut Request),
) -> String {
    let server = server().await;
    let mut request = client(&server.url("")).inner.request(operation);
    fill(&mut request);
    let error = request
        .send_json::<Thing, Value>()
        .await
        .expect_err("it cannot be sent");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
    assert!(server.requests().is_empty());
    let text = printed(&error);
    assert!(!text.contains("s3cret"), "{text}");
    error.to_string()
}

#[tokio::test]
async fn texts() {
    let (head, body) = sent("application/xml", |it| it.text(Ok("<a>é</a>".to_owned()))).await;
    assert_eq!(head, ["content-length: 9", "content-type: application/xml"]);
    assert_eq!(body, "<a>é</a>".as_bytes());
    let (head, body) = sent("text/*", |it| it.text(Ok(Some(1.5)))).await;
    assert_eq!(
        head,
        [
            "content-length: 3",
            "content-type: text/plain; charset=utf-8"
        ]
    );
    assert_eq!(body, b"1.5");
    let (head, _) = sent("text/plain", |it| it.text(Ok(String::new()))).await;
    assert_eq!(head, ["content-length: 0", "content-type: text/plain"]);
    let (head, _) = sent("text/plain", |it| it.text(Ok(None::<String>))).await;
    assert_eq!(head, ["content-length: 0"]);

    let required = operation("text/plain", true);
    let problem = refused(required, |it| it.text(Ok(None::<String>))).await;
    assert!(problem.contains("the body is required"), "{problem}");
    let problem = refused(required, |it| it.text(Ok(["s3cret"]))).await;
    assert!(
        problem.contains("the body must be a string, a number or a boolean"),
        "{problem}"
    );
    let problem = refused(required, |it| {
        it.text(Err::<(), _>(ArgumentError::parameter("x", "is bad")))
    })
    .await;
    assert!(problem.contains("`x` is bad"), "{problem}");
}

#[tokio::test]
async fn json_of_a_range_and_json_that_is_absent() {
    let (head, body) = sent("*/*", |it| it.json(Ok(Some(json!([1]))))).await;
    assert_eq!(
        head,
        ["content-length: 3", "content-type: application/json"]
    );
    assert_eq!(body, b"[1]");
    let (_, body) = sent("application/json", |it| it.json(Ok(None::<Value>))).await;
    assert_eq!(body, b"null");
    let none = |it: &mut Request| it.optional_json(Ok(None::<Value>));
    let (head, _) = sent("application/json", none).await;
    assert_eq!(head, ["content-length: 0"]);
}

#[tokio::test]
async fn bytes_arrive_as_they_are() {
    let all: Vec<u8> = (0..=255).collect();
    let blob = Blob::from(all.clone()).content_type("image/png");
    // The type that the operation documents takes precedence over the blob's own.
    for (documented, expected) in [
        ("application/x-tar", "content-type: application/x-tar"),
        ("image/*", "content-type: image/png"),
        ("*/*", "content-type: image/png"),
    ] {
        let (head, body) = sent(documented, |it| it.bytes(Ok(blob.clone()))).await;
        assert_eq!(head, ["content-length: 256", expected]);
        assert_eq!(body, all);
    }
    let (head, _) = sent("*/*", |it| it.bytes(Ok(Some(Blob::from("a"))))).await;
    assert_eq!(
        head,
        [
            "content-length: 1",
            "content-type: application/octet-stream"
        ]
    );
    let (head, _) = sent("*/*", |it| it.bytes(Ok(None::<Blob>))).await;
    assert_eq!(head, ["content-length: 0"]);

    let required = operation("*/*", true);
    let problem = refused(required, |it| it.bytes(Ok(None::<Blob>))).await;
    assert!(problem.contains("the body is required"), "{problem}");
    let evil = blob.content_type("a/b\r\nx-evil: s3cret");
    let problem = refused(required, |it| it.bytes(Ok(evil))).await;
    assert!(problem.contains("the body's content type"), "{problem}");
}

#[tokio::test]
async fn files() {
    // More than is read at once.
    let content: Vec<u8> = (0..200_000_u32).map(|it| (it % 251) as u8).collect();
    let mut file = tempfile::NamedTempFile::new().expect("a place for files");
    file.write_all(&content).expect("room for it");
    let blob = Blob::path(file.path());
    for _ in 0..2 {
        let (head, body) = sent("*/*", |it| it.bytes(Ok(blob.clone()))).await;
        assert_eq!(
            head,
            [
                "content-length: 200000",
                "content-type: application/octet-stream"
            ]
        );
        assert_eq!(body, content);
        assert!(blob.is_repeatable());
    }
    let empty = tempfile::NamedTempFile::new().expect("a place for files");
    let (head, _) = sent("a/b", |it| it.bytes(Ok(Blob::path(empty.path())))).await;
    assert_eq!(head, ["content-length: 0", "content-type: a/b"]);

    let folder = tempfile::tempdir().expect("a place for files");
    let required = operation("*/*", true);
    let missing = Blob::path(folder.path().join("s3cret"));
    let problem = refused(required, |it| it.bytes(Ok(missing))).await;
    let expected = "the body cannot be read: entity not found";
    assert!(problem.contains(expected), "{problem}");
    let no_file = Blob::path(folder.path());
    let problem = refused(required, |it| it.bytes(Ok(no_file))).await;
    assert!(
        problem.contains("the body cannot be read: not a file"),
        "{problem}"
    );
}

#[tokio::test]
async fn an_answer_may_have_no_body() {
    for (answer, expected) in [
        (
            json_response("200 OK", r#"{"id":7}"#),
            Some(Thing { id: 7 }),
        ),
        (json_response("200 OK", ""), None),
        (json_response("200 OK", "null"), None),
        (response("204 No Content", &[], ""), None),
        (json_response("205 Reset Content", "no body"), None),
    ] {
        let server = Server::start(answer).await;
        let thing = create(&client(&server.url("")))
            .send_optional_json::<Thing, CreateError>()
            .await
            .expect("2xx");
        assert_eq!(*thing, expected);
        let sent = server.request();
        assert!(sent.contains("accept: application/json\r\n"), "{sent}");
    }
    let server = Server::start(json_response("200 OK", " ")).await;
    let error = create(&client(&server.url("")))
        .send_optional_json::<Thing, CreateError>()
        .await
        .expect_err("no JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn bytes_of_an_answer_become_base64() {
    let mut bytes = response("200 OK", &[], "12");
    let length = bytes.len();
    bytes[length - 2..].copy_from_slice(&[0xff, 0]);
    let server = Server::start(bytes).await;
    let answer = create(&client(&server.url("")))
        .send_bytes::<CreateError>()
        .await;
    assert_eq!(*untyped_bytes(answer).expect("200"), json!("/wA="));
}

#[tokio::test]
async fn parameters_in_json() {
    let json = |name, location| parameter(name, location, Style::Json);
    let parameters = Box::leak(Box::new([
        json("p", Location::Path),
        json("q", Location::Query),
        json("e", Location::Query),
        json("n", Location::Query),
        json("X-H", Location::Header),
    ]));
    let operation: &'static Operation = Box::leak(Box::new(Operation {
        path: "/things/{p}",
        parameters,
        ..GET.clone()
    }));
    let server = server().await;
    let mut request = client(&server.url("")).inner.request(operation);
    request.path("p", Ok(json!(["a/b"])));
    request.query("q", Ok(json!({"a": ["é", null]})));
    // Values that other styles cannot express.
    request.query("e", Ok(json!([])));
    request.query("n", Ok(None::<Value>));
    request.header("X-H", Ok(json!("a")));
    request.send_json::<Thing, Value>().await.expect("200");
    let sent = server.request();
    let line = "GET /things/%5B%22a%2Fb%22%5D\
                ?q=%7B%22a%22%3A%5B%22%C3%A9%22%2Cnull%5D%7D&e=%5B%5D HTTP/1.1\r\n";
    assert!(sent.starts_with(line), "{sent}");
    assert!(sent.contains("x-h: \"a\"\r\n"), "{sent}");
}

#[tokio::test]
async fn a_short_float_stays_short() {
    let (_, body) = sent("text/plain", |it| it.text(Ok(0.1_f32))).await;
    assert_eq!(body, b"0.1");
}
