//! HTTP headers that the runtime reads, or leaves to the HTTP client.

mod connection;
mod cookies;
mod request_id;
mod retry_after;

pub(crate) use connection::{belongs_to_connection, remove_from, sendable};
pub(crate) use cookies::cookies_in;
pub(crate) use request_id::request_id;
pub(crate) use retry_after::retry_after;
