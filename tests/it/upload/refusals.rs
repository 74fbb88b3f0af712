//! Tests addresses to which files are not sent, and unusable responses.

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use converse::ErrorKind;
use converse::provider::ProviderClient;

use super::*;
use crate::support::builder_at;

#[tokio::test]
async fn an_address_that_the_bytes_may_not_go_to_is_refused() {
    for (url, why) in [
        // From the network for documentation: a connection would fail with another error, and late.
        ("http://192.0.2.1/bucket", "is not https"),
        ("http://storage.example/bucket", "is not https"),
        ("http://127.0.0.1.example.com/", "is not https"),
        ("ftp://127.0.0.1/", "is neither http nor https"),
        ("file:///etc/passwd", "is neither http nor https"),
        (
            "https://user:pass@storage.example/",
            "carries a user name or password",
        ),
        ("https://storage.example/#part", "carries a fragment"),
        (
            "https://storage.example\\@evil/",
            "has a space, a control character or a backslash",
        ),
        (
            "https://storage.example/bucket/a/../key?X-Amz-Signature=x",
            "has a path that would not be sent as it is written",
        ),
        ("<string>", "is not a URL"),
        ("", "is not a URL"),
    ] {
        let site = Site::bare().await;
        site.provider.answer(bridge_names(url, json!({})));
        let of_bridge = fails(site.to_bridge("hello"), UploadStep::Asking).await;
        site.provider.answer(bird_names(url, json!({})));
        let of_bird = fails(site.to_bird("hello"), UploadStep::Asking).await;
        for error in [of_bridge, of_bird] {
            assert_eq!(error.kind(), ErrorKind::Decode, "{url}");
            let text = error.to_string();
            assert!(
                text.ends_with(&format!("the address for the bytes {why}")),
                "{text}"
            );
        }
        assert_eq!(site.storage.connections(), 0);
    }
}

/// Returns a client of a provider on another host, for which the server responds.
fn client_elsewhere<C: ProviderClient>(server: &Server) -> C {
    let port = server.host().split(':').next_back().map(str::to_owned);
    let port = port.expect("a server has a port");
    let here: SocketAddr = format!("127.0.0.1:{port}").parse().expect("an address");
    builder_at(&format!("http://api.example:{port}"))
        .allow_insecure_http(true)
        .configure_http(move |http| http.no_proxy().resolve("api.example", here))
        .build()
        .expect("plain settings")
}

