//! The types of HTTP that responses and errors show.

pub use ::http::{HeaderMap, Method, StatusCode};
pub use bytes::Bytes;
