//! A real-looking key and a message, searched for in everything that can be printed.

use std::sync::LazyLock;

use percent_encoding::{CONTROLS, utf8_percent_encode};

use super::*;
use loopback::{Answer, nobody};

const TEXT: &str = "zw3lf-b0xk4mpf-jag3n-vikt0r";

/// Makes a call that has the message in every place that accepts a string.
fn call(base_url: &str, operation: &'static Operation) -> Request {
    let mut request = client(base_url).inner.request(operation);
    request.path("room", Ok(TEXT));
    request.path("id", Ok(TEXT));
    request.query("tags", Ok(vec![TEXT]));
    request.header("X-Trace", Ok(TEXT));
    request.cookie("session", Ok(TEXT));
    request.json(Ok(serde_json::json!({"name": TEXT})));
    request
}

/// Checks that nothing of key and message is in it, in any spelling.
fn assert_clean(text: &str) {
    static CANARIES: LazyLock<[Canary; 2]> = LazyLock::new(|| [KEY, TEXT].map(Canary::new));
    for canary in &*CANARIES {
        assert_eq!(canary.find_in(text), None, "{text}");
    }
}

/// Hosts that a server makes of a secret: complete, with dots in it, with a letter less, in full-width letters.
fn hosts_of(secret: &str) -> Vec<String> {
    let dotted: Vec<String> = secret.split('-').map(str::to_owned).collect();
    let wide = secret
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .filter_map(|it| char::from_u32(u32::from(it) + 0xfee0));
    let hex: String = secret.bytes().map(|it| format!("{it:02x}")).collect();
    vec![
        format!("{secret}.x"),
        format!("{}.x", &secret[1..]),
        format!("{}.x", dotted.join(".")),
        format!("x.{}", secret.replace('-', "")),
        format!("{}ü.x", secret.replace('-', "")),
        wide.collect(),
        hex[..60.min(hex.len())].to_owned(),
    ]
}

#[test]
fn builders_clients_and_requests() {
    let password = format!("https://user:{KEY}@host");
    let builder = || {
        ClientBuilder::<Acme>::new()
            .credential(Credential::new(KEY))
            .user_agent("shop/1")
    };
    assert_clean(&format!("{:#?}", builder().base_url(&password)));
    assert_clean(&printed(
        &builder()
            .base_url(&password)
            .build()
            .expect_err("user info"),
    ));
    let client = builder().build().expect("a plain key");
    assert_clean(&format!("{client:#?} {:#?}", client.clone()));
    assert_clean(&format!("{:#?}", call("http://127.0.0.1:1", &CREATE)));
    let bad = builder().credential(Credential::new(format!("{KEY}\n")));
    assert_clean(&printed(&bad.build().expect_err("a line break")));
}

#[tokio::test]
async fn errors_of_every_kind() {
    // The server repeats everything that it received, in every place it can.
    let echo = format!("{KEY} {TEXT}");
    let location = format!("http://{KEY}.example/{TEXT}");
    let headers = [
        ("x-echo", echo.as_str()),
        ("x-request-id", &echo),
        ("location", &location),
    ];
    let body = |text: &str| text.replace("ECHO", &echo);
    let bodies = [
        "ECHO",
        r#""ECHO""#,
        r#"{"id":"ECHO"}"#,
        r#"{"ECHO":1}"#,
        r#"{"problem":"ECHO"}"#,
        r#"{"fields":["ECHO"]}"#,
    ];
    let mut answers = vec![
        Answer::Close,
        Answer::Bytes(format!("HTTP/1.1 {echo}\r\n\r\n").into_bytes()),
        Answer::Bytes(format!("{echo}\r\n\r\n").into_bytes()),
        Answer::Bytes(format!("HTTP/1.1 200 OK\r\n{echo}\r\n\r\n").into_bytes()),
    ];
    for status in [
        "200", "302", "401", "404", "422", "429", "500", "503", "999",
    ] {
        let status = format!("{status} {echo}");
        for text in bodies {
            answers.push(Answer::Bytes(response(&status, &headers, &body(text))));
        }
    }
    const QUERY: &[&[SecurityScheme]] = &[&[SecurityScheme::query("query", "key")]];
    let in_query: &'static Operation = Box::leak(Box::new(Operation {
        security: QUERY,
        ..CREATE.clone()
    }));
    let traces = traces::Traces::start();
    for operation in [&CREATE, in_query] {
        for answer in &answers {
            let server = Server::start_with(answer.clone()).await;
            let request = call(&server.url(""), operation);
            let error = request
                .send_json::<Thing, CreateError>()
                .await
                .expect_err("no thing");
            assert!(server.request().contains(KEY), "the server knows the key");
            assert_eq!(error.to_string().lines().count(), 1);
            assert_clean(&printed(&error));
            assert_clean(&printed(&error.into_untyped()));
        }
        let request = call(&nobody().await, operation);
        let error = request
            .send_json::<Thing, CreateError>()
            .await
            .expect_err("nobody");
        assert_clean(&printed(&error));
    }
    let traced = traces.text();
    assert!(traced.contains("converse.attempt"), "nothing was traced");
    assert_clean(&traced);
}

