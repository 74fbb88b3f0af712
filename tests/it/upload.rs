//! Tests that files are sent to the address that the provider names, and nothing else is.

mod endings;
mod limits;
mod raw;
mod refusals;
mod requests;
mod secrets;
mod sources;

use converse::bridge::types::FileType;
use converse::upload::{Upload, UploadError, UploadStep};
use converse::{Blob, bird, bridge};
use converse_test_support::{Answer, Request, Server};
use serde_json::{Value, json};

use crate::support::{WORKSPACE, client};

/// The query of an address: everybody who has it can use the address.
const SIGNATURE: &str = "X-Amz-Signature=s1gnature-of-this-address";

/// The SHA-256 of `hello` in base64, by openssl.
const HELLO: &str = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";

/// A provider, and the host that receives its files.
struct Site {
    provider: Server,
    storage: Server,
}

impl Site {
    /// Has the provider name an address on the host.
    async fn bridge() -> Self {
        let site = Self::bare().await;
        site.provider
            .answer(bridge_names(&site.address(), json!({})));
        site
    }

    async fn bird() -> Self {
        let site = Self::bare().await;
        let fields = json!({ "key": "media/1", "policy": "p" });
        site.provider.answer(bird_names(&site.address(), fields));
        site
    }

    async fn bare() -> Self {
        Self {
            provider: Server::answering(Answer::Close).await,
            storage: Server::answering(Answer::response(204, &[], "")).await,
        }
    }

    /// Returns an address on the storage host.
    fn address(&self) -> String {
        self.storage.url(&format!("/bucket/key?{SIGNATURE}"))
    }

    fn to_bridge(&self, source: impl Into<Blob>) -> Upload<bridge::Uploaded> {
        to_bridge(&client(&self.provider), source)
    }

    fn to_bird(&self, source: impl Into<Blob>) -> Upload<bird::Uploaded> {
        to_bird(&client(&self.provider), source)
    }

    /// Returns the request with the file.
    fn file(&self) -> Request {
        assert_eq!(self.provider.requests().len(), 1);
        self.storage.request()
    }

    /// Asserts that nothing was sent.
    fn is_untouched(&self) -> bool {
        self.provider.connections() == 0 && self.storage.connections() == 0
    }
}

pub fn to_bridge(client: &bridge::Client, source: impl Into<Blob>) -> Upload<bridge::Uploaded> {
    let workspace = &WORKSPACE.to_string();
    let upload = bridge::upload(client, workspace, FileType::Image, source);
    // No connection here uses TLS, and reading the system's certificates is slow.
    upload.configure_http(|http| http.tls_certs_only([]))
}

fn to_bird(client: &bird::Client, source: impl Into<Blob>) -> Upload<bird::Uploaded> {
    let workspace = &WORKSPACE;
    let upload = bird::upload(client, workspace, workspace.to_string(), source);
    upload.configure_http(|http| http.tls_certs_only([]))
}

/// Returns Bridge's answer that names an address.
pub fn bridge_names(url: &str, headers: Value) -> Answer {
    let address = json!({ "url": url, "method": "PUT", "headers": headers });
    Answer::json(
        200,
        json!([{ "mediaId": "media-1", "presignUrl": address }]),
    )
}

/// Returns Bird's answer that names an address.
fn bird_names(url: &str, fields: Value) -> Answer {
    let answer = json!({
        "mediaUrl": "https://media.example.com/1",
        "uploadUrl": url,
        "uploadMethod": "POST",
        "uploadFormData": fields,
    });
    Answer::json(200, answer)
}

/// Returns the error of an upload that fails at this step.
async fn fails<T: std::fmt::Debug>(upload: Upload<T>, step: UploadStep) -> UploadError {
    let error = upload.send().await.expect_err("the upload fails");
    assert_eq!(error.step(), step, "{error}");
    error
}
