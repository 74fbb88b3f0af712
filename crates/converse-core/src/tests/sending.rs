//! Requests on the wire.

use serde_json::json;

use super::*;

async fn server() -> Server {
    Server::start(json_response("200 OK", r#"{"id":7}"#)).await
}

/// Returns the header lines of a request, sorted.
fn headers(request: &str) -> Vec<&str> {
    let (head, _) = request
        .split_once("\r\n\r\n")
        .expect("a request has a head");
    let mut lines: Vec<_> = head.lines().skip(1).collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn the_exact_request() {
    let server = server().await;
    let client = ClientBuilder::<Acme>::new()
        .credential(Credential::new(KEY))
        .base_url(server.url("/v1/"))
        .user_agent("shop/2.1")
        .build()
        .expect("a loopback URL and a plain key");
    let mut request = client.inner.request(&CREATE);
    request.path("room", Ok("a/b"));
    request.query("limit", Ok(Some(50)));
    request.query("tags", Ok(vec!["+55 1", "é"]));
    request.header("X-Trace", Ok("t,1"));
    request.cookie("session", Ok("a;b"));
    request.json(Ok(json!({"name": "é"})));
    let thing: ResponseValue<Thing> = request.send_json::<_, CreateError>().await.expect("200");

    assert_eq!((thing.id, thing.status()), (7, StatusCode::OK));
    let request = server.request();
    let line = "POST /v1/rooms/a%2Fb/things/?limit=50&tags=%2B55%201&tags=%C3%A9 HTTP/1.1\r\n";
    assert!(request.starts_with(line), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"name\":\"é\"}"), "{request}");
    let host = format!("host: {}", server.url("").trim_start_matches("http://"));
    let key = format!("x-api-key: {KEY}");
    assert_eq!(
        headers(&request),
        [
            "accept: application/json",
            "content-length: 13",
            "content-type: application/json",
            "cookie: session=a%3Bb",
            &host,
            "user-agent: shop/2.1 converse-acme/1.2.3",
            &key,
            "x-trace: t,1",
        ]
    );
}

#[tokio::test]
async fn a_template_may_go_on_into_the_query() {
    static EXPORT: Operation = Operation {
        method: "POST",
        path: "/rooms/export?room={room}&all",
        body: None,
        ..CREATE
    };
    let server = server().await;
    let mut request = client(&server.url("")).inner.request(&EXPORT);
    request.path("room", Ok("a?b&c"));
    request.query("limit", Ok(Some(50)));
    let _: ResponseValue<Thing> = request.send_json::<_, CreateError>().await.expect("200");
    let line = "POST /rooms/export?room=a%3Fb%26c&all&limit=50 HTTP/1.1\r\n";
    assert!(server.request().starts_with(line));
}

/// RFC 9110, 8.6: a method whose content has a meaning says the length, even 0.
#[tokio::test]
async fn a_request_without_the_body_that_its_method_may_have_says_so() {
    const OPTIONAL: RequestBody = RequestBody::new("application/json");
    for (method, body, length) in [
        ("POST", None, Some("content-length: 0")),
        ("POST", Some(OPTIONAL), Some("content-length: 0")),
        ("PUT", None, Some("content-length: 0")),
        ("PATCH", None, Some("content-length: 0")),
        ("GET", None, None),
        ("HEAD", None, None),
        ("DELETE", None, None),
        ("OPTIONS", None, None),
    ] {
        let server = server().await;
        let operation = leak(Operation {
            method,
            body,
            ..GET
        });
        let request = get(&client(&server.url("")), operation);
        request.send_empty::<Value>().await.expect("200");
        let sent = server.request();
        let lengths: Vec<_> = headers(&sent)
            .into_iter()
            .filter(|line| line.starts_with("content-length") || line.starts_with("transfer"))
            .collect();
        assert_eq!(lengths, Vec::from_iter(length), "{method}");
    }
}

#[tokio::test]
async fn a_header_that_the_client_sets_too_is_sent_once_with_the_callers_value() {
    let operation = leak(Operation {
        method: "POST",
        retry: RetryRules::new().idempotency_key("Idempotency-Key"),
        body: Some(RequestBody::new("application/json")),
        ..GET
    });
    let server = server().await;
    let mut request = get(&client(&server.url("")), operation);
    for name in ["User-Agent", "Accept", "Content-Type", "Idempotency-Key"] {
        request.header(name, Ok("mine/1"));
    }
    request.json(Ok(json!({})));
    request.send_json::<Thing, Value>().await.expect("200");
    let sent = server.request();
    for name in ["user-agent", "accept", "content-type", "idempotency-key"] {
        let lines = headers(&sent).into_iter();
        let lines: Vec<_> = lines
            .filter(|line| line.starts_with(&format!("{name}: ")))
            .collect();
        assert_eq!(lines, [format!("{name}: mine/1")]);
    }
}

#[tokio::test]
async fn the_type_of_a_body_of_parts_has_its_boundary() {
    let server = server().await;
    let operation = leak(Operation {
        method: "POST",
        body: Some(RequestBody::new("multipart/form-data")),
        ..GET
    });
    let mut request = get(&client(&server.url("")), operation);
    request.header("Content-Type", Ok("multipart/form-data"));
    request.multipart(Ok(json!({ "name": "n" })));
    let error = request
        .send_empty::<Value>()
        .await
        .expect_err("no boundary");
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn the_credential_is_sent_once_in_the_form_of_the_operation() {
    const QUERY: SecurityScheme = SecurityScheme::query("query", "key");
    const OWN: SecurityScheme = SecurityScheme::header("own", "authorization", "AccessKey ");
    static FORMS: [(&[&[SecurityScheme]], &str); 6] = [
        (&[&[HEADER]], "x-api-key: {}\r\n"),
        (&[&[OWN], &[QUERY]], "authorization: AccessKey {}\r\n"),
        (
            &[&[QUERY], &[HEADER]],
            "GET /things/1/end?key={} HTTP/1.1\r\n",
        ),
        (
            &[&[SecurityScheme::cookie("cookie", "key")]],
            "cookie: key={}\r\n",
        ),
        // A credential that is there is sent, even if the operation allows a call without one.
        (&[&[], &[HEADER]], "x-api-key: {}\r\n"),
        (&[], ""),
    ];
    for (security, form) in FORMS {
        let server = server().await;
        let operation: &'static Operation = Box::leak(Box::new(Operation {
            security,
            ..GET.clone()
        }));
        let request = get(&client(&server.url("")), operation);
        request.send_json::<Thing, Value>().await.expect("200");
        let sent = server.request();
        assert!(sent.contains(&form.replace("{}", KEY)), "{sent}");
        assert_eq!(
            sent.matches(KEY).count(),
            usize::from(!security.is_empty()),
            "{sent}"
        );
    }
}

