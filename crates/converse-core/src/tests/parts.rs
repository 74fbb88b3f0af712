//! Bodies of several parts.

use serde::Serialize;
use serde_json::json;

use super::blobs::Chunks;
use super::bodies::{operation, refused, sent};
use super::*;

const PARTS: &str = "multipart/form-data";

#[derive(Serialize, Deserialize, Default)]
struct Upload {
    file: Option<Blob>,
    #[serde(default)]
    more: Option<Vec<Blob>>,
    avatar: Option<Blob>,
    name: Option<String>,
    #[serde(default)]
    sizes: Vec<i64>,
    note: Option<String>,
    meta: Option<Value>,
    xml: Option<String>,
    #[serde(flatten)]
    extra: serde_json::Map<String, Value>,
}

multipart! {
    Upload {
        blob file: "file",
        blob more: "more[]",
        blob avatar: "avatar" as "image/png",
        text name: "name",
        text sizes: "sizes",
        text note: "note" as "text/markdown",
        json meta: "meta",
        json xml: "xml" as "application/vnd.x+json",
        rest extra,
    }
}

struct Nothing {}

multipart! { Nothing {} }

struct One {
    file: Blob,
    files: Vec<Blob>,
}

multipart! { One { blob file: "file", blob files: "files" } }

/// Sends a body of parts. Returns the header lines about it, and the body with `B` for the boundary.
async fn sent_parts<T: Multipart>(parts: T) -> (Vec<String>, String) {
    let (head, body) = sent(PARTS, |it| it.multipart(Ok(parts))).await;
    let start = format!("content-type: {PARTS}; boundary=");
    let boundary = head.iter().find_map(|line| line.strip_prefix(&start));
    let boundary = boundary.expect("parts have a boundary").to_owned();
    assert_eq!(boundary.len(), 32, "{boundary}");
    let replace = |text: &str| text.replace(&boundary, "B");
    let mut body = String::from_utf8(body).expect("all parts are text");
    if head.iter().any(|line| line == "transfer-encoding: chunked") {
        body = unchunked(&body);
    }
    let head = head.iter().map(|line| replace(line)).collect();
    (head, replace(&body))
}

fn part(head: &str, body: &str) -> String {
    format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
}

#[tokio::test]
async fn parts_as_they_are_written() {
    let upload = Upload {
        file: Some("hello".into()),
        more: Some(vec![
            Blob::from("1").file_name("a \"é\"\r\n.txt"),
            Blob::from("2").content_type("text/csv"),
        ]),
        avatar: Some(Blob::from("png")),
        name: Some("a&b".to_owned()),
        sizes: vec![1, 2],
        note: Some("*".to_owned()),
        meta: Some(json!({"a": ["é"]})),
        xml: Some("<a/>".to_owned()),
        extra: [
            ("x".to_owned(), json!(true)),
            ("y".to_owned(), json!({"z": 1})),
            (
                "f".to_owned(),
                json!({"base64": "aGk=", "fileName": "f.txt"}),
            ),
        ]
        .into_iter()
        .collect(),
    };
    let octets = "\r\nContent-Type: application/octet-stream";
    let expected = [
        part(
            &format!("name=\"file\"; filename=\"file\"{octets}"),
            "hello",
        ),
        part(
            &format!("name=\"more[]\"; filename=\"a %22é%22%0D%0A.txt\"{octets}"),
            "1",
        ),
        part(
            "name=\"more[]\"; filename=\"file\"\r\nContent-Type: text/csv",
            "2",
        ),
        part(
            "name=\"avatar\"; filename=\"file\"\r\nContent-Type: image/png",
            "png",
        ),
        part("name=\"name\"", "a&b"),
        part("name=\"sizes\"", "1"),
        part("name=\"sizes\"", "2"),
        part("name=\"note\"\r\nContent-Type: text/markdown", "*"),
        part(
            "name=\"meta\"\r\nContent-Type: application/json",
            "{\"a\":[\"é\"]}",
        ),
        part(
            "name=\"xml\"\r\nContent-Type: application/vnd.x+json",
            "\"<a/>\"",
        ),
        part("name=\"x\"", "true"),
        part("name=\"y\"\r\nContent-Type: application/json", "{\"z\":1}"),
        part(&format!("name=\"f\"; filename=\"f.txt\"{octets}"), "hi"),
        "--B--\r\n".to_owned(),
    ]
    .concat();
    // All of it is in memory, so its length is known.
    let (head, body) = sent_parts(upload).await;
    assert_eq!(body, expected);
    assert!(head[0].starts_with("content-length: "), "{head:?}");
    assert_eq!(head[1], "content-type: multipart/form-data; boundary=B");
}

