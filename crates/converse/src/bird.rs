//! Bird: client, operations and types.

#[cfg(feature = "examples")]
pub use converse_bird::EXAMPLES;
pub use converse_bird::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};
