//! Failed connections, redirects, limits: what is reported, and that nothing is sent twice.

use std::time::Duration;

use super::*;
use loopback::{Answer, nobody};

async fn fail(answer: Answer) -> (CallError<CreateError>, usize) {
    let server = Server::start_with(answer).await;
    let client = client(&server.url("")).inner;
    // Begins with the body: no other answer reaches it, however slow the machine is.
    let inner = client.with_options(CallOptions::new().read_timeout(Duration::from_millis(100)));
    let call = create(&Acme { inner }).send_json::<Thing, _>();
    let error = server.out_of_time(call).await;
    (
        error.expect_err("the server fails"),
        server.requests().len(),
    )
}

#[tokio::test]
async fn refused_connections_send_nothing() {
    let client = client(&nobody().await);
    let error = create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("nobody");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
    assert_eq!((error.status(), error.raw_body()), (None, None));
    assert_eq!(
        error.to_string(),
        "acme createThing: could not connect: the connection was refused; tried 3 times; nothing was \
         sent; check base URL and network, then try again"
    );
}

#[tokio::test]
async fn connections_that_break_leave_it_open_and_are_not_tried_again() {
    for answer in [
        Answer::Close,
        Answer::Bytes(b"HTTP/1.1 200".to_vec()),
        Answer::Bytes(b"HTTP/1.1 200 OK\r\nconte".to_vec()),
        Answer::Bytes(b"no http\r\n\r\n".to_vec()),
    ] {
        let (error, requests) = fail(answer).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Transport, Delivery::Unknown)
        );
        assert_eq!(requests, 1);
    }
    let (error, requests) = fail(Answer::Stall(Vec::new())).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Timeout, Delivery::Unknown)
    );
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn bodies_that_break_off_do_not_undo_the_status() {
    let head = |status| format!("HTTP/1.1 {status}\r\ncontent-length: 9\r\n\r\n{{").into_bytes();
    for (answer, kind, delivery) in [
        (
            Answer::Bytes(head("200 x")),
            ErrorKind::Transport,
            Delivery::Accepted,
        ),
        (
            Answer::Stall(head("200 x")),
            ErrorKind::Timeout,
            Delivery::Accepted,
        ),
        (
            Answer::Bytes(head("404 x")),
            ErrorKind::NotFound,
            Delivery::Rejected,
        ),
        (
            Answer::Stall(head("404 x")),
            ErrorKind::NotFound,
            Delivery::Rejected,
        ),
        (
            Answer::Bytes(head("500 x")),
            ErrorKind::Server,
            Delivery::Unknown,
        ),
    ] {
        let (error, requests) = fail(answer).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (kind, delivery),
            "{error}"
        );
        assert!(error.status().is_some());
        assert_eq!(error.raw_body(), None);
        assert_eq!(requests, 1);
    }
}

#[tokio::test]
async fn bodies_are_read_up_to_the_limit() {
    let stated = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
        BODY_LIMIT + 1
    );
    let (error, _) = fail(Answer::Stall(stated.into_bytes())).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::TooLarge, Delivery::Accepted)
    );
    assert!(error.to_string().contains("16 MiB"), "{error}");

    let body = |length: usize| {
        let mut bytes = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        bytes.resize(bytes.len() + length, b' ');
        bytes
    };
    for (length, fits) in [(BODY_LIMIT, true), (BODY_LIMIT + 1, false)] {
        let server = Server::start(body(length)).await;
        let client = client(&server.url(""));
        match create(&client).send_bytes::<CreateError>().await {
            Ok(bytes) => assert!(fits && bytes.len() == length),
            Err(error) => assert!(!fits && error.kind() == ErrorKind::TooLarge, "{error}"),
        }
    }
}

#[tokio::test]
async fn redirects_are_never_followed() {
    let target = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    for status in [
        "300 x", "301 x", "302 x", "303 x", "305 x", "307 x", "308 x",
    ] {
        for location in [
            target.url("/v1?q=s3cret"),
            target.url("/").replace("127.0.0.1", "localhost"),
        ] {
            let server = Server::start(response(status, &[("location", &location)], "")).await;
            // Whatever the caller sets on the HTTP client.
            let client = ClientBuilder::<Acme>::new()
                .credential(Credential::new(KEY))
                .base_url(server.url(""))
                .configure_http(|http| {
                    http.redirect(reqwest::redirect::Policy::limited(10))
                        .referer(true)
                })
                .build()
                .expect("a loopback URL and a plain key");
            let error = create(&client)
                .send_json::<Thing, CreateError>()
                .await
                .expect_err("a redirect");
            assert_eq!(
                (error.kind(), error.delivery()),
                (ErrorKind::Redirect, Delivery::Unknown)
            );
            let place = match location.contains("localhost") {
                true => "to another host",
                false => "to host `127.0.0.1`",
            };
            let text = error.to_string();
            assert!(text.contains(place), "{text}");
            assert!(!text.contains("s3cret"), "{text}");
            assert_eq!(server.requests().len(), 1);
        }
    }
    assert!(target.requests().is_empty(), "a redirect was followed");
}

#[tokio::test]
async fn a_redirect_to_nowhere_and_one_to_the_same_host() {
    for headers in [&[][..], &[("location", "http://[")], &[("location", "a:b")]] {
        let server = Server::start(response("302 x", headers, "")).await;
        let error = create_at(&server).await.expect_err("a redirect");
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert!(
            error.to_string().contains("an address without a host"),
            "{error}"
        );
    }
    let server = Server::start(response("307 x", &[("location", "/elsewhere")], "")).await;
    let error = create_at(&server).await.expect_err("a redirect");
    assert!(error.to_string().contains("`127.0.0.1`"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

/// RFC 9110, 15.4.5: the condition of the request is false, and the response has no content.
#[tokio::test]
async fn what_is_not_modified_is_no_redirect_and_has_its_headers() {
    let headers = [("etag", "\"v2\""), ("location", "https://else.example/")];
    let server = Server::start(response("304 x", &headers, "")).await;
    let mut request = get(&client(&server.url("")), &GET);
    request.header("If-None-Match", Ok("\"v2\""));
    let error = request.send_json::<Thing, Value>().await.expect_err("304");
    let found = (error.kind(), error.delivery());
    assert_eq!(found, (ErrorKind::NotModified, Delivery::Rejected));
    assert_eq!(error.status(), Some(StatusCode::NOT_MODIFIED));
    assert_eq!(error.headers()["etag"], "\"v2\"");
    assert_eq!(server.requests().len(), 1);
    assert_eq!(
        error.to_string(),
        "acme getThing: 304 not modified; the copy that the request is conditional on is current"
    );
}
