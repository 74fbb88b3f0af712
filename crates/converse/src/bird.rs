//! Bird: client, operations and types.

pub use converse_bird::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};

#[cfg(feature = "examples")]
pub use converse_bird::EXAMPLES;