#[tokio::test]
async fn a_provider_elsewhere_cannot_have_files_sent_to_this_machine() {
    let why = "is on this machine, and the provider is not";
    let site = Site::bare().await;
    let here = site.address();
    for url in [
        here.clone(),
        here.replace("http:", "https:"),
        here.replace("127.0.0.1", "LocalHost."),
        here.replace("http://127.0.0.1", "https://[::ffff:127.0.0.1]"),
        here.replace("http://127.0.0.1", "https://0.0.0.0"),
        here.replace("http://127.0.0.1", "https://[::]"),
        "https://[::1]/".to_owned(),
        "https://storage.localhost/".to_owned(),
    ] {
        site.provider.answer(bridge_names(&url, json!({})));
        let client = client_elsewhere::<bridge::Client>(&site.provider);
        let of_bridge = fails(to_bridge(&client, "hello"), UploadStep::Asking).await;
        site.provider.answer(bird_names(&url, json!({})));
        let client = client_elsewhere::<bird::Client>(&site.provider);
        let of_bird = fails(to_bird(&client, "hello"), UploadStep::Asking).await;
        for error in [of_bridge, of_bird] {
            assert!(error.to_string().ends_with(why), "{url}: {error}");
        }
    }
    assert_eq!(site.provider.requests().len(), 16);
    assert_eq!(site.storage.connections(), 0);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::answering(Answer::response(204, &[], "")).await;
    for status in [301, 302, 303, 307, 308] {
        let location = elsewhere.url("/x");
        let answer = Answer::response(status, &[("location", &location)], "");
        let (of_bridge, of_bird) = (Site::bridge().await, Site::bird().await);
        of_bridge.storage.answer(answer.clone());
        of_bird.storage.answer(answer);
        for error in [
            fails(of_bridge.to_bridge("hello"), UploadStep::Sending).await,
            fails(of_bird.to_bird("hello"), UploadStep::Sending).await,
        ] {
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        }
        assert_eq!(of_bridge.storage.requests().len(), 1);
        assert_eq!(of_bird.storage.requests().len(), 1);
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn what_the_storage_did_not_like_is_kept() {
    for (status, kind) in [
        (400, ErrorKind::Invalid),
        (403, ErrorKind::Forbidden),
        (500, ErrorKind::Server),
    ] {
        let body = "<Error><Code>BadDigest</Code></Error>";
        let headers = [("retry-after", "7"), ("x-amz-request-id", "of-the-storage")];
        let site = Site::bridge().await;
        site.storage
            .answer(Answer::response(status, &headers, body));
        let error = fails(site.to_bridge("hello"), UploadStep::Sending).await;
        assert_eq!(
            (error.kind(), error.raw_body()),
            (kind, Some(body.as_bytes()))
        );
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert!(error.call().is_none());
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(error.request_id(), Some("of-the-storage"));
        let text = format!("{error} {error:?}");
        for kept in ["BadDigest", "of-the-storage"] {
            assert!(!text.contains(kept), "{text}");
        }
        assert!(text.contains("see `raw_body()`"), "{text}");
        assert_eq!(site.storage.requests().len(), 1, "sent once");
    }
    // A body over the client's limit is not kept.
    let site = Site::bird().await;
    let client = client::<bird::Client>(&site.provider);
    let client = client.with_options(converse::CallOptions::new().body_limit(1000));
    site.storage
        .answer(Answer::response(400, &[], "x".repeat(1001)));
    let error = fails(to_bird(&client, "hello"), UploadStep::Sending).await;
    assert_eq!((error.kind(), error.raw_body()), (ErrorKind::Invalid, None));
    assert!(!error.to_string().contains("raw_body"), "{error}");
}

#[tokio::test]
async fn the_call_that_asks_tells_why_it_failed() {
    let site = Site::bridge().await;
    let busy = json!({ "message": "busy" });
    let headers = [("retry-after", "7"), ("x-request-id", "of-the-call")];
    site.provider.answer(Answer::response(429, &headers, &busy));
    let error = fails(site.to_bridge("hello"), UploadStep::Asking).await;
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.status().map(|it| it.as_u16()), Some(429));
    assert_eq!(error.raw_body(), Some(busy.to_string().as_bytes()));
    let call = error.call().expect("a call failed");
    assert_eq!(call.operation(), "createFiles");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.request_id(), Some("of-the-call"));
    let whole = converse::Error::from(error);
    assert_eq!(
        (whole.operation(), whole.message(), whole.request_id()),
        ("createFiles", Some("busy"), Some("of-the-call"))
    );
    assert!(whole.verbose().to_string().contains("busy"), "{whole:?}");

    // It may have been carried out, and an upload may still be retried.
    site.provider.answer(Answer::Close);
    let error = fails(site.to_bridge("hello"), UploadStep::Asking).await;
    let text = "bridge upload, asking for the address: bridge createFiles: connection broke: ";
    assert!(error.to_string().starts_with(text), "{error}");
    assert!(!error.to_string().contains("again"), "{error}");
    let source = error.source().expect("there is a cause");
    assert!(!source.to_string().contains("createFiles"), "{source}");

    let not_found = json!({ "code": "ResourceNotFound", "message": "none" });
    site.provider.answer(Answer::json(404, &not_found));
    let error = fails(site.to_bird("hello"), UploadStep::Asking).await;
    let call = error.call().expect("a call failed");
    assert_eq!(
        (call.operation(), call.kind()),
        ("createPresignedUpload", ErrorKind::NotFound)
    );

    let upload = bridge::upload(
        &client(&site.provider),
        "not an id",
        FileType::Image,
        "hello",
    );
    let error = fails(upload, UploadStep::Asking).await;
    assert!(error.to_string().contains("`workspaceId`"), "{error}");
    let upload = bird::upload(&client(&site.provider), WORKSPACE, "not an id", "hello");
    let error = fails(upload, UploadStep::Asking).await;
    assert!(error.to_string().contains("`conversationId`"), "{error}");
    assert_eq!(site.provider.requests().len(), 3);
    assert_eq!(site.storage.connections(), 0);
}

#[tokio::test]
async fn answers_that_cannot_be_followed_are_refused() {
    let site = Site::bare().await;
    let url = site.address();
    let file = |address: Value| json!({ "mediaId": "m", "presignUrl": address });
    let good = file(json!({ "url": url }));
    for answer in [
        json!([]),
        json!([good, good]),
        json!([file(json!({ "url": url, "method": "POST" }))]),
        json!([file(json!({ "url": url, "headers": { "x-a": 1 } }))]),
        json!([file(
            json!({ "url": url, "headers": { "x-a": "b\r\nx-evil: 1" } })
        )]),
        json!([file(json!({ "url": url, "headers": { "x a": "b" } }))]),
    ] {
        site.provider.answer(Answer::json(200, &answer));
        let error = fails(site.to_bridge("hello"), UploadStep::Asking).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{answer}");
    }
    let put =
        json!({ "mediaUrl": "m", "uploadUrl": url, "uploadMethod": "PUT", "uploadFormData": {} });
    site.provider.answer(Answer::json(200, put));
    let error = fails(site.to_bird("hello"), UploadStep::Asking).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(site.storage.connections(), 0);
}
