//! Tests a build with neither `rustls` nor `native-tls`: building a client for https fails, and http works.
#![cfg(all(feature = "bird", not(any(feature = "rustls", feature = "native-tls"))))]

use converse::bird::{Client, ClientBuilder};
use converse::testing::Server;
use converse::{BuildError, Credential};

fn builder() -> ClientBuilder {
    Client::builder().credential(Credential::new("key"))
}

#[test]
fn https_is_refused_with_the_features_to_switch_on() {
    let error = builder().build().expect_err("the base URL is https");
    assert!(matches!(error, BuildError::NoTls), "{error}");
    let text = error.to_string();
    for feature in ["`rustls`", "`native-tls`"] {
        assert!(text.contains(feature), "{text}");
    }
    // It may bring its own TLS, and this cannot be seen.
    assert!(builder().configure_http(|http| http).build().is_ok());
}

#[tokio::test]
async fn plain_http_works() {
    let server = Server::start();
    let client = server
        .builder::<Client>()
        .build()
        .expect("it is on this machine");
    let page = client
        .list_conversations()
        .workspace_id("b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234")
        .send()
        .await;
    page.expect("the documented answer");
}
