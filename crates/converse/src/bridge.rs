//! Bridge: client, operations and types.

#[cfg(feature = "examples")]
pub use converse_bridge::EXAMPLES;
pub use converse_bridge::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};