#[tokio::test]
async fn no_host_of_a_response_is_shown_but_the_clients_own() {
    let traces = traces::Traces::start();
    for host in [KEY, TEXT].into_iter().flat_map(hosts_of) {
        // A header is ASCII, and the host in it what the parser makes of that.
        let host = utf8_percent_encode(&host, CONTROLS);
        for location in [format!("https://{host}/"), format!("//{host}:8080/{TEXT}")] {
            let server = Server::start(response("307 x", &[("location", &location)], "")).await;
            let request = call(&server.url(""), &CREATE);
            let outcome = request.send_json::<Thing, CreateError>().await;
            let error = outcome.expect_err("a redirect");
            assert_clean(&printed(&error));
            let words = "redirected: to another host;";
            assert!(error.to_string().contains(words), "{location}: {error}");
        }
    }
    assert_clean(&traces.text());
    // Another scheme or port of the same host is reported.
    for location in ["https://127.0.0.1/", "http://127.0.0.1:1/", "//127.1", "?"] {
        let server = Server::start(response("307 x", &[("location", location)], "")).await;
        let error = create_at(&server).await.expect_err("a redirect");
        let words = "redirected: to host `127.0.0.1`;";
        assert!(error.to_string().contains(words), "{location}: {error}");
    }
}

#[tokio::test]
async fn causes_of_a_failed_connection_are_distinguished_and_shown_on_request() {
    let error = create(&client(&nobody().await)).send_empty::<Value>().await;
    let error = error.expect_err("nobody");
    let detail = error.transport_detail().expect("there are causes");
    assert!(detail.contains("refused"), "{detail}");
    assert!(!printed(&error).contains(detail), "{error:?}");
    assert!(error.into_untyped().transport_detail().is_some());
    // With a status there is no such cause.
    let server = Server::start(response("404 x", &[], "")).await;
    let error = create_at(&server).await.expect_err("404");
    assert_eq!(error.transport_detail(), None);
}

#[tokio::test]
async fn passwords_on_both_ways() {
    #[derive(Debug, serde::Serialize, serde::Deserialize)]
    struct Account {
        name: Password,
    }
    crate::error_body! { Account }

    let traces = traces::Traces::start();
    for (status, answer) in [
        ("422 x", format!(r#"{{"name":"{TEXT}"}}"#)),
        ("200 x", format!(r#"{{"name":["{TEXT}"]}}"#)),
    ] {
        let server = Server::start(response(status, &[], &answer)).await;
        let account = Account { name: TEXT.into() };
        assert_clean(&format!("{account:#?}"));
        let mut request = client(&server.url("")).inner.request(&CREATE);
        request.path("room", Ok("1"));
        request.json(Ok(account));
        assert_clean(&format!("{request:#?}"));
        let sent = request.send_json::<Account, Account>().await;
        let error = sent.expect_err("no account");
        assert!(server.request().contains(TEXT), "it was sent");
        assert_clean(&printed(&error));
        if let Some(body) = error.body() {
            assert_eq!(body.name.expose(), TEXT);
            assert_clean(&format!("{body:#?}"));
        }
        assert_eq!(error.body().is_some(), status == "422 x");
    }
    assert_clean(&traces.text());
}

#[tokio::test]
async fn refreshing_credentials_and_their_failures() {
    let traces = traces::Traces::start();
    let server = Server::start(response("401 x", &[("x-echo", KEY)], KEY)).await;
    let credential = Credential::refreshing(|| async { Ok(Token::new(KEY)) });
    let builder = builder(&server.url("")).credential(credential.clone());
    assert_clean(&format!(
        "{credential:#?} {builder:#?} {:#?}",
        Token::new(KEY)
    ));
    let client = builder.build().expect("a loopback URL");
    let error = get(&client, &GET)
        .send_json::<Thing, Value>()
        .await
        .expect_err("401");
    assert_eq!(error.attempts(), 2);
    assert_clean(&format!("{client:#?} {credential:#?}"));
    assert_clean(&printed(&error));
    let bad = Credential::refreshing(|| async { Ok(Token::new(format!("{KEY}\n"))) });
    let client = super::builder(&server.url(""))
        .credential(bad)
        .build()
        .expect("not asked yet");
    let error = get(&client, &GET)
        .send_json::<Thing, Value>()
        .await
        .expect_err("a line break");
    assert_clean(&printed(&error));
    assert_clean(&traces.text());
}

#[tokio::test]
async fn successes_do_not_print_headers() {
    let server = Server::start(response("200 OK", &[("x-echo", KEY)], r#"{"id":7}"#)).await;
    let thing = create_at(&server).await.expect("200");
    assert_clean(&format!("{thing:#?}"));
    assert_eq!(thing.headers().get("x-echo").expect("it was sent"), KEY);
}
