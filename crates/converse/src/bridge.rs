//! Bridge: client, operations and types.

pub use converse_bridge::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};

#[cfg(feature = "examples")]
pub use converse_bridge::EXAMPLES;
