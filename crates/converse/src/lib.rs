//! Typed clients for the conversations APIs of messaging providers.
//!
//! One module per provider, each with a `Client` that has a method per operation. The common parts are
//! here, once: [`Credential`], [`ClientBuilder`], [`ResponseValue`], [`Error`].
//!
//! # A first call
//!
#![cfg_attr(all(feature = "bridge", feature = "client"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "bridge", feature = "client")), doc = "```ignore")]
//! use converse::bridge::{Client, types};
//! use converse::{Delivery, ErrorKind};
//!
//! #[tokio::main]
//! async fn main() -> converse::Result<()> {
//!     // The key is in BRIDGE_API_KEY, the workspace in BRIDGE_WORKSPACE_ID.
//!     let client = Client::from_env()?;
//!
//!     let message = types::CreateMessage::new("c-1", "We are on it.")
//!         .enable_external_broadcast(true);
//!     match client.create_message().body(message).send().await {
//!         Ok(sent) => println!("{}", sent.message_id),
//!         Err(error) if error.kind() == ErrorKind::RateLimited => {
//!             println!("again in {:?}", error.retry_after());
//!         }
//!         // The connection broke, for example: look for the message first.
//!         Err(error) if error.delivery() == Delivery::Unknown => {
//!             println!("perhaps sent: {error}");
//!         }
//!         Err(error) => return Err(error.into()),
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Arguments are checked before anything is sent; an id may be given as a string and by reference, see
//! [`value::ToUuid`]. The required fields of a body are arguments of its type's `new`; the others have one
//! setter each. Enums and unions keep values that the provider's document does not list.
//!
//! # Pages
//!
//! A paginated operation has `.stream()` for the items of all pages, and `.pages()` for the pages. Each page is fetched when
//! it is needed. After an error the stream ends and says where to go on, see [`paging`].
//!
#![cfg_attr(all(feature = "bridge", feature = "client"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "bridge", feature = "client")), doc = "```ignore")]
//! # async fn list(client: converse::bridge::Client) -> converse::Result<()> {
//! let mut conversations = client.list_conversations().limit(100).stream();
//! while let Some(conversation) = conversations.try_next().await? {
//!     println!("{}", conversation.id);
//! }
//! # Ok(()) }
//! ```
//!
//! # Credentials and base URLs
//!
//! `Client::from_env()` reads the credential from the provider's variable, and the base URL from the second one if
//! that is set:
//!
// providers: begin variables
//! | provider | credential | base URL |
//! | --- | --- | --- |
//! | Bird | `BIRD_ACCESS_KEY` | `BIRD_BASE_URL` |
//! | Bridge | `BRIDGE_API_KEY` | `BRIDGE_BASE_URL` |
//! | Pingback | `PINGBACK_TOKEN` | `PINGBACK_BASE_URL` |
// providers: end variables
//!
//! Or set them in code: `Client::builder().credential(Credential::new(key)).base_url(url).build()?`. The builder is the
//! same for every provider, see [`ClientBuilder`] for time limits, proxies and the rest. Give the bare key: the
//! header and the prefix come from the provider's document. HTTP `basic` takes `Credential::basic(user, password)`, and
//! a provider with several security schemes a credential for each, by `credential_for`. The credential is sent to the base URL only, redirects
//! are not followed, and neither `Debug` nor an error shows it.
//!
//! # Errors
//!
//! Every call ends in a [`ResponseValue`] or a [`CallError`], which is an [`Error`] with the operation's own error body.
//! `?` turns it into an [`Error`], across operations and providers. Every error has the same methods:
//!
//! - [`kind()`](Error::kind): what went wrong, in terms that are the same for every provider;
//! - [`delivery()`](Error::delivery): may the operation have been carried out?
//! - [`attempts()`](Error::attempts): how often it was tried. A call that creates something is retried only if nothing
//!   was sent before, or if it has an idempotency key; see [`reliability`];
//! - [`body()`](CallError::body): the provider's own error, typed where the document describes it;
//! - [`status()`](Error::status), [`retry_after()`](Error::retry_after), [`request_id()`](Error::request_id),
//!   [`raw_body()`](Error::raw_body).
//!
//! A client that cannot be built gives a [`BuildError`].
//!
//! # Files and webhooks
//!
//! Tasks of more than one operation, or of none, are in the modules of the providers that have them: `bridge::upload`
//! and `bird::upload` upload a [`Blob`] to the provider, see [`upload::Upload`]; `bird::webhook` checks who sent a webhook,
//! for axum as an extractor.
//!
//! # Cookbook
//!
//! [The cookbook](https://docs.rs/converse/latest/converse/cookbook/) has complete programs for common tasks, each of which
//! is a test of this crate: the first call, all items of a list, to be sure that a message was sent, tokens that expire,
//! webhooks, files, tests of your own code, OpenTelemetry, proxies, and the way from a client of your own to this one.
//!
//! # Modules
//!
//! The root has the names that most programs write. The others are in modules, the same ones in the crate of each provider:
//!
//! | module | contents |
//! | --- | --- |
//! | [`error`], [`reliability`] | the parts of an error; the promises of a call |
//! | [`credential`], [`retry`], [`limits`] | tokens that expire; the retry budget; the defaults of all limits |
//! | [`paging`], [`upload`], [`streaming`] | all pages as a stream; files; responses that are read as they come |
//! | [`layer`], [`request`] | code of yours around each attempt; requests that the document lacks, and calls to look at |
//! | [`value`], [`http`] | the types of fields and arguments; the types of HTTP |
//! | [`operation`], [`provider`] | the table of operations as data; code that works with any provider |
//!
//! # Features
//!
//! - one per provider, named like its module: `bird`, say. Any subset builds.
//! - `rustls` (default) or `native-tls`: the clients with this TLS backend.
//! - `client`: the clients without a TLS backend; supply one through `.configure_http(..)`. The two above, `dynamic` and
//!   `testing` imply it. Without it there are types, tables of operations and webhook verification, without an HTTP client
//!   and without a runtime; that builds for `wasm32-unknown-unknown`.
//! - `blocking`: `.send_blocking()` beside `.send()`, for programs without an async runtime.
//! - `schemars`: `JsonSchema` for every type.
//! - `dynamic`: `Client::call`, an operation by its id, with JSON in and out.
//! - `examples`: an example of every type, for tests: `types::Conversation::example()`; and the documented bodies as
//!   data, in `EXAMPLES` of each provider.
//! - `axum`: `bird::webhook::BirdWebhook`, an extractor of axum that verifies webhooks. It needs no `client`.
//! - `testing`: the module `testing`, a server inside the process that stands in for the providers; recordings of calls.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]

