//! Tests that the upload host receives none of the client's headers or credentials, and that the address is not shown.

use converse_test_support::nobody;
use std::error::Error as StdError;

use converse::provider::ProviderClient;
use converse::upload::Upload;

use super::*;
use crate::support::{KEY, builder, canary};

/// A value that the caller sets for the provider alone.
const OWN: &str = "own-secret-of-the-caller";

/// Returns a client with its own product and header.
fn talkative<C: ProviderClient>(server: &Server) -> C {
    let mut own = converse::http::HeaderMap::new();
    let value: http::HeaderValue = OWN.parse().expect("ASCII");
    for name in ["x-own", "authorization", "cookie"] {
        let name: http::HeaderName = name.parse().expect("a name");
        own.insert(name, value.clone());
    }
    builder(server)
        .user_agent("shop/2.1")
        .configure_http(move |http| http.default_headers(own))
        .build()
        .expect("plain settings")
}

#[tokio::test]
async fn the_storage_receives_nothing_of_the_client() {
    let (of_bridge, of_bird) = (Site::bridge().await, Site::bird().await);
    let client = talkative::<bridge::Client>(&of_bridge.provider);
    to_bridge(&client, "hello")
        .send()
        .await
        .expect("the upload succeeds");
    let client = talkative::<bird::Client>(&of_bird.provider);
    to_bird(&client, "hello")
        .send()
        .await
        .expect("the upload succeeds");
    for site in [of_bridge, of_bird] {
        let asked = site.provider.request();
        assert!(asked.occurrences(KEY) == 1 && asked.occurrences(OWN) > 0);
        let file = site.storage.request();
        for secret in [KEY, OWN, "shop", "converse"] {
            assert_eq!(file.occurrences(secret), 0, "{secret}: {file:?}");
        }
        for name in [
            "user-agent",
            "authorization",
            "x-api-key",
            "cookie",
            "referer",
        ] {
            assert!(file.header(name).is_empty(), "{name}: {file:?}");
        }
    }
}

#[tokio::test]
async fn what_is_set_for_the_upload_goes_with_it() {
    let mut own = converse::http::HeaderMap::new();
    own.insert("x-own", OWN.parse().expect("ASCII"));
    let site = Site::bridge().await;
    let upload = site.to_bridge("hello");
    let upload = upload.configure_http(move |http| http.default_headers(own));
    upload.send().await.expect("the upload succeeds");
    assert_eq!(site.provider.request().occurrences(OWN), 0);
    assert_eq!(site.storage.request().header("x-own"), [OWN]);
}

/// Asserts that an upload to an address shows at most this origin of it, however it ends.
async fn assert_clean(provider: &Server, origin: &str) {
    let url = format!("{origin}/bucket-of-somebody/{KEY}?{SIGNATURE}");
    provider.answer(bridge_names(&url, json!({ "x-amz-a": OWN })));
    let of_bridge = error_of(to_bridge(&client(provider), "hello")).await;
    let fields = json!({ "policy": OWN, "key": SIGNATURE });
    provider.answer(bird_names(&url, fields));
    let of_bird = error_of(to_bird(&client(provider), "hello")).await;
    for error in [of_bridge, of_bird] {
        assert_eq!(error.to_string().lines().count(), 1);
        let shown = canary::printed_error(&error);
        canary::assert_clean(&shown);
        for secret in [KEY, OWN, "s1gnature", "bucket", "X-Amz"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
    }
}

async fn error_of<T: std::fmt::Debug>(upload: Upload<T>) -> UploadError {
    let debug = format!("{upload:?}");
    assert!(!debug.contains(KEY) && !debug.contains("hello"), "{debug}");
    upload.send().await.expect_err("the upload fails")
}

#[tokio::test]
async fn no_error_shows_the_address() {
    let provider = Server::answering(Answer::Close).await;
    for origin in [
        "http://storage.example",
        "https://storage.example:port",
        "<string>",
        &nobody().await,
        // The server there does not speak TLS.
        &nobody().await.replace("http:", "https:"),
    ] {
        assert_clean(&provider, origin).await;
    }
    let echo = format!("{KEY} {OWN} {SIGNATURE} /bucket");
    let location = format!("https://{KEY}.example/bucket?{SIGNATURE}");
    let headers = [("location", location.as_str()), ("x-echo", &echo)];
    let mut answers = vec![
        Answer::Close,
        Answer::Bytes(format!("HTTP/1.1 {echo}\r\n\r\n").into_bytes()),
        Answer::Bytes(format!("{echo}\r\n\r\n").into_bytes()),
    ];
    for status in [302, 307, 400, 403, 404, 411, 412, 500, 503] {
        answers.push(Answer::response(status, &headers, &echo));
    }
    let storage = Server::answering(Answer::Close).await;
    for answer in answers {
        storage.answer(answer);
        assert_clean(&provider, &storage.url("")).await;
    }
}

#[test]
fn an_upload_and_its_error_go_anywhere() {
    fn sends<T: Send>(_: T) {}
    fn goes_anywhere<E: StdError + Send + Sync + 'static>() {}
    goes_anywhere::<UploadError>();
    // Not called: only its type is checked.
    let _ = |client: &bridge::Client| sends(to_bridge(client, "hello").send());
    let _ = |client: &bird::Client| sends(to_bird(client, "hello").send());
}
