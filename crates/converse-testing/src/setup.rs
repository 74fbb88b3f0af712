//! What a server is started with.

use std::io;

use converse_core::dynamic::Contract;

use crate::serve::Thread;
use crate::server::Server;
use crate::uploads::UploadAddress;

/// The credential that a new [`Server`] expects for every provider.
pub const CREDENTIAL: &str = "testing-credential";

/// What a [`Server`] is started with: the providers that it stands in for, its port, and whether it remembers.
///
/// ```no_run
/// use converse_testing::{Contract, Setup};
///
/// # fn start(contract: &'static Contract) -> std::io::Result<()> {
/// let server = Setup::new([contract]).stateful().port(8080).start()?;
/// println!("{}", server.base_url("acme"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a setup does nothing until it is started"]
pub struct Setup {
    pub(crate) contracts: Vec<&'static Contract>,
    pub(crate) uploads: Vec<UploadAddress>,
    pub(crate) port: u16,
    pub(crate) is_stateful: bool,
}

impl Setup {
    /// Returns a server for these providers, on a free port, that remembers nothing.
    pub fn new(contracts: impl IntoIterator<Item = &'static Contract>) -> Self {
        Self {
            contracts: contracts.into_iter().collect(),
            uploads: Vec::new(),
            port: 0,
            is_stateful: false,
        }
    }

    /// Lets the server remember resources: see [`Server::stateful`].
    pub fn stateful(mut self) -> Self {
        self.is_stateful = true;
        self
    }

    /// Sets the port, on the loopback address. 0 is any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Says where the response of an operation has an address for the bytes of an upload: there the server gives one of
    /// its own.
    pub fn upload_address(
        mut self,
        provider: &'static str,
        operation: &'static str,
        pointer: &'static str,
    ) -> Self {
        self.uploads.push(UploadAddress {
            provider,
            operation,
            pointer,
        });
        self
    }

    /// Starts the server. It takes requests as soon as this returns.
    ///
    /// # Errors
    /// The port is not free, or the system cannot start a thread.
    pub fn start(self) -> io::Result<Server> {
        let (shared, thread) = Thread::start(self)?;
        Ok(Server::new(shared, thread))
    }
}