// providers: begin modules
#[cfg(feature = "bird")]
pub mod bird;
#[cfg(feature = "bridge")]
pub mod bridge;
#[cfg(feature = "pingback")]
pub mod pingback;
// providers: end modules
// Pages for readers, whose programs are tests; programs that use this crate do not compile it.
#[cfg(all(
    any(doc, doctest),
    feature = "axum",
    feature = "bird",
    feature = "blocking",
    feature = "bridge",
    feature = "pingback",
    feature = "testing"
))]
pub mod cookbook;
#[cfg(feature = "dynamic")]
pub mod dynamic;
#[cfg(feature = "testing")]
pub mod testing;

#[doc(inline)]
pub use converse_core::exports::*;
/// The HTTP client, which [`ClientBuilder::configure_http`] changes.
#[cfg(feature = "client")]
#[doc(no_inline)]
pub use converse_core::reqwest;
#[cfg(feature = "client")]
pub use converse_core::upload;
/// Crates whose types are those of fields and arguments.
#[doc(no_inline)]
pub use converse_core::{chrono, serde_json, uuid};

/// Compiles the examples of the README.
#[cfg(all(
    doctest,
    feature = "bird",
    feature = "bridge",
    feature = "pingback",
    feature = "testing"
))]
#[doc = include_str!("../../../README.md")]
struct Readme;
