//! Pingback: client, operations and types.

#[cfg(feature = "examples")]
pub use converse_pingback::EXAMPLES;
pub use converse_pingback::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};
