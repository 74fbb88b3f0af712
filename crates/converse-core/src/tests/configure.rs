//! The settings that `configure_http` may change, and those that are fixed.

use std::time::Duration;

use reqwest::ClientBuilder as Http;
use tower::layer::layer_fn;

use super::*;
use loopback::Answer;

type Configure = fn(Http) -> Http;

/// Changes that a closure may make to the settings below, each with a name.
const CLOSURES: &[(&str, Configure)] = &[
    ("the argument", |http| http),
    ("a new builder", |_| reqwest::Client::builder()),
    ("redirect", |http| {
        http.redirect(reqwest::redirect::Policy::limited(10))
    }),
    ("retry", |http| {
        let always = reqwest::retry::for_host("127.0.0.1").max_retries_per_request(5);
        http.retry(always.no_budget().classify_fn(|it| it.retryable()))
    }),
    ("referer", |http| http.referer(true)),
    ("connection_verbose", |http| http.connection_verbose(true)),
    ("gzip", |http| http.gzip(true)),
    ("default_headers", |http| http.default_headers(theirs())),
    ("user_agent", |http| http.user_agent("theirs")),
    ("timeouts", |http| {
        let zero = Duration::ZERO;
        http.timeout(zero).read_timeout(zero).connect_timeout(zero)
    }),
    ("limits", |http| {
        http.http1_max_headers(10_000)
            .http2_max_header_list_size(u32::MAX)
    }),
    ("proxy", |http| {
        // Nobody listens there, so requests to it fail.
        http.proxy(reqwest::Proxy::all("http://127.0.0.1:1").expect("a URL"))
    }),
    ("no_proxy", |http| http.no_proxy()),
    ("connector_layer", |http| {
        http.connector_layer(layer_fn(|it| it))
    }),
    ("dns_resolver", |http| {
        http.dns_resolver(delivery_table::NoAnswer)
    }),
    ("resolve", |http| {
        http.resolve("127.0.0.1", ([127, 0, 0, 2], 1).into())
    }),
    ("local_address", |http| {
        http.local_address(std::net::IpAddr::from([127, 0, 0, 1]))
    }),
    ("pool", |http| {
        http.pool_max_idle_per_host(0)
            .pool_idle_timeout(Duration::ZERO)
    }),
    ("tcp", |http| http.tcp_nodelay(false).tcp_keepalive(None)),
    ("tls", |http| {
        http.tls_certs_only([])
            .tls_danger_accept_invalid_certs(true)
            .tls_danger_accept_invalid_hostnames(true)
            .tls_sni(false)
            .tls_info(true)
    }),
    ("http1_only", |http| http.http1_only()),
    ("http1_title_case_headers", |http| {
        http.http1_title_case_headers()
    }),
    ("leniency", |http| {
        http.http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http09_responses()
    }),
    ("http2", |http| {
        http.http2_adaptive_window(true)
            .http2_initial_stream_window_size(1 << 20)
            .http2_initial_connection_window_size(1 << 20)
            .http2_max_frame_size(1 << 20)
            .http2_keep_alive_interval(Duration::from_secs(1))
            .http2_keep_alive_while_idle(true)
    }),
];

/// No TLS is needed: reading the system's certificates would take longest.
fn without_certificates(http: Http) -> Http {
    http.tls_certs_only([])
}

/// Headers that a call sets itself.
fn theirs() -> HeaderMap {
    let mut headers = HeaderMap::new();
    for name in ["x-api-key", "user-agent", "content-type"] {
        headers.insert(name, "theirs".parse().expect("ASCII"));
    }
    headers
}

