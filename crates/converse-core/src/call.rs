//! One call of an operation: its arguments, its attempts, its response.

mod builder;
mod builder_parts;
mod curl;
mod custom_request;
mod exchange;
mod http_attempts;
mod prepared;
mod prepared_request;
mod read_body;
mod repeated_field;
mod reply;
mod request;
mod request_body;
mod response;
mod retry_loop;
mod retry_safety;
mod runtime;
mod send;
mod target;
pub(crate) mod trace;

pub use builder::{Call, sendable, spawnable};
pub use custom_request::CustomRequest;
pub use prepared_request::PreparedRequest;
pub(crate) use read_body::{broken, read_body, size};
pub(crate) use reply::Reply;
pub use request::Request;
pub use request_body::encode_json;
pub use response::ResponseValue;
pub(crate) use runtime::in_runtime;
