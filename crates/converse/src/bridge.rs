//! Bridge: client, operations and types.
//!
//! Beyond the operations of the document: [`upload`] uploads a file in one call.
//!
//! Webhooks of Bridge are not checked here. Its pages describe the signed content in three ways (the body as received,
//! the body serialized again by Python, the time and the body), and show no signature that could decide between them.

#[cfg(feature = "examples")]
pub use converse_bridge::EXAMPLES;
#[cfg(feature = "testing")]
pub use converse_bridge::{CONTRACT, op};
#[cfg(feature = "client")]
pub use converse_bridge::{Client, ClientBuilder, builder};
pub use converse_bridge::{OPERATIONS, PROVIDER, types};

#[cfg(feature = "client")]
mod uploads;

#[cfg(feature = "client")]
pub use uploads::{Uploaded, upload};
