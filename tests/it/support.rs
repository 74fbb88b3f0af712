//! Support for the tests: a scripted server, the providers, their documented bodies.

pub mod canary;
pub mod fixtures;
pub mod layers;
pub mod providers;
pub mod schema;
pub mod setup;
pub mod tls;

use converse::provider::ProviderClient;
use converse::{ClientBuilder, Credential};
use converse_test_support::Server;
use uuid::Uuid;

/// A key with the length and alphabet of real ones.
pub const KEY: &str = "live_Zx81kQ7hF2mP0sT4vW9yB3nC6dEaLrUoJgI5tXq";

/// The workspace of typed calls.
pub const WORKSPACE: Uuid = uuid::uuid!("b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234");

/// Returns a builder with the credential, and with the server in place of the provider's host: the path of the base URL
/// stays.
pub fn builder<C: ProviderClient>(server: &Server) -> ClientBuilder<C> {
    builder_at(&server.url(""))
}

/// The same with an origin, such as `http://127.0.0.1:1`.
pub fn builder_at<C: ProviderClient>(origin: &str) -> ClientBuilder<C> {
    let host_and_path = C::provider()
        .base_url
        .split_once("://")
        .map_or("", |(_, rest)| rest);
    let path = host_and_path
        .find('/')
        .map_or("", |start| &host_and_path[start..]);
    ClientBuilder::new()
        .credential(Credential::new(KEY))
        .base_url(format!("{origin}{path}"))
}

/// Returns a client of the server.
pub fn client<C: ProviderClient>(server: &Server) -> C {
    builder(server).build().expect("key and base URL are valid")
}
