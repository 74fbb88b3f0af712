//! The client: how it is set up, its limits, and the HTTP client below it.

pub(crate) mod base_url;
mod builder;
#[allow(
    clippy::module_inception,
    reason = "the builder needs the client, so it cannot be in the root of the room"
)]
mod client;
mod extra_headers;
mod http;
mod limits;
mod options;
mod parameters;
mod provider_builder;

pub(crate) use base_url::BaseUrl;
pub use builder::{ClientBuilder, ProviderClient};
pub use client::Client;
pub(crate) use http::HttpSettings;
pub(crate) use limits::Limits;
pub use limits::{
    ATTEMPT_TIMEOUT, BODY_LIMIT, CONNECT_TIMEOUT, HEADER_BYTES_LIMIT, HEADER_COUNT_LIMIT,
    READ_TIMEOUT, TIMEOUT,
};
pub use options::CallOptions;
