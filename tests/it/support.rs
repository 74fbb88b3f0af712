//! Support for the tests: a scripted server, the providers, their documented bodies.

pub mod fixtures;
pub mod providers;
pub mod schema;
pub mod tls;

use converse::ClientBuilder;
use converse::provider::ProviderClient;
use converse_test_support::Server;
use uuid::Uuid;

/// What these tests share with the conformance suite.
pub use converse_testing::conformance::{KEY, canary, setup, setup::builder_at};

/// The workspace of typed calls.
pub const WORKSPACE: Uuid = uuid::uuid!("b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234");

/// Returns a builder with the credential, and with the server in place of the provider's host: the path of the base URL
/// stays.
pub fn builder<C: ProviderClient>(server: &Server) -> ClientBuilder<C> {
    builder_at(&server.url(""))
}

/// Returns a client of the server.
pub fn client<C: ProviderClient>(server: &Server) -> C {
    builder(server).build().expect("key and base URL are valid")
}
