//! The provider's error code, and where an error refers to for details.

use super::*;

open_enum! {
    /// Why there is no room.
    enum Reason {
        Full = "full",
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Refused {
    reason: Option<Reason>,
}

error_body! { Refused, code: reason }

untagged_union! {
    /// A refusal with a reason, or a string.
    enum Refusal {
        Refused(Box<Refused>) if object,
        Text(String) if string,
    }
}

error_body! { Refusal, code in Refused }

error_body! {
    /// The operation that is refused in the tests below.
    enum CodedError {
        0 => Refusal(Refusal) code,
        1 => Fields(Fields),
    }
}

async fn refused<E: ErrorBody + std::fmt::Debug>(status: &str, body: &str) -> CallError<E> {
    let server = Server::start(json_response(status, body)).await;
    let mut request = client(&server.url("")).inner.request(&CREATE);
    request.path("room", Ok("r"));
    request.json(Ok(serde_json::json!({"name": "n"})));
    let outcome = request.send_json::<Thing, E>().await;
    outcome.expect_err(status)
}

#[tokio::test]
async fn the_code_is_that_of_the_body_and_shown_if_it_is_listed() {
    let secret = format!(r#"{{"reason":"{KEY}"}}"#);
    for (status, body, code, shown) in [
        ("404 x", r#"{"reason":"full"}"#, Some("full"), true),
        ("404 x", &secret, Some(KEY), false),
        ("404 x", r#"{"reason":null}"#, None, false),
        ("404 x", "{}", None, false),
        ("404 x", r#""full""#, None, false),
        ("422 x", r#"{"fields":["full"]}"#, None, false),
    ] {
        let error = refused::<CodedError>(status, body).await;
        assert!(error.body().is_some(), "{body}");
        assert_eq!(error.code(), code, "{body}");
        let text = error.to_string();
        assert_eq!(text.contains("(full)"), shown, "{text}");
        assert!(!printed(&error).contains(KEY), "{text}");
        assert_eq!(error.into_untyped().code(), code, "{body}");
    }
    // Any string at all.
    let error = refused::<CreateError>("404 x", r#"{"problem":"no room"}"#).await;
    assert_eq!(error.code(), Some("no room"));
    assert!(!printed(&error).contains("no room"), "{error}");
}

#[tokio::test]
async fn a_listed_code_is_found_wherever_it_is_in_a_body() {
    for (status, body, code) in [
        (
            "400 x",
            r#"{"a":[{"b":"ACME_7"}],"c":"ACME_8"}"#,
            Some("ACME_7"),
        ),
        ("400 x", r#""ACME_8""#, Some("ACME_8")),
        ("400 x", r#"{"message":"it is ACME_7","ACME_8":1}"#, None),
        ("400 x", "ACME_7", None),
        ("400 x", "", None),
        // What a field of the body says goes first.
        (
            "404 x",
            r#"{"reason":"full","more":"ACME_7"}"#,
            Some("full"),
        ),
        ("404 x", r#"{"more":"ACME_7"}"#, Some("ACME_7")),
    ] {
        let error = refused::<CodedError>(status, body).await;
        assert_eq!(error.code(), code, "{body}");
        let shown = code.is_none_or(|code| error.to_string().contains(code));
        assert!(shown, "{error}");
    }
}

#[tokio::test]
async fn advice_names_what_there_is_to_read() {
    let typed = r#"{"problem":"p"}"#;
    for (status, body, advice) in [
        ("400 x", typed, "see `body()` for what is wrong"),
        ("400 x", "<html>", "see `raw_body()` for what is wrong"),
        ("400 x", "", "the response does not say what is wrong"),
        ("409 x", typed, "see `body()`; "),
        ("409 x", "[]", "see `raw_body()`; "),
        ("409 x", "", "; the request does not fit the present state"),
        ("402 x", typed, "; see `body()`"),
        ("402 x", "[]", "; see `raw_body()`"),
        ("402 x", "", "; the response gives no details"),
    ] {
        let error = refused::<CreateError>(status, body).await;
        let text = error.to_string();
        assert!(text.contains(advice), "{body}: {text}");
        assert_eq!(text.contains("`body()`"), error.body().is_some(), "{text}");
        let named = text.contains("`raw_body()`");
        assert_eq!(named, error.body().is_none() && !body.is_empty(), "{text}");
    }
}

#[tokio::test]
async fn advice_leads_to_what_the_provider_said_and_not_where_it_is_shown() {
    let body = r#"{"message":"the room is full"}"#;
    for (status, plain, verbose) in [
        (
            "400 x",
            "`message()` and `verbose()` say what",
            "; correct the request",
        ),
        ("409 x", "see `message()`; ", "; the request does not fit"),
        ("402 x", "; see `message()`", "; `raw_body()` has the whole"),
    ] {
        let error = Error::from(refused::<CreateError>(status, body).await);
        let text = error.to_string();
        assert!(text.contains(plain), "{text}");
        assert!(!text.contains("the room is full"), "{text}");
        // What a program prints whose `main` returns the error.
        assert_eq!(format!("{error:?}"), text);
        let text = error.verbose().to_string();
        assert!(text.contains("the room is full"), "{text}");
        assert!(text.contains(verbose), "{text}");
    }
}
