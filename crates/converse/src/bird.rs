//! Bird: client, operations and types.
//!
//! Beyond the operations of the document: [`webhook::verify`] checks who sent a webhook.

#[cfg(feature = "examples")]
pub use converse_bird::EXAMPLES;
pub use converse_bird::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};

pub mod webhook;
