//! What users see and what the wire carries, against servers on loopback.

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
