//! Requests beside the typed calls: those that a document lacks, and calls to look at before they are sent.
//!
//! `client.request(method, path)` begins a [`CustomRequest`]; `.prepare()` of a call returns a [`PreparedRequest`].

pub use crate::call::{CustomRequest, PreparedRequest};
