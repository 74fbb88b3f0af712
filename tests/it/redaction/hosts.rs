//! Tests that errors show no host of a response other than the client's own.

use converse::upload::{Upload, UploadError};
use converse::{ErrorKind, bridge};
use converse_core::reqwest;
use serde_json::json;

use super::*;
use crate::support::canary::{assert_traces_clean, hosts, watch_ours_on_this_thread};
use crate::upload::{bridge_names, to_bridge};

#[tokio::test]
async fn a_redirect_to_a_host_made_of_secrets_shows_nothing_of_it() {
    watch_ours_on_this_thread();
    for provider in ALL {
        let server = Server::answering(Answer::Close).await;
        let client = (provider.connect)(&server);
        let operation = "createConversation";
        for host in hosts() {
            for location in [
                format!("https://{host}/"),
                format!("//{host}:8443/{TEXT}?key={KEY}"),
                format!("http://{TEXT}@{host}"),
            ] {
                server.answer(Answer::response(307, &[("location", &location)], ""));
                let call = client.call(operation, carrying(provider, operation));
                let error = call.await.expect_err("it is a redirect");
                assert_eq!(error.kind(), ErrorKind::Redirect);
                assert_error_clean(&error);
                let text = error.to_string();
                assert!(text.contains("to another host"), "{location}: {text}");
            }
        }
    }
    assert_traces_clean();
}

/// A resolver that finds no host, and names the host in its error.
struct Nowhere;

impl reqwest::dns::Resolve for Nowhere {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let problem = format!("unknown host {}, said {KEY}", name.as_str());
        Box::pin(std::future::ready(Err(problem.into())))
    }
}

#[tokio::test]
async fn an_upload_to_a_host_made_of_secrets_shows_nothing_of_it() {
    watch_ours_on_this_thread();
    let provider = Server::answering(Answer::Close).await;
    let client: bridge::Client = client(&provider);
    for host in hosts() {
        let url = format!("https://{host}/{KEY}?text={TEXT}");
        provider.answer(bridge_names(&url, json!({})));
        let upload = to_bridge(&client, "hello");
        let upload = upload.configure_http(|http| http.dns_resolver(Nowhere));
        let error = failed(upload).await;
        assert_eq!(error.kind(), ErrorKind::Connect, "{host}: {error}");
        assert_error_clean(&error);
        let words = "could not connect: the host name could not be resolved";
        assert!(error.to_string().ends_with(words), "{host}: {error}");
        // The detail, which callers ask for, has everything.
        let detail = error.transport_detail().expect("there are causes");
        assert!(detail.contains(KEY), "{detail}");
    }
    assert_traces_clean();
}

pub async fn failed<T: Debug>(upload: Upload<T>) -> UploadError {
    upload.send().await.expect_err("it cannot be sent")
}
