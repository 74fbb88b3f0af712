//! Which response a valid request gets.

use converse_core::http::{Method, StatusCode};
use serde_json::json;

use super::{Acme, answer, http, send};
use crate::{Answer, Server};

#[tokio::test]
async fn the_example_that_belongs_to_the_request() {
    let acme = Acme::start();
    for (body, status, id) in [
        (json!({"text": "b", "size": 1}), 202, 2),
        // Equal as values: the order of fields, the form of numbers and instants do not matter.
        (json!({"size": 1.0, "text": "b"}), 202, 2),
        (
            json!({"at": "2024-01-01T01:00:00+01:00", "text": "a"}),
            201,
            1,
        ),
        (json!({"text": "c"}), 201, 1),
        (json!({"text": "anything"}), 201, 1),
    ] {
        let response = send(super::json(acme.call(Method::POST, "/notes"), &body)).await;
        assert_eq!(response.status().as_u16(), status, "{body}");
        assert_eq!(response.headers()["content-type"], "application/json");
        let text = response.text().await.expect("it is complete");
        assert_eq!(text, format!(r#"{{"id": {id}.0}}"#), "{body}");
    }
}

#[tokio::test]
async fn as_little_as_the_responses_allow_without_an_example() {
    let acme = Acme::start();
    for (method, path, status, body) in [
        (Method::GET, "/notes/1", 200, "{}"),
        (Method::DELETE, "/notes/1", 204, ""),
        (Method::GET, "/notes.txt", 203, ""),
        (Method::POST, "/notes/1:fire", 204, ""),
    ] {
        let response = send(acme.call(method, path)).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(response.text().await.expect("it is complete"), body);
    }
}

#[tokio::test]
async fn a_stream_without_items_if_that_is_accepted_first() {
    let acme = Acme::start();
    for (accept, media_type, body) in [
        (
            "text/event-stream, application/json",
            "text/event-stream",
            "",
        ),
        (
            "application/json, text/event-stream",
            "application/json",
            "{}",
        ),
    ] {
        let call = acme.call(Method::GET, "/notes/watch");
        let response = send(call.header("accept", accept)).await;
        assert_eq!(response.headers()["content-type"], media_type);
        assert_eq!(response.text().await.expect("it is complete"), body);
    }
}

#[tokio::test]
async fn the_documented_page_and_the_last_one_behind_it() {
    let acme = Acme::start();
    let get = async |path| answer(acme.call(Method::GET, path)).await.1;
    let first = json!({"notes": [1.0], "next": "n+1"});
    assert_eq!(get("/notes/list").await, first);
    assert_eq!(get("/notes/list?after=other").await, first);
    let last = json!({"notes": [], "next": ""});
    assert_eq!(get("/notes/list?limit=5&after=n%2B1").await, last);
}

#[tokio::test]
async fn what_it_was_told_each_once_and_in_order() {
    let acme = Acme::start();
    let get = || acme.call(Method::GET, "/notes/1");
    acme.server.respond_next(500, json!({"n": 1}));
    acme.server.respond_next(418, json!({"n": 2}));
    let special = Answer::new(429, r#"{"n": 3}"#).header("retry-after", "7");
    acme.server.respond_next_to("acme", "getNote", special);

    // A refused request takes none, nor does the same operation of another provider.
    assert_eq!(answer(acme.bare(Method::GET, "/notes/1")).await.0, 401);
    let url = format!("{}/notes/1", acme.server.base_url("other"));
    let token = "Token testing-credential";
    let other = acme.http.get(url).header("authorization", token);
    assert_eq!(answer(other).await.1, json!({"n": 1}));

    // Those for one operation take precedence over those for any.
    let response = send(get()).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(
        answer(get()).await,
        (StatusCode::IM_A_TEAPOT, json!({"n": 2}))
    );
    assert_eq!(answer(get()).await, (StatusCode::OK, json!({})));
}

#[tokio::test]
async fn whatever_a_body_may_be() {
    let acme = Acme::start();
    let said = [
        Answer::new(200, "text"),
        Answer::new(200, "text".to_owned()),
        Answer::new(200, b"text".as_slice()),
        Answer::new(200, b"text".to_vec()),
    ];
    for response in said {
        acme.server.respond_next_with(response);
        let response = send(acme.call(Method::GET, "/notes/1")).await;
        assert_eq!(response.headers().get("content-type"), None);
        assert_eq!(response.text().await.expect("it comes whole"), "text");
    }
    let html = Answer::new(200, json!(1)).header("content-type", "text/html");
    acme.server.respond_next_with(html);
    let response = send(acme.call(Method::GET, "/notes/1")).await;
    assert_eq!(response.headers()["content-type"], "text/html");
}

#[tokio::test]
async fn nothing_once_it_is_dropped() {
    let server = Server::start([]);
    let address = server.address();
    let url = format!("http://{address}/");
    let http = http();
    assert_eq!(send(http.get(&url)).await.status(), StatusCode::NOT_FOUND);
    drop(server);
    // At once: a new connection is refused, and the kept one is closed.
    assert!(std::net::TcpStream::connect(address).is_err());
    assert!(http.get(&url).send().await.is_err());
}

#[test]
fn it_outlives_the_runtime_that_started_it() {
    let block_on = |future| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.expect("the runtime can be built").block_on(future)
    };
    let acme = Acme::start();
    for _ in 0..2 {
        let http = http();
        let url = format!("{}/notes.txt", acme.server.base_url("acme"));
        let call: std::pin::Pin<Box<dyn Future<Output = StatusCode>>> =
            Box::pin(async move { send(http.get(url)).await.status() });
        assert_eq!(block_on(call), StatusCode::NON_AUTHORITATIVE_INFORMATION);
    }
}

#[tokio::test]
#[should_panic(expected = "acme has no operation `getNotes`; known are [\"getNote\",")]
async fn an_operation_that_is_not_there_is_named() {
    let answer = Answer::new(200, ());
    Acme::start()
        .server
        .respond_next_to("acme", "getNotes", answer);
}

#[tokio::test]
#[should_panic(expected = "no provider `acne` is compiled in; known are [\"acme\", \"other\"]")]
async fn a_provider_that_is_not_there_is_named() {
    Acme::start().server.base_url("acne");
}

#[test]
#[should_panic(expected = "100 is not a status that ends a call")]
fn a_status_that_ends_no_call_is_refused() {
    Answer::new(100, ());
}

#[tokio::test]
async fn a_request_that_the_document_lacks_has_the_answer_of_the_test() {
    let acme = Acme::start();
    let rooms = || acme.call(Method::GET, "/rooms/7");
    assert_eq!(answer(rooms()).await.0, StatusCode::NOT_FOUND);
    let found = Answer::new(200, json!({ "id": 7 }));
    acme.server
        .respond_to("acme", Method::GET, "/rooms/{id}", found);
    for _ in 0..2 {
        assert_eq!(
            answer(rooms()).await,
            (StatusCode::OK, json!({ "id": 7 })),
            "every time"
        );
    }
    acme.server.respond_next(503, json!({}));
    let (status, _) = answer(rooms()).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "once");
    let (status, _) = answer(acme.call(Method::PUT, "/rooms/7")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "another method");
    let (status, _) = answer(acme.bare(Method::GET, "/rooms/7")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "no credential");
}
