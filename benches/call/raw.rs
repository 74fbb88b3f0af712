//! hyper alone, with JSON of any kind: the floor.

use std::future::Future;
use std::pin::Pin;

use converse::serde_json::{self, Value};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::server::{BUSY, HERE, MISSING};
use crate::{Caller, KEY, Kind, WORKSPACE};

pub struct Raw {
    http: Client<HttpConnector, Full<Bytes>>,
    base: String,
}

impl Raw {
    pub fn new(url: &str) -> Self {
        Self {
            http: Client::builder(TokioExecutor::new()).build_http(),
            base: format!("{url}/workspaces/{WORKSPACE}"),
        }
    }
}

impl Caller for Raw {
    fn call(&self, kind: Kind) -> Pin<Box<dyn Future<Output = ()>>> {
        let http = self.http.clone();
        let base = &self.base;
        let (method, url, body, status) = match kind {
            Kind::One => ("GET", format!("{base}/conversations/{HERE}"), "", 200),
            Kind::Retried => ("GET", format!("{base}/conversations/{BUSY}"), "", 200),
            Kind::Page => ("GET", format!("{base}/conversations?limit=100"), "", 200),
            Kind::Post => (
                "POST",
                format!("{base}/messages"),
                r#"{"conversationId":"c","messageBody":"We are on it.","enableExternalBroadcast":true}"#,
                200,
            ),
            Kind::Missing => ("GET", format!("{base}/conversations/{MISSING}"), "", 404),
        };
        Box::pin(async move {
            let response = loop {
                let request = Request::builder()
                    .method(method)
                    .uri(&url)
                    .header("x-api-key", KEY)
                    .header("accept", "application/json")
                    .header("content-type", "application/json")
                    .body(Full::new(Bytes::from_static(body.as_bytes())));
                let response = http.request(request.expect("it is valid")).await;
                let response = response.expect("a response");
                if response.status() != StatusCode::SERVICE_UNAVAILABLE {
                    break response;
                }
                // The connection is free again once the body was read.
                response.into_body().collect().await.expect("a body");
            };
            assert_eq!(response.status().as_u16(), status);
            let body = response.into_body().collect().await;
            let body = body.expect("a body").to_bytes();
            let value: Value = serde_json::from_slice(&body).expect("it is JSON");
            assert!(value.is_object());
        })
    }
}
