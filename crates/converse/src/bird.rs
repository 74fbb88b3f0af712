//! Bird: client, operations and types.
//!
//! Beyond the operations of the document: [`upload`] uploads a file in one call, [`webhook::verify`] checks that Bird
//! sent a webhook.

#[cfg(feature = "examples")]
pub use converse_bird::EXAMPLES;
#[cfg(feature = "testing")]
pub use converse_bird::{CONTRACT, op};
#[cfg(feature = "client")]
pub use converse_bird::{Client, ClientBuilder, builder};
pub use converse_bird::{OPERATIONS, PROVIDER, types};

#[cfg(feature = "client")]
mod uploads;
pub mod webhook;

#[cfg(feature = "client")]
pub use uploads::{MAX_UPLOAD_BYTES, Uploaded, upload};
