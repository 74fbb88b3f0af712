//! Tests responses that are errors, and successes that cannot be used.

use converse::bird::types::{CreateConversation, DetailedOrValidationError};
use converse::{CallError, Delivery, Error, ErrorKind, bird};
use converse_test_support::{Answer, Server, nobody};
use serde_json::{Value, json};

use crate::support::providers::{ALL, provider};
use crate::support::{WORKSPACE, client};

/// Returns the error of Bird's create from a server with this answer.
async fn bird_error(answer: Answer) -> CallError<DetailedOrValidationError> {
    let server = Server::answering(answer).await;
    let client: bird::Client = client(&server);
    let body = CreateConversation::new("Order 7").channel_id(WORKSPACE);
    let created = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body)
        .send()
        .await;
    created.expect_err("it is not created")
}

/// Returns the error of a provider's create from a server with this answer.
async fn any_error(name: &str, answer: &Answer) -> CallError {
    let provider = provider(name);
    let server = Server::answering(answer.clone()).await;
    let arguments = provider.arguments("createConversation");
    let outcome = (provider.connect)(&server)
        .call("createConversation", arguments)
        .await;
    assert_eq!(server.requests().len(), 1);
    outcome.expect_err("it is not created")
}

#[tokio::test]
async fn bird_404_is_a_detailed_error() {
    let body = json!({ "code": "ResourceNotFound", "message": "Not there", "details": { "id": 7 }, "hint": ["new"] });
    let error = bird_error(Answer::json(404, &body)).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::NotFound, Delivery::Rejected)
    );
    let Some(DetailedOrValidationError::Detailed(detailed)) = error.body() else {
        panic!("{:?}", error.body());
    };
    assert_eq!(
        (detailed.code.as_str(), detailed.message.as_str()),
        ("ResourceNotFound", "Not there")
    );
    assert_eq!(
        detailed.details.as_ref().map(|it| &it["id"]),
        Some(&json!(7))
    );
    assert_eq!(error.code(), Some("ResourceNotFound"));
    // Bird's document lists no codes, so this one may be any string.
    let text = error.to_string();
    assert!(!text.contains("ResourceNotFound"), "{text}");
    let untyped = error.into_untyped();
    assert_eq!(untyped.body(), Some(&body));
    assert_eq!(untyped.code(), Some("ResourceNotFound"));
}

#[tokio::test]
async fn pingback_402_shows_which_limit_it_is() {
    let body =
        json!({ "error": "feature_locked", "plan": "free", "feature": "api", "message": "No" });
    let error = any_error("pingback", &Answer::json(402, &body)).await;
    assert_eq!(error.code(), Some("feature_locked"));
    let text = error.to_string();
    assert!(text.contains("(feature_locked)"), "{text}");
}

#[tokio::test]
async fn bird_422_is_a_validation_error() {
    let body = json!({ "code": "Invalid", "message": "No", "details": { "/name": ["too long"] }, "extra": null });
    let error = bird_error(Answer::json(422, &body)).await;
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::Rejected)
    );
    let Some(DetailedOrValidationError::Validation(validation)) = error.body() else {
        panic!("{:?}", error.body());
    };
    assert_eq!(
        validation.details.as_ref().map(|it| it["/name"].as_slice()),
        Some(&["too long".to_owned()][..])
    );
    assert_eq!(error.code(), Some("Invalid"));
    assert_eq!(error.into_untyped().body(), Some(&body));
}

#[tokio::test]
async fn an_error_body_of_another_shape_is_kept_as_it_came() {
    for text in [
        r#"{"error":"no code"}"#,
        r#"["a"]"#,
        "<html>Bad gateway</html>",
        "\u{1f}",
        "",
    ] {
        for status in [404, 422, 502] {
            let error =
                bird_error(Answer::response(status, &[("x-request-id", "r-1")], text)).await;
            assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
            assert_eq!(error.body(), None, "{text}");
            assert_eq!(error.raw_body(), Some(text.as_bytes()));
            assert_eq!(error.request_id(), Some("r-1"));
        }
    }
}

