//! Tests the axum extractor, and the example that uses it: only what Bird signed gets to a handler.
#![cfg(all(feature = "axum", feature = "bird", feature = "testing"))]

use std::convert::Infallible;
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRef, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Router, routing::post};
use converse::bird::webhook::{
    BirdWebhook, InvalidConfig, REQUEST_ID, SIGNATURE, TIMESTAMP, UnknownEvent, WebhookConfig,
    WebhookRejection, sign,
};
use converse::bird::{EXAMPLES, types};
use converse::operation::Side;
use futures_util::stream;
use tower::ServiceExt;

#[path = "../examples/webhook_receiver.rs"]
#[allow(dead_code, reason = "its `main` listens on a port")]
mod example;

const URL: &str = "https://example.com/hooks/bird?team=7";
const KEY: &str = "k3y-of-the-subscription";
const HOUR: Duration = Duration::from_secs(60 * 60);

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn config() -> WebhookConfig {
    WebhookConfig::with_clock(URL, KEY, now).expect("it is complete")
}

/// Returns the event that Bird's pages show.
fn event() -> &'static str {
    let mut examples = EXAMPLES.iter();
    let event = examples.find(|example| example.side == Side::Webhook);
    event.expect("one is documented").json
}

/// Returns a request with these headers.
fn request(headers: HeaderMap, body: impl Into<Body>) -> Request {
    let mut request = Request::post("/hooks/bird")
        .body(body.into())
        .expect("it is valid");
    request.headers_mut().extend(headers);
    request
}

/// Returns a request that Bird signed.
fn signed(body: &'static str) -> Request {
    signed_at(now(), body)
}

fn signed_at(time: SystemTime, body: &'static str) -> Request {
    let headers = sign(URL, body.as_bytes(), KEY, time).expect("the key is not empty");
    request(headers, body)
}

/// Returns a router whose handler responds with what it got.
fn router(config: WebhookConfig) -> Router {
    async fn receive(webhook: BirdWebhook) -> String {
        let id = webhook.verified.id().to_owned();
        match webhook.event {
            Ok(event) => format!("{id} {} {}", event.event, event.payload.id),
            Err(unknown) => format!("{id} {unknown} {}", webhook.body.len()),
        }
    }
    Router::new()
        .route("/hooks/bird", post(receive))
        .with_state(config)
}

async fn respond(router: Router, request: Request) -> (StatusCode, String) {
    let response: Result<Response, Infallible> = router.oneshot(request).await;
    let Ok(response) = response;
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await;
    let body = body.expect("it is in memory").to_vec();
    (status, String::from_utf8(body).expect("it is text"))
}

