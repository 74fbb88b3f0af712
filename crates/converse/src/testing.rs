//! A server inside the process that stands in for the providers.
//!
//! It responds to every operation of every compiled-in provider with the examples of the provider's document. It checks
//! requests, and reports what is wrong in the body of the response:
//!
//! | status | why |
//! | --- | --- |
//! | 404 | no operation of the provider has this path |
//! | 405 | the path has no operation with this method |
//! | 401 | the credential is missing, is given twice, in another form, or is not the expected one |
//! | 400, 413, 415 | the body is missing, not expected, not JSON, too large or not declared as JSON |
//!
//! Arguments and the fields of bodies are not checked: the client has done that. For a paginated operation, the
//! examples are the first page, and the page after it is the last. The address for an upload is one of this server: it
//! accepts any upload there, up to 16 MiB, with a 204, and records the request.
//!
#![cfg_attr(feature = "bridge", doc = "```")]
#![cfg_attr(not(feature = "bridge"), doc = "```ignore")]
//! use converse::testing::{Answer, Server};
//! use converse::{ErrorKind, RetryPolicy, bridge};
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::start();
//! // Without retries, so that each failure is visible.
//! let client = server.builder::<bridge::Client>().retry(RetryPolicy::none()).build()?;
//! let list = || {
//!     let workspace = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234";
//!     client.list_conversations().workspace_id(workspace).limit(5)
//! };
//!
//! // The documented example, and the request for it.
//! let page = list().send().await?;
//! assert_eq!(page.conversations.len(), 1);
//! let request = server.last_request().expect("one was sent");
//! assert!(request.path().starts_with("/bridge/api/v1/workspaces/"));
//! assert_eq!(request.query(), Some("limit=5"));
//!
//! // Another response, once: for the next call, or for the next call of one operation.
//! server.respond_next(500, json!({"message": "sorry"}));
//! let error = list().send().await.expect_err("the next response is an error");
//! assert_eq!(error.kind(), ErrorKind::Server);
//!
//! let busy = Answer::new(429, "busy").header("retry-after", "7");
//! server.respond_next_to("bridge", "listConversations", busy);
//! let error = list().send().await.expect_err("the next response is an error");
//! assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(7));
//! # Ok(())
//! # }
//! ```

mod providers;
mod server;

pub use converse_testing::{
    Answer, Body, CREDENTIAL, Contract, On, Ordered, Problem, ReceivedRequest, Recorder, Replay,
    ReplayError, ResourceHandle, Setup, TypedOperation, recording,
};
pub use providers::PROVIDERS;
pub use server::{Server, setup};
