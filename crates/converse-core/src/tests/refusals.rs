//! Calls and clients that are refused before anything is sent: arguments, credentials, base URLs.

use serde_json::json;

use super::*;

async fn server() -> Server {
    Server::start(json_response("200 OK", r#"{"id":7}"#)).await
}

#[tokio::test]
async fn what_an_operation_does_not_take_is_not_sent() {
    let server = server().await;
    let client = client(&server.url(""));
    let refuse = async |change: &dyn Fn(&mut Request), expected: &str| {
        let mut request = create(&client);
        change(&mut request);
        let error = request
            .send_json::<Thing, CreateError>()
            .await
            .expect_err(expected);
        assert_eq!(
            (error.kind(), error.delivery()),
            (ErrorKind::Invalid, Delivery::NotSent)
        );
        assert_eq!(error.operation(), "createThing");
        let argument = error.argument().expect("it says which");
        assert!(argument.to_string().contains(expected), "{argument}");
        let text = error.to_string();
        assert!(
            text.contains(expected) && !text.contains("s3cret"),
            "{text}"
        );
    };
    refuse(&|it| it.query("limit", Ok(0)), "`limit` must be in 1..=100").await;
    refuse(
        &|it| it.query("limit", Ok(101)),
        "`limit` must be in 1..=100",
    )
    .await;
    refuse(
        &|it| {
            it.query(
                "limit",
                Err::<i64, _>(ArgumentError::parameter("limit", "is bad")),
            )
        },
        "`limit` is bad",
    )
    .await;
    refuse(
        &|it| it.header("X-Trace", Ok("s3cret\r\nx-evil: 1")),
        "`X-Trace` must be",
    )
    .await;
    refuse(
        &|it| it.header("X-Trace", Ok("s3cret\n")),
        "`X-Trace` must be",
    )
    .await;
    refuse(
        &|it| it.header("X-Trace", Ok("s3crét")),
        "`X-Trace` must be",
    )
    .await;
    refuse(
        &|it| it.json(Ok(json!({"other": "s3cret"}))),
        "one of `name`, `source`",
    )
    .await;
    refuse(
        &|it| it.json(Ok(json!({"name": null}))),
        "one of `name`, `source`",
    )
    .await;
    refuse(
        &|it| it.json(Err::<(), _>(ArgumentError::missing("name"))),
        "`name` is required",
    )
    .await;

    let empty = client.inner.request(&CREATE);
    let error = empty
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("no arguments");
    assert!(error.to_string().contains("`room` is required"), "{error}");
    let mut bodiless = client.inner.request(&CREATE);
    bodiless.path("room", Ok("r"));
    bodiless.optional_json(Ok(None::<Value>));
    let error = bodiless
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("no body");
    assert!(
        error.to_string().contains("the body is required"),
        "{error}"
    );
    assert!(server.requests().is_empty());

    // A field that is present meets the rule, an empty array included; absent arguments are fine.
    for body in [
        json!({"name": ""}),
        json!({"source": []}),
        json!({"name": null, "source": 0}),
    ] {
        let mut request = create(&client);
        request.query("limit", Ok(None::<i64>));
        request.query("tags", Ok(Vec::<String>::new()));
        request.json(Ok(&body));
        request
            .send_json::<Thing, CreateError>()
            .await
            .expect("200");
    }
    assert!(
        server
            .requests()
            .iter()
            .all(|it| it.starts_with("POST /rooms/r1/things/ HTTP"))
    );
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let server = server().await;
    let client = ClientBuilder::<Acme>::new()
        .base_url(server.url(""))
        .build()
        .expect("no key yet");
    let error = create(&client)
        .send_json::<Thing, CreateError>()
        .await
        .expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::MissingCredential);
    assert_eq!(error.delivery(), Delivery::NotSent);
    let text = error.to_string();
    assert!(
        text.contains("ACME_API_KEY") && text.contains(".credential("),
        "{text}"
    );
    assert!(server.requests().is_empty());
}

#[test]
fn builders_read_the_environment_and_refuse_what_cannot_work() {
    let read = |variable: &str| match variable {
        "ACME_API_KEY" => Some(KEY.into()),
        "ACME_BASE_URL" => Some("http://127.0.0.1:9/x/".into()),
        _ => None,
    };
    let client = ClientBuilder::<Acme>::from_variables(read).and_then(ClientBuilder::build);
    assert_eq!(
        client.expect("all is set").inner.base_url(),
        "http://127.0.0.1:9/x"
    );
    let error = ClientBuilder::<Acme>::from_variables(|_| None).expect_err("nothing is set");
    assert!(error.to_string().contains("ACME_API_KEY"), "{error}");

    let builder = || ClientBuilder::<Acme>::new();
    assert_eq!(
        builder().build().expect("ours").inner.base_url(),
        "https://api.acme.example/v1"
    );
    assert!(matches!(
        builder().base_url("http://api.acme.example").build(),
        Err(BuildError::InsecureBaseUrl)
    ));
    let insecure = builder()
        .base_url("http://api.acme.example")
        .allow_insecure_http(true);
    assert!(insecure.build().is_ok());
    assert!(matches!(
        builder().credential(Credential::new("a\nb")).build(),
        Err(BuildError::InvalidCredential)
    ));
    for bad in ["a\r\nb", "é"] {
        assert!(matches!(
            builder().user_agent(bad).build(),
            Err(BuildError::InvalidUserAgent)
        ));
    }
}

#[test]
fn options_apply_to_one_handle_only() {
    use std::time::Duration;
    let client = client("http://127.0.0.1:9").inner;
    let hurried = client.with_options(CallOptions::new().timeout(Duration::from_secs(1)));
    assert_eq!(client.limits().timeout, TIMEOUT);
    assert_eq!(hurried.limits().timeout, Duration::from_secs(1));
    assert_eq!(
        hurried.with_options(CallOptions::new()).limits().timeout,
        Duration::from_secs(1)
    );
}