/// OpenAPI 3.1.1, 4.8.12: a parameter `Authorization` is ignored. No other argument takes the place of a credential.
#[tokio::test]
async fn no_argument_goes_into_the_header_of_a_credential() {
    let server = server().await;
    for name in ["X-Api-Key", "authorization", "AUTHORIZATION"] {
        let mut request = get(&client(&server.url("")), &GET);
        request.header(name, Ok("s3cret"));
        let error = request.send_json::<Thing, Value>().await.expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Invalid);
        let text = error.to_string();
        assert!(text.contains("is that of a credential"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn settings_of_the_http_client_do_not_double_headers() {
    let server = server().await;
    let client = ClientBuilder::<Acme>::new()
        .credential(Credential::new(KEY))
        .base_url(server.url(""))
        .configure_http(|http| {
            let mut headers = HeaderMap::new();
            for name in ["x-api-key", "user-agent", "accept", "x-mine"] {
                headers.insert(name, "other".parse().expect("plain text"));
            }
            http.default_headers(headers)
        })
        .build()
        .expect("a loopback URL and a plain key");
    create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect("200");
    let sent = server.request();
    assert_eq!(sent.matches("other").count(), 1, "{sent}");
    assert!(sent.contains("x-mine: other\r\n"), "{sent}");
}

#[tokio::test]
async fn a_path_argument_is_one_segment_or_refused() {
    for (argument, sent) in [
        ("a/b", "a%2Fb"),
        ("a\\b", "a%5Cb"),
        ("%2e%2e", "%252e%252e"),
        ("%2F", "%252F"),
        ("...", "..."),
        ("..a", "..a"),
        ("a?b#c", "a%3Fb%23c"),
        ("/", "%2F"),
        (" ", "%20"),
        ("é\u{0}\r\n", "%C3%A9%00%0D%0A"),
        ("{id}", "%7Bid%7D"),
        ("@evil:1", "%40evil%3A1"),
    ] {
        let server = server().await;
        let mut request = client(&server.url("/base")).inner.request(&GET);
        request.path("id", Ok(argument));
        request.send_json::<Thing, Value>().await.expect("200");
        let line = format!("GET /base/things/{sent}/end HTTP/1.1\r\n");
        assert!(server.request().starts_with(&line), "{}", server.request());
    }
    let server = server().await;
    for argument in ["", ".", ".."] {
        let mut request = client(&server.url("/base")).inner.request(&GET);
        request.path("id", Ok(argument));
        let error = request
            .send_json::<Thing, Value>()
            .await
            .expect_err("it would go elsewhere");
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
        assert!(error.to_string().contains("`id`"), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_segment_that_the_template_makes_a_dot_is_refused() {
    let operation = |path, style| -> &'static Operation {
        let parameters = Box::leak(Box::new([parameter("a", Location::Path, style)]));
        Box::leak(Box::new(Operation {
            path,
            parameters,
            ..GET.clone()
        }))
    };
    let server = server().await;
    for (path, style, argument) in [
        ("/things/.{a}/end", Style::Simple, "."),
        // In label style an empty value is a dot.
        ("/things/{a}/end", Style::Label, ""),
        ("/things/{a}/end", Style::Label, "."),
        ("/things/{a}/../end", Style::Simple, "x"),
        ("/things/{b}/end", Style::Simple, "x"),
    ] {
        let mut request = client(&server.url(""))
            .inner
            .request(operation(path, style));
        request.path("a", Ok(argument));
        let error = request.send_json::<Thing, Value>().await.expect_err(path);
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
    }
    assert!(server.requests().is_empty());
    let mut request = client(&server.url(""))
        .inner
        .request(operation("/{a}.json", Style::Simple));
    request.path("a", Ok(vec!["..", ".."]));
    request.send_json::<Thing, Value>().await.expect("200");
    assert!(
        server.request().starts_with("GET /..,...json HTTP/1.1\r\n"),
        "{}",
        server.request()
    );
}

/// The futures around it, such as that of a generated call, hold it, and are copied with it.
#[tokio::test]
async fn the_future_of_a_call_is_small() {
    let client = client("http://127.0.0.1:1");
    let call = client.inner.request(&GET).send_json::<Thing, Value>();
    let size = size_of_val(&call);
    assert!(size <= 256, "{size} bytes");
}

#[tokio::test]
async fn an_argument_of_any_length_is_sent_or_refused() {
    let server = server().await;
    for (length, is_sent) in [(60_000, true), (70_000, false)] {
        let mut request = client(&server.url("/base")).inner.request(&GET);
        request.path("id", Ok("x".repeat(length)));
        let sent = request.send_json::<Thing, Value>().await;
        let refusal = sent.err().map(|error| (error.kind(), error.to_string()));
        assert_eq!(refusal.is_none(), is_sent, "{refusal:?}");
        if let Some((kind, text)) = refusal {
            assert_eq!(kind, ErrorKind::Invalid);
            assert!(text.contains("over 64 KiB"), "{text}");
        }
    }
}
