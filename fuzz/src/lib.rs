//! A call against a server on loopback that responds with given bytes.

use std::time::Duration;

use converse::dynamic::Arguments;
use converse::{CallError, CallOptions, Credential, ResponseValue, RetryPolicy};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The result of a call.
pub type Outcome = Result<ResponseValue<Value>, CallError>;

/// Calls one of the operations and responds with these bytes.
pub fn call(operation: u8, answer: &[u8]) -> Outcome {
    thread_local! {
        static RUNTIME: Runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("the runtime can be built");
    }
    RUNTIME.with(|runtime| runtime.block_on(exchange(operation, answer)))
}

async fn exchange(operation: u8, answer: &[u8]) -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("loopback has free ports");
    let origin = format!("http://{}", listener.local_addr().expect("it is bound"));
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("the client connects");
        let mut request = [0; 8192];
        // The requests here are short: they arrive in one piece.
        let _ = stream.read(&mut request).await;
        let _ = stream.write_all(answer).await;
    };
    let call = send(operation, origin);
    let both = async { tokio::join!(call, serve).0 };
    tokio::time::timeout(Duration::from_secs(20), both)
        .await
        .expect("every call ends")
}

async fn send(operation: u8, origin: String) -> Outcome {
    let id = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";
    let workspace = Arguments::new().path("workspaceId", id);
    let options = CallOptions::new()
        .retry(RetryPolicy::none())
        .attempt_timeout(Duration::from_secs(5));
    macro_rules! call {
        ($provider:ident, $id:literal, $arguments:expr) => {{
            let client = converse::$provider::Client::builder()
                .credential(Credential::new("fuzz"))
                .base_url(origin)
                .configure_http(|http| http.tls_certs_only([]))
                .build()
                .expect("a loopback URL");
            client.with_options(options).call($id, $arguments).await
        }};
    }
    match operation % 4 {
        0 => call!(
            bird,
            "createConversation",
            workspace.body(json!({"name": "x", "channelId": id}))
        ),
        1 => call!(bridge, "listConversations", workspace),
        2 => call!(
            bridge,
            "createConversation",
            workspace.body(json!({"participants": {}}))
        ),
        _ => call!(
            pingback,
            "createConversation",
            Arguments::new().body(json!({"business_id": id}))
        ),
    }
}
