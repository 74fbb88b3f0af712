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

use crate::server::{HERE, MISSING, Server};
use crate::{Contestant, KEY, Kind, WORKSPACE};

pub struct Raw {
    http: Client<HttpConnector, Full<Bytes>>,
    base: String,
}

impl Raw {
    pub fn new(server: &Server) -> Self {
        Self {
            http: Client::builder(TokioExecutor::new()).build_http(),
            base: format!(
                "http://{}/bridge/api/v1/workspaces/{WORKSPACE}",
                server.address
            ),
        }
    }
}

impl Contestant for Raw {
    fn name(&self) -> &'static str {
        "hyper, any JSON"
    }

    fn call(&self, kind: Kind) -> Pin<Box<dyn Future<Output = ()>>> {
        let http = self.http.clone();
        let base = &self.base;
        let (method, url, body, status) = match kind {
            Kind::One => ("GET", format!("{base}/conversations/{HERE}"), "", 200),
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
            let request = Request::builder()
                .method(method)
                .uri(url)
                .header("x-api-key", KEY)
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .body(Full::new(Bytes::from_static(body.as_bytes())));
            let response = http.request(request.expect("it is valid")).await;
            let response = response.expect("a response");
            assert_eq!(
                response.status(),
                StatusCode::from_u16(status).expect("it is one")
            );
            let body = response
                .into_body()
                .collect()
                .await
                .expect("a body")
                .to_bytes();
            let value: Value = serde_json::from_slice(&body).expect("it is JSON");
            assert!(value.is_object());
        })
    }
}
