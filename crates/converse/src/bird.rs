//! Bird: client, operations and types.
//!
//! Beyond the operations of the document: [`upload`] uploads a file in one call, [`webhook::verify`] checks that Bird
//! sent a webhook.

#[cfg(feature = "examples")]
pub use converse_bird::EXAMPLES;
pub use converse_bird::{Client, ClientBuilder, OPERATIONS, PROVIDER, builder, types};

mod uploads;
pub mod webhook;

pub use uploads::{MAX_UPLOAD_BYTES, Uploaded, upload};
