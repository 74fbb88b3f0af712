//! Pingback: client, operations and types.

#[cfg(feature = "examples")]
pub use converse_pingback::EXAMPLES;
#[cfg(feature = "testing")]
pub use converse_pingback::{CONTRACT, op};
#[cfg(feature = "client")]
pub use converse_pingback::{Client, ClientBuilder, builder};
pub use converse_pingback::{OPERATIONS, PROVIDER, types};
