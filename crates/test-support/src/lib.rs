//! A server on loopback that records requests and responds as scripted, and plain sockets for tests that need more than
//! a script. The conformance suite of `converse-testing` is built on it.
//!
//! It depends on no package of the workspace, so that each can use it.

mod request;
mod server;
mod sockets;

pub use request::Request;
pub use server::{Answer, Server};
pub use sockets::{
    Listener, accept_each, listen, listen_unbuffered, nobody, read_request, read_rest,
};
