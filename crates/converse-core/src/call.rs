//! One call of an operation: its arguments, its attempts, its response.

mod builder;
mod exchange;
mod prepared;
mod read_body;
mod repeated_field;
mod reply;
mod request;
mod request_body;
mod response;
mod retry_loop;
mod retry_safety;
mod send;
pub(crate) mod trace;

pub use builder::{Call, sendable, spawnable};
pub(crate) use read_body::{broken, read_body, size};
pub(crate) use reply::Reply;
pub use request::Request;
pub use response::ResponseValue;
