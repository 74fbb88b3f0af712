//! The server for all compiled-in providers.

use std::ops::Deref;

use converse_testing::Setup;

use super::PROVIDERS;

/// A server on a loopback port of its own that stands in for every compiled-in provider.
///
/// Dereferences to [`converse_testing::Server`], which has its methods.
#[derive(Debug)]
pub struct Server(converse_testing::Server);

impl Server {
    /// Starts a server that responds with documented bodies. It takes requests as soon as this returns.
    ///
    /// # Panics
    /// When the system has no free port or cannot start a thread.
    #[track_caller]
    pub fn start() -> Self {
        Self::of(setup())
    }

    /// Starts a server that remembers: what was created is listed, read, changed and deleted, and is missing afterwards.
    /// See [`converse_testing::Server::stateful`].
    ///
    /// # Panics
    /// When the system has no free port or cannot start a thread.
    #[track_caller]
    pub fn stateful() -> Self {
        Self::of(setup().stateful())
    }

    /// Panics when the server is dropped, if it refused a request by then. The message lists what was wrong. That a
    /// resource does not exist is no refusal.
    pub fn strict(self) -> Self {
        Self(self.0.strict())
    }

    #[track_caller]
    fn of(setup: Setup) -> Self {
        match setup.start() {
            Ok(server) => Self(server),
            Err(error) => panic!("the testing server cannot start: {error}"),
        }
    }
}

/// Returns the setup of a server for every compiled-in provider, to choose its port.
pub fn setup() -> Setup {
    Setup::new(PROVIDERS.iter().copied())
        .upload_address("bird", "createPresignedUpload", "/uploadUrl")
        .upload_address("bridge", "createFiles", "/0/presignUrl/url")
}

impl Deref for Server {
    type Target = converse_testing::Server;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
