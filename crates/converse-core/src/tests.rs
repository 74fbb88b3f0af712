//! Calls of a client, against a server on loopback that is made of plain sockets.

mod blobs;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod body_limits;
mod codes;
mod configure;
mod connection_headers;
mod connections;
mod credentials;
mod custom;
mod decoding;
mod delivery_table;
mod dynamic_calls;
mod failures;
mod forms;
mod http2;
mod layers;
mod limits;
mod loopback;
mod many;
mod numbers;
mod of_client;
mod paging;
mod parts;
mod promises;
mod proxies;
mod refusals;
mod repeated_fields;
mod responses;
mod retries;
mod rotation;
mod secrets;
mod sending;
#[cfg(feature = "dynamic")]
mod shapes;
mod streaming;
mod streams;
mod traces;
mod uploads;

use serde::Deserialize;
use serde_json::Value;

use crate::argument::ArgumentError;
use crate::credential::{CredentialError, Token};
use crate::dynamic::Arguments;
use crate::error::ErrorBody;
use crate::http::{Bytes, HeaderMap, StatusCode};
use crate::limits::*;
use crate::operation::test_support::{CREATE, GET, HEADER, parameter};
use crate::operation::*;
use crate::paging::{Items, Pages};
use crate::provider::ProviderClient;
use crate::retry::RetryBudget;
use crate::testing::Canary;
use crate::upload::{Upload, UploadStep};
use crate::*;
use loopback::Server;

const KEY: &str = "sk-live-0Canary9";

static PROVIDER: Provider = Provider::new("acme", "Acme", "1.2.3")
    .base_url("https://api.acme.example/v1", "ACME_BASE_URL")
    .credential_variable("ACME_API_KEY")
    .security(&[&[HEADER]])
    .error_codes(&["ACME_7", "ACME_8"]);

#[derive(Clone, Debug)]
struct Acme {
    inner: Client,
}

impl ProviderClient for Acme {
    type Builder = ClientBuilder<Self>;

    fn provider() -> &'static Provider {
        &PROVIDER
    }
    fn from_core(inner: Client) -> Self {
        Self { inner }
    }
    fn core(&self) -> &Client {
        &self.inner
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
struct Thing {
    id: i64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Problem {
    problem: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Fields {
    fields: Vec<String>,
}

// A string of the server, which the document does not list.
error_body! { Problem, code: problem }

error_body! {
    /// The error bodies of `createThing`.
    enum CreateError {
        0 => Problem(Problem) code,
        1 => Fields(Fields),
    }
}

fn client(base_url: &str) -> Acme {
    builder(base_url)
        .build()
        .expect("a loopback URL and a plain key")
}

/// Retries follow at once: over the network no test waits for a pause.
fn builder(base_url: &str) -> ClientBuilder<Acme> {
    ClientBuilder::new()
        .credential(Credential::new(KEY))
        .base_url(base_url)
        .retry(RetryPolicy::default().base_delay(std::time::Duration::ZERO))
}

/// The only alternative of an operation with this scheme.
fn alone(scheme: SecurityScheme) -> &'static [&'static [SecurityScheme]] {
    let schemes: &[SecurityScheme] = Box::leak(Box::new([scheme]));
    Box::leak(Box::new([schemes]))
}

/// A variant of an operation.
fn leak(operation: Operation) -> &'static Operation {
    Box::leak(Box::new(operation))
}

/// Returns a call of `createThing` with its required arguments.
fn create(client: &Acme) -> Request {
    let mut request = client.inner.request(&CREATE);
    request.path("room", Ok("r1"));
    request.json(Ok(serde_json::json!({"name": "n"})));
    request
}

/// Returns a call of `getThing`, or of a variant of it.
fn get(client: &Acme, operation: &'static Operation) -> Request {
    let mut request = client.inner.request(operation);
    request.path("id", Ok(1));
    request
}

async fn create_at(server: &Server) -> Result<ResponseValue<Thing>, CallError<CreateError>> {
    create(&client(&server.url("/v1"))).send_json().await
}

/// Returns everything that an error can be printed as, its sources included.
fn printed(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("{error}\n{error:?}\n{error:#?}\n"));
        next = error.source();
    }
    text
}

/// Returns a response with a JSON body.
fn json_response(status: &str, body: &str) -> Vec<u8> {
    response(status, &[("content-type", "application/json")], body)
}

fn response(status: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}

#[test]
fn calls_can_be_sent_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    fn is_error<T: Send + Sync + std::error::Error + 'static>() {}
    is_error::<CallError<CreateError>>();
    is_error::<CallError<Value>>();
    is_error::<BuildError>();
    let client = client("http://127.0.0.1:1");
    is_send(
        &client
            .inner
            .request(&GET)
            .send_json::<std::cell::Cell<u8>, CreateError>(),
    );
    is_send(&client.inner.request(&GET).send_empty::<CreateError>());
    is_send(&ClientBuilder::<Acme>::new().configure_http(|http| http));
}
