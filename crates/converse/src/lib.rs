//! Typed clients for the conversations APIs of messaging providers.
#![warn(missing_docs)]

#[cfg(feature = "bird")]
pub mod bird;
#[cfg(feature = "bridge")]
pub mod bridge;
#[cfg(feature = "pingback")]
pub mod pingback;

pub use converse_core::{
    BuildError, CallOptions, ClientBuilder, Credential, Delivery, Error, ErrorKind, Operation, Provider,
    ProviderClient, ResponseValue, Timestamp,
};
#[cfg(feature = "dynamic")]
pub use converse_core::Arguments;
