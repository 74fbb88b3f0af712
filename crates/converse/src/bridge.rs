//! Bridge: client, operations and types.
//!
//! Beyond the operations of the document: [`upload`] brings a file to Bridge in one call.
//!
//! Webhooks of Bridge are not checked here. Its pages say in three ways what is signed (the body as it came, the body
//! written again by Python, the time and the body), and show no signature that could tell which one holds.

#[cfg(feature = "examples")]
pub use converse_bridge::EXAMPLES;
pub use converse_bridge::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};

mod uploads;

pub use uploads::{Uploaded, upload};