#[tokio::test]
async fn every_status_has_its_kind_and_fate() {
    for provider in ALL {
        for (status, kind, delivery) in [
            (400, ErrorKind::Invalid, Delivery::Rejected),
            (401, ErrorKind::Unauthorized, Delivery::Rejected),
            (402, ErrorKind::Status, Delivery::Rejected),
            (403, ErrorKind::Forbidden, Delivery::Rejected),
            (404, ErrorKind::NotFound, Delivery::Rejected),
            (408, ErrorKind::Timeout, Delivery::Unknown),
            (409, ErrorKind::Conflict, Delivery::Rejected),
            (422, ErrorKind::Invalid, Delivery::Rejected),
            (429, ErrorKind::RateLimited, Delivery::Rejected),
            (500, ErrorKind::Server, Delivery::Unknown),
            (503, ErrorKind::Server, Delivery::Unknown),
        ] {
            let error = any_error(provider.facts.name, &Answer::json(status, r#"{"a":1}"#)).await;
            assert_eq!(
                (error.kind(), error.delivery()),
                (kind, delivery),
                "{status}"
            );
            assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
            assert_eq!(error.body(), Some(&json!({ "a": 1 })));
            assert!(error.to_string().contains(&status.to_string()), "{error}");
        }
    }
}

#[tokio::test]
async fn a_success_that_does_not_decode_keeps_status_headers_and_bytes() {
    let error_shaped = r#"{"error":{"code":"denied","message":"No"}}"#;
    let bodies = [
        error_shaped,
        "{}",
        "[]",
        "null",
        "",
        "OK",
        "<html></html>",
        r#"{"id":"#,
    ];
    for provider in ALL {
        for text in bodies {
            let answer = Answer::response(201, &[("x-request-id", "r-1"), ("x-more", "m")], text);
            let error = any_error(provider.facts.name, &answer).await;
            assert_eq!(
                (error.kind(), error.delivery()),
                (ErrorKind::Decode, Delivery::Accepted),
                "{text}"
            );
            assert_eq!(error.status().map(|it| it.as_u16()), Some(201));
            assert_eq!(error.request_id(), Some("r-1"));
            assert_eq!(error.headers()["x-more"], "m");
            assert_eq!(error.raw_body(), Some(text.as_bytes()));
            assert_eq!(error.body(), None::<&Value>, "a success has no error body");
        }
    }
}

#[tokio::test]
async fn a_success_without_a_body_is_not_taken_for_a_value() {
    for provider in ALL {
        let error = any_error(provider.facts.name, &Answer::response(204, &[], "")).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Decode, Delivery::Accepted)
        );
    }
}

#[tokio::test]
async fn a_connection_that_breaks_leaves_the_fate_unknown() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-len".to_vec();
    for answer in [
        Answer::Close,
        Answer::Bytes(cut),
        Answer::Bytes(b"SSH-2.0-x\r\n".to_vec()),
    ] {
        for provider in ALL {
            let error = any_error(provider.facts.name, &answer).await;
            assert_eq!(
                (error.kind(), error.delivery()),
                (ErrorKind::Transport, Delivery::Unknown),
                "{error}"
            );
            assert_eq!(error.status(), None);
        }
    }
}

#[tokio::test]
async fn a_success_whose_body_is_cut_was_accepted() {
    let cut = b"HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{\"id\":".to_vec();
    for provider in ALL {
        let error = any_error(provider.facts.name, &Answer::Bytes(cut.clone())).await;
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Transport, Delivery::Accepted),
            "{error}"
        );
        assert_eq!(error.status().map(|it| it.as_u16()), Some(201));
        assert_eq!(error.raw_body(), None);
    }
}

#[tokio::test]
async fn nobody_at_the_other_end_means_nothing_was_sent() {
    let client = bird::Client::builder()
        .credential(converse::Credential::new("key"))
        .base_url(nobody().await);
    let client = client.build().expect("a plain base URL");
    let body = CreateConversation::new("Order 7").channel_id(WORKSPACE);
    let error = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body)
        .send()
        .await
        .expect_err("the port has no listener");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent)
    );
}

#[tokio::test]
async fn errors_of_all_operations_become_one_type() {
    let answer = Answer::response(
        429,
        &[("retry-after", "7"), ("x-request-id", "r-1")],
        r#"{"code":"Slow"}"#,
    );
    let error: Error = bird_error(answer).await.into();
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error);
    let error = boxed.downcast::<Error>().expect("it is the same type");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::RateLimited, Delivery::Rejected)
    );
    assert_eq!(error.retry_after().map(|it| it.as_secs()), Some(7));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(
        (error.provider(), error.operation()),
        ("bird", "createConversation")
    );
    assert_eq!(error.raw_body(), Some(br#"{"code":"Slow"}"#.as_slice()));
}
