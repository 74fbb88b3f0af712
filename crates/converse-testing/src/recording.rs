//! Recordings of real calls, to be replayed without a network.
//!
//! Both are layers. A [`Recorder`] is added to a client that talks to a provider, and writes what it saw into a file of
//! JSON Lines, one exchange per line. A [`Replay`] of that file makes clients whose calls reach no network: each attempt
//! gets the response that was recorded for the same request.
//!
//! Layers never see the credential of the client. Fields, query parameters and queries of addresses that are called like a
//! secret (`password`, `access_token`, `X-Amz-Signature`), and those that the program names, are written as `***`; of the
//! headers of a response, only those that say what a body is, when to retry and which request it was are kept. What else
//! is in the bodies is in the file: look at it before you commit it. The bytes of an upload pass through no layer, so an
//! upload cannot be replayed.
//!
//! ```
//! use converse_core::provider::ProviderClient;
//! use converse_core::ClientBuilder;
//! use converse_testing::{Recorder, Replay};
//!
//! # fn run<C: ProviderClient>(builder: ClientBuilder<C>) -> Result<(), Box<dyn std::error::Error>> {
//! let recorder = Recorder::new().mask(["phone"]);
//! let client: C = builder.layer(recorder.layer()).build()?;
//! // Calls of `client`, then:
//! let file = std::env::temp_dir().join(format!("desk-{}.jsonl", std::process::id()));
//! recorder.save(&file)?;
//!
//! let replay = Replay::read(&file)?;
//! let client: C = replay.client();
//! # std::fs::remove_file(&file)?;
//! # Ok(()) }
//! ```

mod difference;
mod exchange;
mod mask;
mod recorder;
mod replay;

pub use recorder::{RecordLayer, Recorder};
pub use replay::{Replay, ReplayError, ReplayLayer};
