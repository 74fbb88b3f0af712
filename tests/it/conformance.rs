//! Tests every kind of operation of every provider with servers that misbehave on purpose, against the tables of the
//! docs. `Subject::plays` says which operation plays which case.

mod act;
mod bodies;
mod connections;
mod http2;
mod no_status;
mod oracle;
mod random;
mod redirects;
mod retries;
mod site;
mod statuses;
mod subject;
mod suite;
mod waits;

use std::time::Duration;

/// The time limit of a caller whose server stalls.
const SHORT: Duration = Duration::from_millis(200);

/// How many bytes of a body the callers here take.
const CAP: usize = 64 * 1024;

/// The bytes that may be on the way beyond the cap when the caller closes the connection: buffers of the system at both
/// ends.
const BUFFERS: usize = 4 * 1024 * 1024;