#[tokio::test]
async fn the_example_takes_what_bird_signed_and_nothing_else() {
    let unknown = r#"{"service":"conversations","event":"conversation.merged"}"#;
    for body in [event(), unknown] {
        let (status, _) = respond(example::router(config()), signed(body)).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{body}");
    }
    let (status, _) = respond(
        example::router(config()),
        request(HeaderMap::new(), event()),
    )
    .await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_signed_event_is_parsed() {
    let request = signed(event());
    let id = request.headers()[SIGNATURE].to_str().expect("base64");
    let parsed: types::ConversationEvent = serde_json::from_str(event()).expect("it is documented");
    let expected = format!("{id} {} {}", parsed.event, parsed.payload.id);
    assert_eq!(
        respond(router(config()), request).await,
        (StatusCode::OK, expected)
    );
}

#[tokio::test]
async fn a_signed_event_of_another_shape_gets_to_the_handler_with_its_bytes() {
    for (body, reason) in [
        (
            r#"{"service":"s","event":"s3cret"}"#,
            "the field `payload` is missing",
        ),
        ("s3cret", "not JSON"),
        ("", "the JSON ends too early"),
    ] {
        let (status, got) = respond(router(config()), signed(body)).await;
        assert_eq!(status, StatusCode::OK);
        assert!(got.contains("an event of another shape"), "{got}");
        assert!(got.contains(reason), "{got}");
        assert!(got.ends_with(&format!(" {}", body.len())), "{got}");
        assert!(!got.contains("s3cret"), "{got}");
    }
}

#[tokio::test]
async fn a_handler_may_take_any_type_and_a_part_of_the_state() {
    #[derive(Clone)]
    struct App {
        webhooks: WebhookConfig,
    }
    impl FromRef<App> for WebhookConfig {
        fn from_ref(app: &App) -> Self {
            app.webhooks.clone()
        }
    }
    async fn receive(webhook: BirdWebhook<serde_json::Value>) -> String {
        let event: Result<serde_json::Value, UnknownEvent> = webhook.event;
        event.expect("any JSON is a value")["event"].to_string()
    }
    let app = App { webhooks: config() };
    let router = Router::new()
        .route("/hooks/bird", post(receive))
        .with_state(app);
    let (status, got) = respond(router, signed(r#"{"event":"call.ended"}"#)).await;
    assert_eq!((status, got.as_str()), (StatusCode::OK, r#""call.ended""#));
}

/// Each way of being refused, with the status and what the response says.
#[tokio::test]
async fn what_bird_did_not_sign_is_refused_with_a_reason() {
    let without = |name: &str| {
        let mut request = signed(event());
        request.headers_mut().remove(name);
        request
    };
    let with = |name: &'static str, value: &'static str, twice: bool| {
        let mut request = signed(event());
        let value = value.parse().expect("it is a header value");
        match twice {
            true => request.headers_mut().append(name, value),
            false => request.headers_mut().insert(name, value).is_some(),
        };
        request
    };
    let other = |url, key, body: &'static str| {
        let headers = sign(url, event().as_bytes(), key, now()).expect("the key is not empty");
        request(headers, body)
    };
    let refused = [
        (
            without(SIGNATURE),
            401,
            "lacks the header `messagebird-signature`",
        ),
        (
            without(TIMESTAMP),
            401,
            "lacks the header `messagebird-request-timestamp`",
        ),
        (with(SIGNATURE, "c2ln", true), 400, "more than once"),
        (
            with(SIGNATURE, "not base64", false),
            400,
            "`messagebird-signature` is malformed",
        ),
        (
            with(REQUEST_ID, "\u{e9}", false),
            400,
            "`messagebird-request-id` is malformed",
        ),
        (with(SIGNATURE, "c2ln", false), 401, "signature is wrong"),
        (
            with(TIMESTAMP, "1700000001", false),
            401,
            "signature is wrong",
        ),
        (
            other(URL, "another key", event()),
            401,
            "signature is wrong",
        ),
        (
            other("https://example.com/hooks/bird", KEY, event()),
            401,
            "signature is wrong",
        ),
        (other(URL, KEY, "{}"), 401, "signature is wrong"),
        (
            signed_at(now() - 10 * HOUR, event()),
            401,
            "older than the tolerance",
        ),
        (signed_at(now() + HOUR, event()), 401, "in the future"),
    ];
    for (request, status, reason) in refused {
        let signature = request.headers().get(SIGNATURE).cloned();
        let (got, text) = respond(router(config()), request).await;
        assert_eq!(got.as_u16(), status, "{text}");
        assert!(text.contains(reason), "{text}");
        let signature = signature.as_ref().and_then(|value| value.to_str().ok());
        for secret in [KEY, URL, signature.unwrap_or(KEY), event()] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    // The same event, as Bird sends it again hours later.
    let (status, text) = respond(router(config()), signed_at(now() - 8 * HOUR, event())).await;
    assert_eq!(status, StatusCode::OK, "{text}");
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit() {
    let limit = event().len();
    let exact = router(config().body_limit(limit));
    assert_eq!(respond(exact, signed(event())).await.0, StatusCode::OK);
    let less = router(config().body_limit(limit - 1));
    let axums = router(config()).layer(DefaultBodyLimit::max(limit - 1));
    for router in [less.clone(), axums] {
        let (status, text) = respond(router, signed(event())).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(text, "the body of the webhook is larger than allowed");
    }
    // Its length is not known before, and it never ends.
    let endless = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(b"[[[[")));
    let request = request(HeaderMap::new(), Body::from_stream(endless));
    assert_eq!(
        respond(less, request).await.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused() {
    let pieces = [
        Ok(Bytes::from_static(event().as_bytes())),
        Err(std::io::Error::other("s3cret")),
    ];
    let headers = signed(event()).headers().clone();
    let request = request(headers, Body::from_stream(stream::iter(pieces)));
    let (status, text) = respond(router(config()), request).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(text, "the body of the webhook is incomplete");
}

#[tokio::test]
async fn a_handler_may_take_the_rejection() {
    async fn receive(webhook: Result<BirdWebhook, WebhookRejection>) -> String {
        format!("{webhook:?}")
    }
    let router = Router::new()
        .route("/hooks/bird", post(receive))
        .with_state(config());
    let mut unsigned = signed("{}");
    unsigned.headers_mut().remove(SIGNATURE);
    let (status, text) = respond(router.clone(), unsigned).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        text,
        r#"Err(Refused(MissingHeader { name: "messagebird-signature" }))"#
    );
    // A webhook shows its event and its id, but not its bytes.
    let (_, text) = respond(router, signed(r#"{"s3cret":1}"#)).await;
    assert!(
        text.starts_with("Ok(BirdWebhook {") && !text.contains("s3cret"),
        "{text}"
    );
}

#[test]
fn a_configuration_that_would_refuse_or_accept_everything_is_an_error() {
    for (url, key, expected) in [
        (URL, "", InvalidConfig::EmptyKey),
        ("", KEY, InvalidConfig::Url),
        ("/hooks/bird", KEY, InvalidConfig::Url),
        ("https://", KEY, InvalidConfig::Url),
        // The two in the wrong order.
        (KEY, URL, InvalidConfig::Url),
    ] {
        let error = WebhookConfig::new(url, key).expect_err("it cannot work");
        assert_eq!(error, expected, "{url}");
        assert!(!error.to_string().contains(KEY), "{error}");
    }
    let shown = format!("{:?}", config());
    assert!(!shown.contains(KEY) && !shown.contains("team"), "{shown}");
}
