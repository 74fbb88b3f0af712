//! An argument never sets a header of the connection, and all cookies are one header.

use super::*;

const OF_THE_CONNECTION: [&str; 14] = [
    "Connection",
    "CONTENT-LENGTH",
    "Expect",
    "Host",
    "HTTP2-Settings",
    "keep-alive",
    "Proxy-Authorization",
    "Proxy-Connection",
    "Proxy-Anything",
    "TE",
    "te",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
];

async fn server() -> Server {
    Server::start(json_response("200 OK", r#"{"id":7}"#)).await
}

fn headers<'a>(request: &'a str, name: &str) -> Vec<&'a str> {
    let named = |line: &'a str| {
        let (found, value) = line.split_once(": ")?;
        found.eq_ignore_ascii_case(name).then_some(value)
    };
    request.lines().filter_map(named).collect()
}

#[tokio::test]
async fn an_argument_for_one_is_refused() {
    let server = server().await;
    for name in OF_THE_CONNECTION {
        // Whether the table of operations has it or not.
        let listed = leak(Operation {
            parameters: Box::leak(Box::new([
                parameter("id", Location::Path, Style::Simple),
                parameter(name, Location::Header, Style::Simple),
            ])),
            ..GET.clone()
        });
        for operation in [&GET, listed] {
            let mut request = get(&client(&server.url("")), operation);
            request.header(name, Ok("evil.example"));
            let error = request.send_json::<Thing, Value>().await.expect_err(name);
            let found = (error.kind(), error.delivery());
            assert_eq!(found, (ErrorKind::Invalid, Delivery::NotSent));
            let text = error.to_string();
            assert!(
                text.contains(&format!("`{name}` belongs to the connection")),
                "{text}"
            );
            assert!(!text.contains("evil"), "{text}");
        }
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn a_credential_or_key_in_one_is_not_sent() {
    let server = server().await;
    for name in ["host", "Proxy-Authorization"] {
        let security = leak(Operation {
            security: alone(SecurityScheme::header("key", name, "")),
            ..GET.clone()
        });
        let error = get(&client(&server.url("")), security)
            .send_json::<Thing, Value>()
            .await
            .expect_err(name);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(!printed(&error).contains(KEY));
    }
    assert_eq!(server.requests().len(), 0);

    let with_key = leak(Operation {
        retry: RetryRules::new().idempotency_key("Host"),
        ..GET.clone()
    });
    let sent = get(&client(&server.url("")), with_key).send_json::<Thing, Value>();
    sent.await.expect("200");
    let address = server.url("").replace("http://", "");
    assert_eq!(headers(&server.request(), "host"), [address]);
}

#[tokio::test]
async fn all_cookies_are_one_header() {
    const COOKIE: SecurityScheme = SecurityScheme::cookie("key", "key");
    const RAW: SecurityScheme = SecurityScheme::header("raw", "cookie", "key=");
    for scheme in [COOKIE, RAW] {
        for order in [true, false] {
            let server = server().await;
            let operation = leak(Operation {
                security: alone(scheme),
                ..GET.clone()
            });
            let mut request = get(&client(&server.url("")), operation);
            if order {
                request.cookie("session", Ok("a;b"));
            }
            request.header("Cookie", Ok("one=1; key=other;two=2;"));
            if !order {
                request.cookie("session", Ok("a;b"));
            }
            request.send_json::<Thing, Value>().await.expect("200");
            let expected = match order {
                true => format!("session=a%3Bb; one=1; two=2; key={KEY}"),
                false => format!("one=1; two=2; session=a%3Bb; key={KEY}"),
            };
            assert_eq!(headers(&server.request(), "cookie"), [expected]);
        }
    }
}

#[tokio::test]
async fn a_cookie_header_alone_is_sent_as_given() {
    let server = server().await;
    let mut request = get(&client(&server.url("")), &GET);
    request.header("cookie", Ok("a=1; b=\"2\""));
    request.send_json::<Thing, Value>().await.expect("200");
    assert_eq!(headers(&server.request(), "cookie"), ["a=1; b=\"2\""]);

    let mut request = get(&client(&server.url("")), &GET);
    request.header("cookie", Ok("a=1\r\nx-evil: 1"));
    let error = request.send_json::<Thing, Value>().await;
    assert!(error.is_err_and(|error| error.kind() == ErrorKind::Invalid));
}

#[tokio::test]
async fn an_upload_goes_where_its_address_says() {
    let server = Server::start(response("200 OK", &[], "")).await;
    let client = client(&server.url(""));
    let url = server.url("/file");
    let mut given = HeaderMap::new();
    for name in OF_THE_CONNECTION.into_iter().chain(["x-mine"]) {
        let name = name.to_ascii_lowercase();
        let name: reqwest::header::HeaderName = name.parse().expect("a name");
        given.append(name, "7".parse().expect("a value"));
    }
    let upload = Upload::new(&client.inner, "abc".into(), |job| async move {
        job.put(&url, given).await
    })
    .configure_http(|http| http.tls_certs_only([]));
    upload.send().await.expect("200");
    let sent = server.request();
    let address = server.url("").replace("http://", "");
    assert_eq!(headers(&sent, "host"), [address]);
    assert_eq!(headers(&sent, "content-length"), ["3"]);
    assert_eq!(sent.matches(": 7\r\n").count(), 1, "{sent}");
    assert_eq!(headers(&sent, "x-mine"), ["7"]);
}
