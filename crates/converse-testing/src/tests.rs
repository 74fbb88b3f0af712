//! What the testing server returns, checks, records and hides.

mod acme;
mod answers;
mod records;
mod refusals;

use converse_core::http::{Method, StatusCode};
use converse_core::reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;

use crate::Server;

/// A server that stands in for [`acme`] alone, and the means to send it anything.
struct Acme {
    server: Server,
    http: Client,
}

impl Acme {
    fn start() -> Self {
        Self {
            server: Server::start(acme::CONTRACTS),
            http: http(),
        }
    }

    /// Returns a call with the expected credential.
    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path)
            .header("authorization", "Token testing-credential")
    }

    /// Returns a call without a credential.
    fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.server.base_url("acme"));
        self.http.request(method, url)
    }
}

fn http() -> Client {
    let builder = Client::builder().no_proxy();
    builder.build().expect("the settings are valid")
}

async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("the server responds")
}

/// Returns the request with a JSON body.
fn json(request: RequestBuilder, body: &Value) -> RequestBuilder {
    let request = request.header("content-type", "application/json");
    request.body(body.to_string())
}

/// Returns status and JSON body.
async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = send(request).await;
    let status = response.status();
    let body = response.bytes().await.expect("the body is complete");
    (status, serde_json::from_slice(&body).expect("it is JSON"))
}

/// Returns status and message of a refusal, which must be those that the server records.
async fn refusal(acme: &Acme, request: RequestBuilder) -> (u16, String) {
    let (status, body) = answer(request).await;
    let problem = body["error"].as_str().expect("it has a reason").to_owned();
    let received = acme.server.last_request().expect("it is recorded");
    assert_eq!(received.problem(), Some(problem.as_str()));
    (status.as_u16(), problem)
}
