//! Pingback: client, operations and types.

pub use converse_pingback::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};

#[cfg(feature = "examples")]
pub use converse_pingback::EXAMPLES;