#[tokio::test]
async fn what_is_unset_has_no_part() {
    let (_, body) = sent_parts(Upload::default()).await;
    assert_eq!(body, "--B--\r\n");
    let (_, body) = sent_parts(Some(Nothing {})).await;
    assert_eq!(body, "--B--\r\n");
    let (head, _) = sent(PARTS, |it| it.multipart(Ok(None::<Upload>))).await;
    assert_eq!(head, ["content-length: 0"]);
    let problem = refused(operation(PARTS, true), |it| {
        it.multipart(Ok(None::<Upload>))
    })
    .await;
    assert!(problem.contains("the body is required"), "{problem}");
    let problem = refused(operation(PARTS, true), |it| {
        it.multipart(Ok(json!("s3cret")))
    })
    .await;
    assert!(problem.contains("the body must have fields"), "{problem}");
}

#[tokio::test]
async fn files_and_streams_as_parts() {
    let folder = tempfile::tempdir().expect("a place for files");
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "in a file").expect("room for it");
    let one = |stream| One {
        file: Blob::path(&path).content_type("text/plain"),
        files: vec![stream],
    };
    let expected = [
        part(
            "name=\"file\"; filename=\"notes.txt\"\r\nContent-Type: text/plain",
            "in a file",
        ),
        part(
            "name=\"files\"; filename=\"file\"\r\nContent-Type: application/octet-stream",
            "abc",
        ),
        "--B--\r\n".to_owned(),
    ]
    .concat();
    let stream = || Blob::stream(Chunks::of(&["ab", "c"]));
    let (head, body) = sent_parts(one(stream().length(3))).await;
    assert_eq!(body, expected);
    assert!(head[0].starts_with("content-length: "), "{head:?}");
    let (head, body) = sent_parts(one(stream())).await;
    assert_eq!(head[1], "transfer-encoding: chunked");
    assert_eq!(body, expected);
}

/// Returns the content of a chunked body.
fn unchunked(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).expect("a length");
        if length == 0 {
            break;
        }
        text.push_str(&after[..length]);
        rest = &after[length + 2..];
    }
    text
}

#[tokio::test]
async fn a_part_that_cannot_be_sent_is_named() {
    let required = operation(PARTS, true);
    let stream = Blob::stream(Chunks::of(&["abc"]));
    let one = |file: Blob, other: Blob| One {
        file,
        files: vec![other],
    };
    let missing = Blob::path("/nowhere/s3cret");
    let body = one(stream.clone(), missing);
    let problem = refused(required, |it| it.multipart(Ok(body))).await;
    let expected = "`files` cannot be read: entity not found";
    assert!(problem.contains(expected), "{problem}");
    // No byte of the other was read.
    assert!(stream.is_repeatable());

    let evil = Blob::from("a").content_type("a/b\r\ns3cret: 1");
    let problem = refused(required, |it| it.multipart(Ok(one(evil, stream.clone())))).await;
    let expected = "the content type of `file` is not valid in a header";
    assert!(problem.contains(expected), "{problem}");

    let twice = one(stream.clone(), stream.clone());
    let problem = refused(required, |it| it.multipart(Ok(twice))).await;
    let expected = "`files` is a stream that was sent already";
    assert!(problem.contains(expected), "{problem}");

    let blob = json!({"f": {"base64": "s3cret!"}});
    let problem = refused(required, |it| it.multipart(Ok(blob))).await;
    assert!(problem.contains("`f` cannot be written"), "{problem}");
    let problem = refused(required, |it| {
        it.multipart(Err::<One, _>(ArgumentError::parameter("x", "is bad")))
    });
    assert!(problem.await.contains("`x` is bad"));
}

#[tokio::test]
async fn a_call_by_id_sends_parts() {
    let body = json!({"file": {"base64": "aGk="}, "name": "n", "meta": {"a": 1}, "more": ["x"]});
    let mut arguments = Arguments::new().body(body);
    let upload = arguments
        .take_form::<Upload>()
        .expect("the type's own JSON");
    let (_, body) = sent_parts(upload).await;
    let octets = "\r\nContent-Type: application/octet-stream";
    let expected = [
        part(&format!("name=\"file\"; filename=\"file\"{octets}"), "hi"),
        part(&format!("name=\"more[]\"; filename=\"file\"{octets}"), "x"),
        part("name=\"name\"", "n"),
        part(
            "name=\"meta\"\r\nContent-Type: application/json",
            "{\"a\":1}",
        ),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(body, expected.concat());
}

#[tokio::test]
async fn every_body_has_a_boundary_of_its_own() {
    let mut seen = std::collections::HashSet::new();
    for _ in 0..3 {
        let (head, _) = sent(PARTS, |it| it.multipart(Ok(Nothing {}))).await;
        assert!(seen.insert(head[1].clone()), "{head:?}");
    }
}
