//! Requests that the document lacks, and calls that are looked at before they are sent.

use converse_test_support::{Answer, Server};

use super::*;
use crate::http::Method;

async fn answering(status: u16, body: &str) -> (Server, Client) {
    let server = Server::answering(Answer::json(status, body)).await;
    let client = client(&server.url("/v1")).inner;
    (server, client)
}

#[tokio::test]
async fn a_request_that_the_document_lacks_is_a_call_like_any_other() {
    let (server, client) = answering(200, r#"{"id": 7}"#).await;
    let thing = client
        .custom_request(Method::POST, "/rooms/{room}/things?kind=a")
        .path("room", "a/b")
        .query("tags", ["x", "y z"])
        .header("x-trace", "t1")
        .json(serde_json::json!({"name": "n"}))
        .send::<Thing>()
        .await
        .expect("a success");
    assert_eq!((thing.id, thing.attempts()), (7, 1));
    let request = server.request();
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.target(),
        "/v1/rooms/a%2Fb/things?kind=a&tags=x&tags=y%20z"
    );
    assert_eq!(request.header("x-trace"), ["t1"]);
    assert_eq!(request.header("accept"), ["application/json"]);
    assert_eq!(request.header("content-type"), ["application/json"]);
    assert_eq!(request.header("x-api-key"), [KEY]);
    assert_eq!(request.body(), br#"{"name":"n"}"#);
}

/// Retried where HTTP says that twice is as once, or the caller does.
#[tokio::test]
async fn what_is_retried_follows_the_method_unless_the_caller_says_otherwise() {
    for (method, said, requests) in [
        (Method::GET, None, 3),
        (Method::DELETE, None, 3),
        (Method::GET, Some(false), 1),
        (Method::POST, None, 1),
        (Method::PATCH, None, 1),
        (Method::POST, Some(true), 3),
    ] {
        let (server, client) = answering(503, r#"{"problem": "later"}"#).await;
        let mut request = client.custom_request(method.clone(), "/x");
        if let Some(said) = said {
            request = request.idempotent(said);
        }
        let error = request.send::<Value>().await.expect_err("an error status");
        assert_eq!(server.requests().len(), requests, "{method} {said:?}");
        assert_eq!(error.attempts() as usize, requests);
        assert_eq!((error.provider(), error.operation()), ("acme", "request"));
        assert_eq!(error.body().expect("a body")["problem"], "later");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_it_is() {
    let (server, client) = answering(200, "{}").await;
    let get = |path: &'static str| client.custom_request(Method::GET, path);
    let purge = Method::from_bytes(b"PURGE").expect("a method");
    for (request, says) in [
        (client.custom_request(purge, "/x"), "`method` must be GET"),
        (get("x"), "`path` must begin with `/`"),
        (get("https://other.example/x"), "`path` must begin with `/`"),
        (get("/../x"), "the shape of the path"),
        (get("/a b"), "the shape of the path"),
        (get("/x#y"), "the shape of the path"),
        (get("/{id"), "the shape of the path"),
        (get("/{id}"), "`id`"),
        (
            get("/{id}").path("id", ".."),
            "`id` must be one path segment",
        ),
        (get("/x").path("id", 1), "`id` is not in the path"),
        (
            get("/x").header("Host", "other"),
            "belongs to the connection",
        ),
        (
            get("/x").header("Authorization", "other"),
            "is that of a credential",
        ),
    ] {
        let error = request.send::<Value>().await.expect_err(says);
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
        assert!(error.to_string().contains(says), "{says}: {error}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_custom_request_follows_no_redirect_and_shows_no_secret() {
    let target = Server::answering(Answer::json(200, "{}")).await;
    let location = target.url("/stolen");
    let server = Server::answering(Answer::response(307, &[("location", &location)], KEY)).await;
    let client = client(&server.url("/v1")).inner;
    let request = client
        .custom_request(Method::POST, "/x")
        .json(serde_json::json!({"a": 1}));
    let shown = format!(
        "{request:?} {:?}",
        request.clone().prepare().expect("it can be sent")
    );
    let error = request.send::<Value>().await.expect_err("a redirect");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(
        Canary::new(KEY)
            .find_in(&format!("{shown} {}", printed(&error)))
            .is_none()
    );
    assert_eq!((server.requests().len(), target.requests().len()), (1, 0));
}

#[tokio::test]
async fn a_response_without_a_body_is_null() {
    let server = Server::answering(Answer::response(204, &[], "")).await;
    let client = client(&server.url("/v1")).inner;
    let delete = || client.custom_request(Method::DELETE, "/x");
    assert_eq!(
        *delete().send::<Value>().await.expect("a success"),
        Value::Null
    );
    delete().send::<()>().await.expect("a success");
    delete().send_empty().await.expect("a success");
    assert!(delete().send_bytes().await.expect("a success").is_empty());
    let error = delete().send::<Thing>().await.expect_err("no thing");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

/// What `.prepare()` shows is what arrives, but for the credential and what belongs to the connection.
#[tokio::test]
async fn a_prepared_call_is_what_goes_over_the_wire() {
    const QUERY: SecurityScheme = SecurityScheme::query("key", "api key");
    const COOKIE: SecurityScheme = SecurityScheme::cookie("key", "key");
    for scheme in [
        SecurityScheme::header("key", "x-api-key", ""),
        SecurityScheme::header("key", "authorization", "Bearer "),
        QUERY,
        COOKIE,
    ] {
        let operation = leak(CREATE.clone().security(alone(scheme)));
        let (server, client) = answering(200, r#"{"id": 7}"#).await;
        let mut call = client.request(operation);
        call.path("room", Ok("r 1"));
        call.query("tags", Ok(["x"]));
        call.cookie("session", Ok("s"));
        call.json(Ok(serde_json::json!({"name": "it's"})));
        let prepared = call.clone().prepare().expect("it can be sent");
        call.send_json::<Thing, Value>().await.expect("a success");
        let request = server.request();
        let masked = |text: &str| text.replace(KEY, "REDACTED");
        assert_eq!(prepared.method(), request.method());
        assert_eq!(prepared.url(), masked(&server.url(request.target())));
        assert_eq!(prepared.body(), Some(request.body()));
        let mut headers: Vec<_> = prepared
            .headers()
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().expect("text")))
            .collect();
        headers.sort();
        let mut sent: Vec<_> = request
            .header_lines()
            .map(masked)
            .filter(|line| !line.starts_with("host:") && !line.starts_with("content-length:"))
            .collect();
        sent.sort();
        assert_eq!(headers, sent);
    }
}

#[tokio::test]
async fn a_command_of_curl_has_a_variable_for_the_credential() {
    let scheme = SecurityScheme::header("key", "authorization", "Bearer ");
    let bearer = leak(CREATE.clone().security(alone(scheme)));
    let client = client("http://127.0.0.1:1/v1").inner;
    let mut call = client.request(bearer);
    call.path("room", Ok("r1"));
    call.query("tags", Ok(["REDACTED"]));
    call.json(Ok(serde_json::json!({"name": "it's"})));
    assert_eq!(
        call.prepare().expect("it can be sent").to_curl(),
        r#"curl --request POST 'http://127.0.0.1:1/v1/rooms/r1/things/?tags=REDACTED' \
  --header 'user-agent: converse-acme/1.2.3' \
  --header 'accept: application/json' \
  --header 'content-type: application/json' \
  --header 'authorization: Bearer '"$ACME_API_KEY" \
  --data-raw '{"name":"it'\''s"}'"#
    );
    let query = leak(
        GET.clone()
            .security(alone(SecurityScheme::query("key", "key"))),
    );
    let mut call = client.request(query);
    call.path("id", Ok(1));
    let curl = call.prepare().expect("it can be sent").to_curl();
    assert!(
        curl.contains(r#"/things/1/end?key='"$ACME_API_KEY" "#),
        "{curl}"
    );
}

#[test]
fn a_call_that_cannot_be_sent_cannot_be_prepared() {
    let client = client("http://127.0.0.1:1/v1").inner;
    let error = client.request(&CREATE).prepare().expect_err("no arguments");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
}
