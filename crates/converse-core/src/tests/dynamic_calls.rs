//! Arguments by name, and how they get into a call.

use serde_json::json;

use super::*;
use crate::dynamic::{unknown_operation, untyped};

#[test]
fn arguments_are_taken_as_the_types_of_the_operation() {
    let mut arguments = Arguments::new()
        .path("room", "r1")
        .query("limit", 5)
        .header("x-trace", "t")
        .cookie("session", "s3cret")
        .body(json!({"id": 7}));
    assert_eq!(
        arguments.take(&CREATE, Location::Path, "room"),
        Ok("r1".to_owned())
    );
    assert_eq!(
        arguments.take_optional(&CREATE, Location::Query, "limit"),
        Ok(Some(5))
    );
    assert_eq!(
        arguments.take_optional(&CREATE, Location::Query, "tags"),
        Ok(None::<String>)
    );
    assert_eq!(
        arguments.take(&CREATE, Location::Header, "X-Trace"),
        Ok("t".to_owned())
    );
    let wrong = arguments.take::<i64>(&CREATE, Location::Cookie, "session");
    assert_eq!(refused(wrong), "`session` is not of the documented type");
    assert_eq!(arguments.take_body(), Ok(Thing { id: 7 }));
    assert_eq!(
        refused(arguments.take_body::<Thing>()),
        "the body is required"
    );
    let missing = arguments.take::<String>(&CREATE, Location::Path, "room");
    assert_eq!(refused(missing), "`room` is required");
    assert!(arguments.finish(&CREATE).is_ok());
}

#[test]
fn a_field_of_the_body_that_would_not_be_sent_is_refused_by_its_place() {
    for (body, expected) in [
        (
            json!({"id": 7, "nmae": "s3cret"}),
            "the operation does not take `/nmae` of the body",
        ),
        (json!([7]), "the body is not of the documented type"),
    ] {
        let taken = Arguments::new().body(body).take_body::<Thing>();
        assert_eq!(refused(taken), expected);
    }
}

#[test]
fn a_null_is_sent_or_refused() {
    let taken = Arguments::new()
        .body(json!({"id": 7, "name": null}))
        .take_body::<Thing>();
    assert_eq!(
        refused(taken),
        "the operation does not take the null at `/name` of the body"
    );
    let mut whole = Arguments::new().body(Value::Null);
    assert_eq!(whole.take_body(), Ok(None::<Thing>));
    let taken = Arguments::new().body(Value::Null).take_body::<Thing>();
    assert_eq!(refused(taken), "the body is not of the documented type");
    let taken = Arguments::new()
        .body(Value::Null)
        .take_optional_form::<Value>();
    assert_eq!(refused(taken), "the body must not be null");
    let taken = Arguments::new()
        .query("limit", Value::Null)
        .take_optional::<i64>(&CREATE, Location::Query, "limit");
    assert_eq!(refused(taken), "`limit` must not be null: leave it out");
    let filter = leak(Operation {
        parameters: const { &[Parameter::query("filter").style(Style::DeepObject)] },
        ..GET.clone()
    });
    let taken = Arguments::new()
        .query("filter", json!({"a": {"b": [{"c": null, "d": 1}]}}))
        .take_optional::<Value>(filter, Location::Query, "filter");
    assert_eq!(
        refused(taken),
        "`filter` cannot hold the null at `/a/b/0/c`"
    );
}

#[test]
fn what_was_not_taken_is_refused_by_name() {
    let arguments = Arguments::new().query("limt\n\u{202e}", "s3cret").body(1);
    let error = arguments.finish(&CREATE).expect_err("a wrong name");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
    let text = error.to_string();
    assert!(
        text.contains("does not take `limt  `, a body") && !text.contains("s3cret"),
        "{text}"
    );
}

#[test]
fn arguments_from_json() {
    for (bad, expected) in [
        (json!([]), "arguments must be an object"),
        (
            json!({"qurey": {}}),
            "`qurey` is none of `path`, `query`, `header`, `cookie`, `body`",
        ),
        (json!({"query": []}), "`query` must be an object"),
    ] {
        // A caller's function may return any error.
        let read = || -> Result<Arguments, Box<dyn std::error::Error + Send + Sync>> {
            Ok(Arguments::try_from(bad)?)
        };
        assert_eq!(read().expect_err(expected).to_string(), expected);
    }
    assert_eq!(
        Arguments::try_from(json!({"body": null})),
        Ok(Arguments::new().body(Value::Null))
    );
}

#[test]
fn an_unknown_operation_error_lists_the_known_ones() {
    for error in [
        unknown_operation(&PROVIDER, "creatThing", &[&CREATE, &GET]),
        unknown_operation(&PROVIDER, "creatThing", &[CREATE.clone(), GET.clone()]),
    ] {
        let text = error.to_string();
        assert!(text.starts_with("acme creatThing: "), "{text}");
        assert!(text.contains("it has `createThing`, `getThing`"), "{text}");
        assert_eq!(error.delivery(), Delivery::NotSent);
    }
}

#[tokio::test]
async fn typed_results_become_json() {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let value = untyped(create_at(&server).await).expect("200");
    assert_eq!(*value, json!({"id": 7}));
    let server = Server::start(json_response("404 x", r#"{"problem":"p"}"#)).await;
    let error = untyped(create_at(&server).await).expect_err("404");
    assert_eq!(error.body(), Some(&json!({"problem": "p"})));
}

/// Why an argument is not taken.
fn refused<T: std::fmt::Debug>(taken: Result<T, ArgumentError>) -> String {
    taken.expect_err("it is wrong").to_string()
}
