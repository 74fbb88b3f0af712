//! Tests the errors of calls.

mod answers;
mod one_error;
mod redirects;
mod refusals;
mod timeouts;
