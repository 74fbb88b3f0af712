//! The binary from end to end, against the server in the process of the test.

mod calls;
mod credentials;
mod failures;
mod others;
mod support;
