//! How responses are decoded: successes, errors by status, and other bodies.

use std::time::Duration;

use super::*;

#[tokio::test]
async fn errors_are_read_by_status() {
    let problem = r#"{"problem":"p"}"#;
    let fields = r#"{"fields":["f"]}"#;
    let as_problem = Some(CreateError::Problem(Problem {
        problem: "p".to_owned(),
    }));
    let as_fields = Some(CreateError::Fields(Fields {
        fields: vec!["f".to_owned()],
    }));
    for (status, body, expected) in [
        ("404 x", problem, &as_problem),
        ("404 x", fields, &None),
        // The exact status takes precedence over the class.
        ("422 x", fields, &as_fields),
        ("422 x", problem, &None),
        // The class takes precedence over the default.
        ("409 x", problem, &as_problem),
        ("409 x", fields, &None),
        ("500 x", fields, &as_fields),
        ("500 x", problem, &None),
        // Documented without a body.
        ("503 x", fields, &None),
        // A body with the shape of a success is not a success.
        ("500 x", r#"{"id":7}"#, &None),
        ("500 x", "<html>", &None),
        ("500 x", "", &None),
    ] {
        let server = Server::start(json_response(status, body)).await;
        let error = create_at(&server).await.expect_err(status);
        assert_eq!(error.body(), expected.as_ref(), "{status} {body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()), "{status} {body}");
        assert_eq!(
            error.status().map(|it| it.as_u16().to_string()).as_deref(),
            status.get(..3)
        );
    }
}

#[tokio::test]
async fn an_undocumented_error_is_kept_unchanged() {
    let headers = [("x-request-id", "req-1"), ("retry-after", "30")];
    let server = Server::start(response("418 x", &headers, r#"{"a":1}"#)).await;
    let mut request = client(&server.url("")).inner.request(&GET);
    request.path("id", Ok(1));
    let error = request
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("418");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Status, Delivery::Rejected)
    );
    assert_eq!(error.body(), None);

    let error = error.into_untyped();
    assert_eq!(error.body(), Some(&serde_json::json!({"a": 1})));
    assert_eq!(error.raw_body(), Some(&br#"{"a":1}"#[..]));
    assert_eq!(error.status(), Some(StatusCode::IM_A_TEAPOT));
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert_eq!((error.provider(), error.operation()), ("acme", "getThing"));
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Status, Delivery::Rejected)
    );
}

#[tokio::test]
async fn any_2xx_is_a_success() {
    for status in ["200 OK", "201 Created", "202 Accepted", "299 x"] {
        let server = Server::start(json_response(status, r#"{"id":7,"new":[]}"#)).await;
        let thing = create_at(&server).await.expect(status);
        assert_eq!(*thing, Thing { id: 7 });
        assert_eq!(thing.map(|thing| thing.id).into_inner(), 7);
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_read_was_accepted_all_the_same() {
    for body in [
        "",
        "<html>",
        "[]",
        r#"{"problem":"p"}"#,
        r#"{"fields":["f"]}"#,
        r#"{"id":"#,
    ] {
        let server = Server::start(json_response("201 Created", body)).await;
        let error = create_at(&server).await.expect_err(body);
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Decode, Delivery::Accepted)
        );
        assert_eq!(error.status(), Some(StatusCode::CREATED));
        // A success is never read as an error.
        assert_eq!(error.body(), None, "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!(
            error.headers().get("content-type").expect("it was sent"),
            "application/json"
        );
        assert_eq!(error.into_untyped().body(), None);
    }
    let server = Server::start(json_response("200 OK", "{}")).await;
    let error = create_at(&server).await.expect_err("no id");
    assert_eq!(
        error.to_string(),
        "acme createThing: 200 unexpected response body: the field `id` is missing at line 1 \
         column 2; the operation was carried out; do not send it again"
    );
}

#[tokio::test]
async fn other_kinds_of_answer() {
    let server = Server::start(response("200 OK", &[], "é{")).await;
    let client = client(&server.url(""));
    let text = create(&client)
        .send_text::<CreateError>()
        .await
        .expect("text");
    assert_eq!(*text, "é{");
    let bytes = create(&client)
        .send_bytes::<CreateError>()
        .await
        .expect("bytes");
    assert_eq!(&bytes[..], "é{".as_bytes());
    create(&client)
        .send_empty::<CreateError>()
        .await
        .expect("the body is not looked at");
    // What is asked for is what the row has, errors included, however the body of a success is read.
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert!(
            request.contains("accept: application/json\r\n"),
            "{request}"
        );
    }
    let empty = leak(CREATE.clone().responses(&[]));
    let mut call = client.inner.request(empty);
    call.path("room", Ok("r1"));
    call.json(Ok(serde_json::json!({"name": "n"})));
    call.send_bytes::<CreateError>().await.expect("bytes");
    let last = server.requests().pop().expect("a request");
    assert!(last.contains("accept: */*\r\n"), "{last}");
}

#[tokio::test]
async fn a_documented_empty_success_is_nothing() {
    let server = Server::start(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()).await;
    let client = client(&server.url(""));
    let nothing = create(&client)
        .send_json::<Option<Thing>, CreateError>()
        .await
        .expect("204");
    assert_eq!(*nothing, None);
    let error = create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("no thing");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Decode, Delivery::Accepted)
    );
}

success_body! {
    /// The success of an operation whose statuses have different bodies.
    enum Created {
        0 => Thing(Thing) json,
        1 => Fields(Vec<String>) json,
        2 => Nothing empty,
        3 => Note(String) text,
    }
}

/// Returns what a status with this body is, if it can be read.
async fn created(status: &str, body: &str) -> Result<Created, CallError<CreateError>> {
    const fn response_of(status: StatusRange, body: Content, variant: usize) -> Response {
        Response {
            status,
            body,
            variant,
        }
    }
    const RESPONSES: &[Response] = &[
        response_of(StatusRange::Exact(200), Content::Json, 0),
        response_of(StatusRange::Exact(202), Content::Json, 1),
        response_of(StatusRange::Exact(204), Content::Empty, 2),
        response_of(StatusRange::Exact(205), Content::Json, 0),
        response_of(StatusRange::Exact(206), Content::Text, 3),
    ];
    let operation = leak(Operation {
        responses: RESPONSES,
        ..CREATE
    });
    let server = Server::start(response(status, &[], body)).await;
    let mut request = client(&server.url("")).inner.request(operation);
    request.path("room", Ok("r1"));
    request.json(Ok(serde_json::json!({"name": "n"})));
    request
        .send_by_status()
        .await
        .map(ResponseValue::into_inner)
}

#[tokio::test]
async fn the_status_decides_which_success_it_is() {
    let unknown = |json: &str| Created::Unknown(serde_json::from_str(json).expect("JSON"));
    for (status, body, expected) in [
        ("200 x", r#"{"id":7}"#, Created::Thing(Thing { id: 7 })),
        ("202 x", r#"["f"]"#, Created::Fields(vec!["f".to_owned()])),
        ("204 x", "", Created::Nothing),
        ("206 x", "n", Created::Note("n".to_owned())),
        ("206 x", "", Created::Note(String::new())),
        // The shape of another status.
        ("202 x", r#"{"id":7}"#, unknown(r#"{"id":7}"#)),
        ("200 x", r#"["f"]"#, unknown(r#"["f"]"#)),
        // Not documented.
        ("201 x", r#"{"id":7}"#, unknown(r#"{"id":7}"#)),
        ("201 x", "", unknown("null")),
        // Documented with a body that the status cannot have (RFC 9110, 15.3.6).
        ("205 x", "", unknown("null")),
    ] {
        let found = created(status, body).await.expect(status);
        assert_eq!(found, expected, "{status} {body}");
    }
}

#[tokio::test]
async fn a_success_that_must_have_a_body_is_not_empty() {
    for (status, body) in [
        ("200 x", ""),
        ("202 x", ""),
        ("200 x", "<html>"),
        ("201 x", "<html>"),
    ] {
        let error = created(status, body).await.expect_err(status);
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Decode, Delivery::Accepted),
            "{status} {body}"
        );
    }
}

#[tokio::test]
async fn a_response_has_its_whole_body_and_serializes_as_its_value() {
    let body = r#"{"id":7, "new":[null]}"#;
    let server = Server::start(json_response("200 OK", body)).await;
    let thing = create_at(&server).await.expect("a thing");
    assert_eq!(thing.raw_body(), body.as_bytes());
    let whole = thing.json().expect("JSON");
    assert_eq!(whole, serde_json::json!({"id": 7, "new": [null]}));
    assert_eq!(serde_json::to_string(&thing).expect("JSON"), r#"{"id":7}"#);
    // Clones and other values share the body: nothing is copied.
    let at = thing.raw_body().as_ptr();
    let id = thing.clone().map(|thing| thing.id);
    assert_eq!(id.raw_body().as_ptr(), at);
}

#[tokio::test]
async fn the_bytes_of_a_response_are_in_memory_once() {
    let server = Server::start(response("200 OK", &[], "abc")).await;
    let call = get(&client(&server.url("")), &GET);
    let bytes = call.send_bytes::<Value>().await.expect("bytes");
    assert_eq!(bytes.as_ptr(), bytes.raw_body().as_ptr());
}

#[tokio::test]
async fn a_body_that_is_not_json_is_an_error_of_json_alone() {
    let server = Server::start(response("200 OK", &[("x-request-id", "r-1")], "s3cret")).await;
    let call = get(&client(&server.url("")), &GET);
    let text = call.send_text::<Value>().await.expect("text");
    assert_eq!(*text, "s3cret");
    let error = text.json().expect_err("not JSON");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Decode, Delivery::Accepted)
    );
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.raw_body(), Some(&b"s3cret"[..]));
    assert!(!printed(&error).contains("s3cret"), "{error:?}");
}
