//! A server inside the process that stands in for the provider of a generated Converse client.
//!
//! The facade `converse` has it for all providers, as `converse::testing`. A program with a client of its own starts it
//! with the `CONTRACT` of the generated crate, which needs the features `dynamic` and `examples`:
//!
//! ```ignore
//! let server = converse_testing::Server::stateful([&acme::CONTRACT]);
//! let client = server.builder::<acme::Client>().build()?;
//! ```
//!
//! With the feature `conformance`, one line proves the promises of the runtime for such a client: see `conformance!`.

mod answer;
mod arguments;
mod body;
#[cfg(feature = "conformance")]
pub mod conformance;
mod connection;
mod credential;
mod documented;
mod error_body;
mod last_page;
mod on;
mod received;
pub mod recording;
mod refusal;
mod route;
mod script;
mod serve;
mod server;
mod setup;
mod state;
mod uploads;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Body};
pub use converse_core::dynamic::{Contract, Problem, TypedOperation};
pub use on::{On, Ordered};
pub use received::ReceivedRequest;
pub use recording::{Recorder, Replay, ReplayError};
pub use server::Server;
pub use setup::{CREDENTIAL, Setup};
pub use state::ResourceHandle;