#[tokio::test]
async fn what_a_closure_sets_undoes_no_promise() {
    let elsewhere = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let location = elsewhere.url("/");
    let many: String = (0..=HEADER_COUNT_LIMIT)
        .map(|it| format!("x-{it}: a\r\n"))
        .collect();
    let packed = response("200 OK", &[("content-encoding", "gzip")], "packed");
    for (name, configure) in CLOSURES {
        let server = Server::script(vec![
            Answer::Bytes(response("307 x", &[("location", &location)], "")),
            Answer::Bytes(packed.clone()),
            Answer::Bytes(format!("HTTP/1.1 200 OK\r\n{many}\r\n").into_bytes()),
            Answer::Close,
            Answer::Bytes(response("503 x", &[], "")),
        ])
        .await;
        let client = builder(&server.url(""))
            .configure_http(*configure)
            .configure_http(without_certificates);
        let client = client.build().expect(name);
        let mut outcomes = Vec::new();
        for _ in 0..5 {
            outcomes.push(create(&client).send_bytes::<CreateError>().await);
        }
        let packed = outcomes.remove(1).expect(name);
        assert_eq!(&packed[..], b"packed", "{name}");
        let kinds = outcomes.into_iter().map(|outcome| {
            let error = outcome.map(|bytes| bytes.len()).expect_err(name);
            (error.kind(), error.attempts())
        });
        let expected = [
            ErrorKind::Redirect,
            ErrorKind::Transport,
            ErrorKind::Transport,
            ErrorKind::Server,
        ];
        let expected = expected.map(|kind| (kind, 1));
        assert_eq!(kinds.collect::<Vec<_>>(), expected, "{name}");
        // Nothing was sent a second time, and each header is that of the call.
        let requests = server.requests();
        assert_eq!(requests.len(), 5, "{name}");
        for request in requests {
            let request = request.to_lowercase();
            let key = KEY.to_lowercase();
            assert_eq!(request.matches(&key).count(), 1, "{name}: {request}");
            for line in [
                format!("x-api-key: {key}"),
                "user-agent: converse-acme/1.2.3".to_owned(),
                "content-type: application/json".to_owned(),
                format!("host: {}", server.url("").replace("http://", "")),
            ] {
                assert!(
                    request.contains(&format!("{line}\r\n")),
                    "{name}: {request}"
                );
            }
            for header in ["theirs", "\r\naccept-encoding:", "\r\nreferer:"] {
                assert!(!request.contains(header), "{name}: {request}");
            }
        }
    }
    assert!(elsewhere.requests().is_empty(), "a redirect was followed");
}

#[tokio::test]
async fn what_a_closure_sets_undoes_no_promise_of_an_upload() {
    let elsewhere = Server::start(response("204 x", &[], "")).await;
    let location = elsewhere.url("/");
    for (name, configure) in CLOSURES {
        let server = Server::script(vec![
            Answer::Bytes(response("204 x", &[], "")),
            Answer::Bytes(response("307 x", &[("location", &location)], "")),
        ])
        .await;
        let client = client(&server.url("")).inner;
        let send = async || {
            let url = server.url("/file");
            let upload = Upload::new(&client, "hello".into(), |job| async move {
                job.put(&url, HeaderMap::new()).await
            });
            let upload = upload.configure_http(*configure);
            upload.configure_http(without_certificates).send().await
        };
        send().await.expect(name);
        let error = send().await.expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Redirect, "{name}");
        assert_eq!(server.requests().len(), 2, "{name}");
        for request in server.requests() {
            assert!(!request.contains(KEY), "{name}: {request}");
            assert!(request.ends_with("\r\n\r\nhello"), "{name}: {request}");
        }
    }
    assert!(elsewhere.requests().is_empty(), "a redirect was followed");
}

#[tokio::test]
async fn default_headers_fill_what_a_call_leaves_open() {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let mut own = HeaderMap::new();
    for (name, value) in [("x-own", "own"), ("host", "other.example")] {
        own.insert(name, value.parse().expect("ASCII"));
    }
    let client = builder(&server.url("")).configure_http(|http| http.default_headers(own));
    let client = client.build().expect("a loopback URL");
    create(&client).send_empty::<Value>().await.expect("200");
    let request = server.request();
    for line in ["x-own: own\r\n", "host: other.example\r\n"] {
        assert!(request.contains(line), "{request}");
    }
}

#[tokio::test]
async fn https_only_refuses_plain_http_before_anything_is_sent() {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let client = builder(&server.url("")).configure_http(|http| http.https_only(true));
    let client = client.build().expect("a loopback URL");
    let error = create(&client).send_empty::<Value>().await;
    let error = error.expect_err("it is http");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(server.requests().is_empty());
}
