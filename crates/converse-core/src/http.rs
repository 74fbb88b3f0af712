//! The types of HTTP that responses and errors show.

pub use ::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
pub use bytes::Bytes;
