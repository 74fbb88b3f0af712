//! Every kind of operation of every provider against servers that misbehave on purpose, with the tables of the docs as
//! judge. `Subject::plays` says which operation meets which case.

mod act;
mod bodies;
mod connections;
mod http2;
mod no_status;
mod oracle;
mod random;
mod redirects;
mod repeats;
mod site;
mod statuses;
mod subject;
mod suite;
mod waits;

use std::time::Duration;

/// The longest that a server here stalls before a limit of the caller strikes.
const SHORT: Duration = Duration::from_millis(200);

/// How many bytes of a body the callers here take.
const CAP: usize = 64 * 1024;

/// What may be on the way beyond the cap when the caller hangs up: buffers of the system at both ends.
const BUFFERS: usize = 4 * 1024 * 1024;
