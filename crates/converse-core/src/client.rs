//! The client: how it is set up, its limits, and the HTTP client below it.

pub(crate) mod base_url;
mod builder;
#[allow(
    clippy::module_inception,
    reason = "the builder needs the client, so it cannot be in the root of the room"
)]
mod client;
mod http;
mod limits;
mod options;

pub(crate) use base_url::BaseUrl;
pub use builder::ClientBuilder;
pub use client::{Client, ProviderClient};
pub(crate) use http::HttpSettings;
pub(crate) use limits::Limits;
pub use limits::{
    ATTEMPT_TIMEOUT, BODY_LIMIT, CONNECT_TIMEOUT, HEADER_BYTES_LIMIT, HEADER_COUNT_LIMIT,
    READ_TIMEOUT, TIMEOUT,
};
pub use options::CallOptions;
