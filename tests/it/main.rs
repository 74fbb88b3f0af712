//! Tests what users see and what is sent, with servers on loopback.

mod conformance;
mod errors;
mod examples;
mod paging;
mod redaction;
mod support;
mod tolerance;
mod traps;
mod upload;
mod webhooks;
mod wire;
