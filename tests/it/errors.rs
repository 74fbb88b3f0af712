//! Tests the errors of calls.

mod answers;
mod redirects;
mod refusals;
mod timeouts;
