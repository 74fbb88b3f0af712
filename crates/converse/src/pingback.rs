//! Pingback: client, operations and types.

#[cfg(feature = "examples")]
pub use converse_pingback::EXAMPLES;
#[cfg(feature = "client")]
pub use converse_pingback::{Client, ClientBuilder, builder};
pub use converse_pingback::{OPERATIONS, PROVIDER, types};
