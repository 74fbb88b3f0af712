//! What the tests of several packages share: a server on loopback that records requests and answers as scripted, and
//! plain connections for what no script can say.
//!
//! It knows no package of the workspace, so that each can use it.

mod request;
mod server;
mod sockets;

pub use request::Request;
pub use server::{Answer, Server};
pub use sockets::{
    Listener, accept_each, listen, listen_unbuffered, nobody, read_request, read_rest,
};
