//! Tests failures of TLS: the names in a certificate come from the server.

use converse_test_support::accept_each;
use std::net::SocketAddr;

use converse::{ClientBuilder, Delivery, ErrorKind, bridge};
use converse_core::reqwest::{self, ClientBuilder as Http};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::hosts::failed;
use super::*;
use crate::support::builder_at;
use crate::support::canary::{assert_traces_clean, find, watch_ours_on_this_thread};
use crate::support::tls::{Authority, Flaw};
use crate::upload::{bridge_names, to_bridge};

/// Returns names for a certificate, made of key and message. A label has 63 bytes at most.
fn names() -> Vec<String> {
    let dotted = TEXT.replace('-', ".");
    [KEY, TEXT, &dotted, &TEXT[1..]]
        .map(|name| format!("{}.example", name.to_lowercase().replace('_', "-")))
        .to_vec()
}

/// Asserts that a call and an upload with this HTTP client fail for this reason.
async fn assert_reported(
    origin: &str,
    configure: impl Fn(Http) -> Http + Clone + Send + 'static,
    words: &str,
) {
    // The call that carries the message.
    let connect: ClientBuilder<bird::Client> = builder_at(origin);
    let client = connect.configure_http(configure.clone()).build();
    let once = CallOptions::new().retry(RetryPolicy::none());
    let client = client.expect("plain settings").with_options(once);
    let body = CreateConversation::new(TEXT).channel_id(WORKSPACE);
    let call = client
        .create_conversation()
        .workspace_id(WORKSPACE)
        .body(body);
    let error = call.send().await.expect_err("no connection is made");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Connect, Delivery::NotSent),
        "{error}"
    );
    assert_error_clean(&error);
    let shown = error.to_string();
    let start = format!("bird createConversation: could not connect: {words}; ");
    let detail = error.transport_detail().expect("there are causes");
    assert!(shown.starts_with(&start), "{shown}: {detail}, not {start}");

    // The upload whose address is on that server.
    let provider = Server::answering(bridge_names(
        &format!("{origin}/{KEY}?text={TEXT}"),
        json!({}),
    ))
    .await;
    let client: bridge::Client = crate::support::client(&provider);
    let upload = to_bridge(&client, "hello").configure_http(configure);
    let error = failed(upload).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert_error_clean(&error);
    let shown = format!("bridge upload, sending the bytes: could not connect: {words}");
    assert_eq!(error.to_string(), shown);
    assert!(error.transport_detail().is_some());
}

fn trusting(authority: &Authority) -> impl Fn(Http) -> Http + Clone + Send + use<> {
    let certificate = authority.certificate();
    move |http| http.tls_certs_only([certificate.clone()])
}

fn origin(address: SocketAddr) -> String {
    format!("https://localhost:{}", address.port())
}

#[tokio::test]
async fn a_refused_certificate_is_reported_by_its_kind_alone() {
    watch_ours_on_this_thread();
    // The issuer of a certificate chooses the names in it.
    let authority = Authority::new(TEXT);
    let localhost = [vec!["localhost".to_owned()], names()].concat();
    for (flaw, words) in [
        (Flaw::Expired, "the server's certificate has expired"),
        (
            Flaw::NotYetValid,
            "the server's certificate is not valid yet",
        ),
        (Flaw::Purpose, "the server's certificate was not accepted"),
    ] {
        let address = authority.serve(&localhost, KEY, flaw, "").await;
        assert_reported(&origin(address), trusting(&authority), words).await;
    }

    let address = authority.serve(&names(), KEY, Flaw::None, "").await;
    let words = "the server's certificate is for another name";
    assert_reported(&origin(address), trusting(&authority), words).await;

    let address = authority.serve(&localhost, KEY, Flaw::None, "").await;
    let words = "the server's certificate is from an issuer that is not trusted";
    assert_reported(&origin(address), trusting(&Authority::new("other")), words).await;
    // The same with the certificates of the system.
    let fresh = |_: Http| reqwest::Client::builder();
    assert_reported(&origin(address), fresh, words).await;

    let trusts = trusting(&authority);
    let list = authority.revoked();
    let revokes = move |http| trusts(http).tls_crls_only([list()]);
    let words = "the server's certificate was revoked";
    assert_reported(&origin(address), revokes, words).await;
    assert_traces_clean();
}

#[tokio::test]
async fn the_names_of_a_certificate_are_there_for_those_who_ask() {
    let authority = Authority::new(TEXT);
    let address = authority.serve(&names(), KEY, Flaw::None, "").await;
    let client = builder_at::<bridge::Client>(&origin(address));
    let client = client.configure_http(trusting(&authority)).build();
    let client = client.expect("plain settings");
    let list = client.list_conversations().workspace_id(WORKSPACE);
    let error = list.send().await;
    let error = error.expect_err("the name is wrong");
    let detail = error.transport_detail().expect("there are causes");
    assert!(find(detail).is_some(), "{detail}");
}

#[tokio::test]
async fn what_a_server_says_within_tls_is_heard_and_not_shown() {
    watch_ours_on_this_thread();
    let authority = Authority::new(TEXT);
    let localhost = ["localhost".to_owned()];
    let echo = format!("HTTP/1.1 404 {TEXT}\r\nx-echo: {KEY}\r\ncontent-length: 0\r\n\r\n");
    for (flaw, status) in [(Flaw::None, Some(404)), (Flaw::ClientCertificate, None)] {
        let address = authority.serve(&localhost, KEY, flaw, &echo).await;
        let client = builder_at::<bridge::Client>(&origin(address));
        let client = client.configure_http(trusting(&authority)).build();
        let options = CallOptions::new().retry(RetryPolicy::none());
        let client = client.expect("plain settings").with_options(options);
        let list = client.list_conversations().workspace_id(WORKSPACE);
        let error = list.send().await.expect_err("the call fails");
        assert_eq!(error.status().map(|it| it.as_u16()), status, "{flaw:?}");
        assert_error_clean(&error);
        if status.is_none() {
            // The client may have sent its request before it learns that a certificate is missing.
            let words = "the server refused the TLS handshake";
            assert!(error.to_string().contains(words), "{error}");
        }
    }
    assert_traces_clean();
}

/// Starts a server that writes this to each connection, and closes it.
async fn saying(words: String) -> SocketAddr {
    let serve = move |mut stream: TcpStream| {
        let words = words.clone();
        async move {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(words.as_bytes()).await;
        }
    };
    accept_each(serve).await
}

#[tokio::test]
async fn what_does_not_speak_tls_and_a_proxy_that_refuses_are_not_quoted() {
    watch_ours_on_this_thread();
    let none = |http: Http| http.tls_certs_only([]);
    let echo = format!("HTTP/1.1 502 {KEY} {TEXT}\r\nx-echo: {KEY}\r\n\r\n{TEXT}");
    let address = saying(echo.clone()).await;
    assert_reported(&origin(address), none, "the server does not speak TLS").await;
    let address = saying(String::new()).await;
    let words = "the connection closed while it was made";
    assert_reported(&origin(address), none, words).await;

    for echo in [echo.replace("502", "407"), echo, format!("{KEY}\r\n\r\n")] {
        let proxy = format!("http://{}", saying(echo).await);
        let over_proxy = move |http: Http| {
            let proxy = reqwest::Proxy::all(&proxy).expect("it is a URL");
            none(http).proxy(proxy)
        };
        let words = "TLS failed, or a proxy on the way refused";
        assert_reported("https://api.example", over_proxy, words).await;
    }
    assert_traces_clean();
}
