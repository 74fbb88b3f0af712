//! Uploads come to the testing server itself, whatever host the examples have.
#![cfg(all(feature = "bird", feature = "bridge", feature = "testing"))]

use converse::serde_json::json;

use converse::bridge::types::FileType;
use converse::http::{Method, StatusCode};
use converse::testing::{Answer, ReceivedRequest, Server};
use converse::upload::UploadStep;
use converse::{Blob, ErrorKind, bird, bridge};

const ID: &str = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";

/// No TLS is needed: reading the system's certificates would take longest.
macro_rules! without_tls {
    ($upload:expr) => {
        $upload.configure_http(|http| http.tls_certs_only([]))
    };
}

/// Returns the request with the bytes: of no operation, and without a credential.
fn file(server: &Server) -> ReceivedRequest {
    let requests = server.take_requests();
    let [asked, file] = requests.as_slice() else {
        panic!("an upload is two requests, not {requests:?}");
    };
    assert!(asked.operation().is_some() && asked.credential().is_some());
    assert_eq!((file.provider(), file.operation()), (None, None));
    assert_eq!((file.credential(), file.problem()), (None, None));
    file.clone()
}

#[tokio::test]
async fn an_upload_is_taken() {
    let server = Server::start();
    let client = server
        .builder::<bridge::Client>()
        .build()
        .expect("a valid base URL");
    let upload = bridge::upload(&client, ID, FileType::Image, "hello");
    let uploaded = without_tls!(upload).send().await.expect("it is accepted");
    assert_eq!(uploaded.length, 5);
    let sent = file(&server);
    assert_eq!((sent.method(), sent.body()), (&Method::PUT, &b"hello"[..]));

    let client = server
        .builder::<bird::Client>()
        .build()
        .expect("a valid base URL");
    let source = Blob::from("hello").file_name("hello.txt");
    let upload = bird::upload(&client, ID, ID, source);
    let uploaded = without_tls!(upload).send().await.expect("it is accepted");
    assert!(
        uploaded
            .media_url
            .starts_with("https://media.api.bird.com/")
    );
    let sent = file(&server);
    assert_eq!(sent.method(), Method::POST);
    let form = String::from_utf8_lossy(sent.body()).into_owned();
    assert!(
        form.contains("hello.txt") && form.contains("\r\n\r\nhello\r\n"),
        "{form}"
    );
}

#[tokio::test]
async fn an_upload_fails_as_it_was_told_to() {
    let server = Server::start();
    let client = server
        .builder::<bridge::Client>()
        .build()
        .expect("a valid base URL");
    let upload = || without_tls!(bridge::upload(&client, ID, FileType::Image, "hello"));

    // Responses for any request go in turn to the call and to the bytes.
    let url = format!("http://{}/.uploads/own", server.address());
    let address = json!({ "url": url, "method": "PUT", "headers": { "x-own": "1" } });
    server.respond_next(200, json!([{ "mediaId": "m", "presignUrl": address }]));
    server.respond_next(403, "expired");
    let error = upload().send().await.expect_err("it is refused");
    assert_eq!(
        (error.step(), error.status()),
        (UploadStep::Sending, Some(StatusCode::FORBIDDEN))
    );
    assert_eq!(file(&server).header("x-own"), Some("1"));

    // A response for an operation is not for the bytes.
    server.respond_next_to("bridge", "createFiles", Answer::new(400, json!({})));
    let error = upload().send().await.expect_err("the call is refused");
    assert_eq!(
        (error.step(), error.kind()),
        (UploadStep::Asking, ErrorKind::Invalid)
    );
    assert_eq!(
        upload().send().await.expect("the example again").media_id,
        "<string>"
    );
}
