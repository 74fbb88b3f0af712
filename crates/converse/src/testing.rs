//! A server inside the process that stands in for the providers, and recordings of real calls.
//!
//! [`Server::start`] responds to every operation of every compiled-in provider with the bodies of the provider's document;
//! [`Server::stateful`] remembers what it is told. [`Server::on`](converse_testing::Server::on) orders faults. The cookbook shows all of it:
//! [`testing`](crate::cookbook::testing), [`outcomes`](crate::cookbook::outcomes),
//! [`recordings`](crate::cookbook::recordings).
//!
//! The server checks requests, and says what is wrong in the body of the response, in the shape of the provider's errors
//! where the document has one:
//!
//! | status | why |
//! | --- | --- |
//! | 404 | no operation of the provider has this path; or, if the server remembers, the resource does not exist |
//! | 405 | the path has no operation with this method |
//! | 401 | the credential is missing, is given twice, in another form, or is not the expected one |
//! | 400, 413, 415 | the body is missing, not expected, not JSON, too large or not declared as JSON |
//! | 422, or 400 if the operation documents that | an argument, or a value in the body, is not one of the document |
//!
//! Bodies that are not JSON are not looked into. For a paginated operation, the documented bodies are the first page, and
//! the page after it is the last. The address for an upload is one of this server: it accepts any upload there, up to
//! 16 MiB, with a 204, and records the request.
//!
#![cfg_attr(feature = "bridge", doc = "```")]
#![cfg_attr(not(feature = "bridge"), doc = "```ignore")]
//! use converse::testing::Server;
//! use converse::{RetryPolicy, bridge};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::start();
//! let builder = server.builder::<bridge::Client>().retry(RetryPolicy::none());
//! let client = builder.workspace_id("b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234").build()?;
//!
//! // The documented body, and the request for it.
//! let page = client.list_conversations().limit(5).send().await?;
//! assert_eq!(page.conversations.len(), 1);
//! let request = server.last_request().expect("one was sent");
//! assert_eq!(request.query(), Some("limit=5"));
//!
//! // Another response, once.
//! server.on(bridge::op::LIST_CONVERSATIONS).status(429).header("retry-after", "7");
//! let error = client.list_conversations().send().await.expect_err("as ordered");
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
